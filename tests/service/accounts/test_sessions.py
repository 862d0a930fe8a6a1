"""Server-side sessions: when they end, what a copy of the table gives away, and that no token is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from portal.accounts import sessions
from portal.accounts.kinds import Audience
from portal.accounts.models import ServerSession
from portal.vault.token_box import TokenBox
from tests.builders.staff import a_worker

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECRET_WORDS = "demo nickname nobody may read"


def minutes(count):
    return timedelta(minutes=count)


def opened(session, audience=Audience.PERSON, **more):
    return sessions.open_session(session, audience, data={"nickname": SECRET_WORDS}, at=T0, **more)


@pytest.mark.parametrize(
    ("audience", "given", "idle", "lives"),
    [
        (Audience.PERSON, None, minutes(20) - timedelta(seconds=1), True),
        (Audience.PERSON, None, minutes(20), False),
        (Audience.PERSON, sessions.MORE_TIME_MINUTES, minutes(60) - timedelta(seconds=1), True),
        (Audience.PERSON, sessions.MORE_TIME_MINUTES, minutes(60), False),
        (Audience.WORKER, None, minutes(15) - timedelta(seconds=1), True),
        (Audience.WORKER, None, minutes(15), False),
    ],
)
def test_a_session_ends_exactly_at_its_idle_limit(session, audience, given, idle, lives):
    token = opened(session, audience, idle_minutes=given)
    found = sessions.load(session, token, audience=audience, at=T0 + idle)
    assert (found is not None) == lives


def test_being_seen_starts_the_idle_time_again(session):
    token = opened(session)
    assert sessions.see(session, token, at=T0 + minutes(19))
    assert sessions.load(session, token, audience=Audience.PERSON, at=T0 + minutes(38))


def test_a_working_day_ends_a_workers_session_however_busy(session):
    token = opened(session, Audience.WORKER)
    for quarter in range(1, 72):
        sessions.see(session, token, at=T0 + minutes(10 * quarter))
    just_before = T0 + timedelta(hours=12, seconds=-1)
    assert sessions.load(session, token, audience=Audience.WORKER, at=just_before)
    assert sessions.load(session, token, audience=Audience.WORKER, at=T0 + timedelta(hours=12)) is None


def test_what_was_saved_is_loaded(session):
    token = opened(session)
    sessions.save(session, token, {"nickname": "other", "ways": ["chat"]}, idle_minutes=20, at=T0)
    assert sessions.load(session, token, audience=Audience.PERSON, at=T0).data == {
        "nickname": "other",
        "ways": ["chat"],
    }


@pytest.mark.parametrize("token", ["", "unknown", "x" * 5000, "\udce9"])
def test_a_token_that_we_did_not_make_opens_nothing(session, token):
    opened(session)
    assert sessions.load(session, token, audience=Audience.PERSON, at=T0) is None


def test_a_persons_token_does_not_open_a_workers_door(session):
    token = opened(session)
    assert sessions.load(session, token, audience=Audience.WORKER, at=T0) is None


def test_a_dump_of_the_table_holds_neither_token_nor_content(session):
    token = opened(session)
    dump = repr(session.execute(text("SELECT * FROM server_sessions")).all()).encode("unicode_escape")
    assert token.encode() not in dump
    assert SECRET_WORDS.encode() not in dump
    assert b"nickname" not in dump


def test_content_moved_to_another_row_opens_nothing(session):
    mine, theirs = opened(session), opened(session)
    rows = {row.id_hash: row for row in session.scalars(select(ServerSession))}
    rows[sessions.name_of(mine)].data = rows[sessions.name_of(theirs)].data
    session.flush()
    assert sessions.load(session, mine, audience=Audience.PERSON, at=T0) is None


def test_two_sessions_of_the_same_content_look_different(session):
    opened(session), opened(session)
    first, second = session.scalars(select(ServerSession.data))
    assert first != second


def test_a_token_box_seals_for_one_place_and_one_token():
    from portal.vault import SealBroken

    sealed = TokenBox("a" * 43).seal("here", b"words")
    assert TokenBox("a" * 43).open("here", sealed) == b"words"
    for token, place in (("a" * 43, "there"), ("b" * 43, "here")):
        with pytest.raises(SealBroken):
            TokenBox(token).open(place, sealed)


def test_an_ended_session_is_gone_from_the_store(session):
    token = opened(session)
    sessions.end(session, token)
    assert session.scalars(select(ServerSession)).all() == []
    assert sessions.load(session, token, audience=Audience.PERSON, at=T0) is None


def test_a_late_save_does_not_bring_an_ended_session_back(session):
    token = opened(session)
    sessions.end(session, token)
    assert sessions.save(session, token, {"late": True}, idle_minutes=20, at=T0) is False
    assert session.scalars(select(ServerSession)).all() == []


def test_ending_everywhere_ends_this_workers_sessions_and_no_others(session):
    one, other = a_worker(session), a_worker(session)
    theirs = [opened(session, Audience.WORKER, worker_id=one.id) for _ in range(3)]
    spared = opened(session, Audience.WORKER, worker_id=other.id)
    assert sessions.end_everywhere(session, one.id) == 3
    assert [sessions.load(session, token, audience=Audience.WORKER, at=T0) for token in theirs] == [None, None, None]
    assert sessions.load(session, spared, audience=Audience.WORKER, at=T0)


def test_the_list_shows_live_sessions_last_seen_first(session):
    worker = a_worker(session)
    idle, first, last = (opened(session, Audience.WORKER, worker_id=worker.id) for _ in range(3))
    sessions.see(session, first, at=T0 + minutes(10))
    sessions.see(session, last, at=T0 + minutes(12))
    listed = sessions.list_of(session, worker.id, at=T0 + minutes(16))
    assert [row.id_hash for row in listed] == [sessions.name_of(last), sessions.name_of(first)]
    assert sessions.name_of(idle) not in {row.id_hash for row in listed}


def test_the_sweep_deletes_what_is_over_and_nothing_else(session):
    person, patient = opened(session), opened(session, idle_minutes=60)
    worker = opened(session, Audience.WORKER)
    assert sessions.sweep_expired(session, at=T0 + minutes(16)) == 1  # the worker's
    assert sessions.sweep_expired(session, at=T0 + minutes(21)) == 1  # the person's
    assert [row.id_hash for row in session.scalars(select(ServerSession))] == [sessions.name_of(patient)]
    assert sessions.load(session, worker, audience=Audience.WORKER, at=T0) is None
    assert sessions.load(session, person, audience=Audience.PERSON, at=T0) is None


def test_the_sweep_ends_a_worker_session_of_twelve_hours(session):
    token = opened(session, Audience.WORKER)
    sessions.see(session, token, at=T0 + timedelta(hours=12, seconds=-5))
    assert sessions.sweep_expired(session, at=T0 + timedelta(hours=12)) == 1
