"""Counting tries: shared by processes, kept over restarts, before anything is looked at, and about nobody."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import sessionmaker

from portal.accounts import throttling
from portal.accounts.models import ThrottleCounter
from portal.core.engine import prepare_engine

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REFERENCE = "BFXR71NC"
COUNT_ONE_MORE = """
import sys
from sqlalchemy import create_engine, text
with create_engine(sys.argv[1]).begin() as connection:
    connection.execute(text("UPDATE throttle_counters SET count = count + 1"))
"""


def take(session, value=REFERENCE, *, after=timedelta(0), **more):
    return throttling.take(session, "code", value, at=T0 + after, **more)


def test_five_tries_are_allowed_and_the_sixth_waits(session):
    verdicts = [take(session) for _ in range(6)]
    assert [v.allowed for v in verdicts] == [True] * 5 + [False]
    assert verdicts[-1].wait_seconds == 15 * 60
    assert verdicts[-1].wait_minutes == 15


def test_the_wait_grows_shorter_and_is_told_rounded_up(session):
    for _ in range(5):
        take(session)
    verdict = take(session, after=timedelta(minutes=13, seconds=30))
    assert (verdict.allowed, verdict.wait_seconds, verdict.wait_minutes) == (False, 90, 2)


@pytest.mark.parametrize(
    ("after", "allowed"), [(timedelta(minutes=15, seconds=-1), False), (timedelta(minutes=15), True)]
)
def test_the_window_opens_again_after_exactly_fifteen_minutes(session, after, allowed):
    for _ in range(6):
        take(session)
    assert take(session, after=after).allowed == allowed


def test_knocking_while_refused_does_not_make_the_wait_longer(session):
    for minute in range(14):
        take(session, after=timedelta(minutes=minute))
    assert take(session, after=timedelta(minutes=15)).allowed


def test_only_the_first_refusal_of_a_window_says_so(session):
    firsts = [take(session).is_first_refused for _ in range(9)]
    assert firsts == [False] * 5 + [True] + [False] * 3


def test_each_value_and_each_kind_of_try_has_its_own_count(session):
    for _ in range(6):
        take(session)
    assert take(session, "OTHER111").allowed
    assert throttling.take(session, "sign-in", REFERENCE, at=T0).allowed


def test_a_wider_limit_can_be_given(session):
    verdicts = [take(session, "192.0.2.7", limit=throttling.TRIES_FROM_ONE_PLACE) for _ in range(31)]
    assert [v.allowed for v in verdicts] == [True] * 30 + [False]


def test_forgetting_starts_again_at_nought(session):
    for _ in range(6):
        take(session)
    throttling.forget(session, "code", REFERENCE, at=T0)
    assert take(session).allowed


def test_the_table_holds_neither_reference_nor_address(session):
    take(session)
    take(session, "192.0.2.7")
    dump = repr(session.execute(text("SELECT * FROM throttle_counters")).all())
    assert REFERENCE not in dump
    assert "192.0.2.7" not in dump


def test_the_same_value_has_another_key_the_next_day(session):
    take(session)
    take(session, after=timedelta(days=1))
    assert len(set(session.scalars(select(ThrottleCounter.key)))) == 2


def test_old_counters_are_swept_and_young_ones_stay(session):
    take(session)
    take(session, after=timedelta(hours=23))
    assert throttling.sweep_old(session, at=T0 + timedelta(days=1)) == 1
    assert len(session.scalars(select(ThrottleCounter.key)).all()) == 1


@pytest.mark.check(32, "twenty tries at the same moment")
def test_twenty_tries_at_once_get_five_at_most(sessions_of):
    def one(_):
        with sessions_of() as session:
            verdict = take(session)
            session.commit()
            return verdict.allowed

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 5


def test_the_count_survives_a_restart(sessions_of, engine):
    with sessions_of() as session:
        for _ in range(5):
            take(session)
        session.commit()
        vault = session.info["vault"]
    engine.dispose()
    again = create_engine(engine.url)
    prepare_engine(again)
    with sessionmaker(again, info={"vault": vault})() as session:
        assert not take(session).allowed
    again.dispose()


def test_the_count_is_shared_with_another_process(sessions_of, engine):
    with sessions_of() as session:
        for _ in range(4):
            take(session)
        session.commit()
    subprocess.run([sys.executable, "-c", COUNT_ONE_MORE, str(engine.url)], check=True)
    with sessions_of() as session:
        assert not take(session).allowed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("192.0.2.7", "::ffff:192.0.2.7", True),
        ("2001:db8:1:200::1", "2001:db8:1:2ff:ffff::9", True),
        ("2001:db8:1:200::1", "2001:db8:1:300::1", False),
        ("", "", True),
    ],
)
def test_a_place_is_an_address_or_the_network_of_one_home(one, other, same):
    assert (throttling.place_of(one) == throttling.place_of(other)) == same


def test_a_place_that_is_over_its_tries_uses_up_nobody_elses(session):
    def taken(value, place):
        return throttling.take_from(session, "code", value, place=place, at=T0)

    for n in range(throttling.TRIES_FROM_ONE_PLACE):
        taken(f"OTHER{n}", "192.0.2.7")
    assert not any(taken(REFERENCE, "192.0.2.7") for _ in range(20))
    assert [taken(REFERENCE, "192.0.2.8") for _ in range(6)] == [True] * 5 + [False]


def test_a_right_try_leaves_no_trace_in_any_counter(session):
    for _ in range(20):
        assert throttling.take_from(session, "code", REFERENCE, place="192.0.2.7", at=T0)
        throttling.take_back_from(session, "code", REFERENCE, place="192.0.2.7", at=T0)
    assert set(session.scalars(select(ThrottleCounter.count))) == {0}
