"""The trail on a real database: it grows at its end, and any other change is refused or found."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.audit import (
    VISIBLE_TO_PERSON,
    Action,
    AuditEvent,
    AuditHead,
    FactRefused,
    Verdict,
    record,
    timeline,
    verify,
)
from portal.audit.models import AuditIsAppendOnly
from portal.audit.triggers import create_triggers, drop_triggers
from tests.builders.ground import AT, an_empty_database, an_engine, with_tables

CASE = UUID(int=1)


@pytest.fixture
def url(databases, tmp_path):
    with an_empty_database(databases, tmp_path) as url:
        yield url


@pytest.fixture
def engine(url):
    engine = with_tables(an_engine(url))
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine) as session:
        yield session


def tell(session, action=Action.CASE_TAKEN, *, subject=CASE, at=AT, **facts):
    return record(session, action, actor_kind="worker", actor_id=UUID(int=9), subject=subject, at=at, **facts)


@pytest.fixture
def trail(session):
    """Five entries, committed."""
    for n in range(5):
        tell(session, Action.VAULT_ROTATED, keys=n)
    session.commit()
    return session


def by_hand(session, *statements):
    """Change the tables as somebody would who took the triggers away first."""
    drop_triggers(session.connection())
    for statement in statements:
        session.execute(text(statement) if isinstance(statement, str) else statement)
    create_triggers(session.connection())
    session.commit()
    session.expire_all()


def test_entries_are_numbered_from_one_and_hold_hands(trail):
    rows = trail.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows] == ["0" * 64, *(row.hash for row in rows[:-1])]
    assert verify(trail) == Verdict(ok=True, checked=5)


def test_an_empty_trail_is_whole(session):
    assert verify(session) == Verdict(ok=True, checked=0)


def test_an_entry_rolls_back_with_what_it_tells_about(session):
    tell(session)
    session.rollback()
    tell(session)
    session.commit()
    assert verify(session) == Verdict(ok=True, checked=1)


def test_a_refused_fact_writes_nothing(session):
    with pytest.raises(FactRefused):
        tell(session, Action.ANSWER_APPROVED)
    session.commit()
    assert verify(session).checked == 0


def test_an_unknown_kind_of_actor_is_refused(session):
    with pytest.raises(FactRefused):
        record(session, Action.CASE_TAKEN, actor_kind="Jo", actor_id=None, subject=CASE, at=AT)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 23, 23, 50, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)),  # 00:30 on the wall
    ],
)
def test_of_a_persons_visit_only_the_day_is_kept(session, at, day):
    assert tell(session, Action.ANSWER_OPENED, at=at).at == day
    session.commit()
    assert verify(session).ok


def test_threads_that_append_together_leave_one_whole_chain(engine):
    def append():
        for _ in range(10):
            with Session(engine) as session:
                tell(session)
                session.commit()

    threads = [threading.Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        assert verify(session) == Verdict(ok=True, checked=40)


def test_the_models_refuse_to_change_an_entry(trail):
    trail.scalars(select(AuditEvent)).first().actor_kind = "system"
    with pytest.raises(AuditIsAppendOnly):
        trail.flush()


def test_the_models_refuse_to_delete_an_entry(trail):
    trail.delete(trail.scalars(select(AuditEvent)).first())
    with pytest.raises(AuditIsAppendOnly):
        trail.flush()


def _copy_of_three():
    columns = [column for column in AuditEvent.__table__.columns if column.name != "actor_kind"]
    names = ", ".join(column.name for column in columns)
    return text(
        f"INSERT OR REPLACE INTO audit_events ({names}, actor_kind)"
        f" SELECT {names}, 'system' FROM audit_events WHERE number = 3"
    )


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEvent).values(actor_kind="system"),
        update(AuditEvent).where(AuditEvent.number == 3).values(at=AT),
        delete(AuditEvent),
        delete(AuditEvent).where(AuditEvent.number == 5),
        delete(AuditHead),
        update(AuditHead).values(number=4),
        update(AuditHead).values(number=7),
        update(AuditHead).values(hash="0" * 64),
        insert(AuditHead).values(id=2, number=0, hash="x"),
    ],
    ids=["bulk", "one", "all", "last", "no-head", "back", "skip", "same", "second-head"],
)
def test_the_database_refuses_the_change(trail, change):
    with pytest.raises(DBAPIError, match="append-only"):
        trail.execute(change)
    trail.rollback()
    assert verify(trail) == Verdict(ok=True, checked=5)


REPLACE_HEAD = "INSERT OR REPLACE INTO audit_head VALUES (1, 2, 'x')"
OWN_WAYS = {
    "sqlite": [_copy_of_three(), text(REPLACE_HEAD)],
    "postgresql": [text("TRUNCATE audit_events"), text("TRUNCATE audit_head")],
}


@pytest.mark.parametrize("way", [0, 1])
def test_the_databases_own_ways_round_are_closed(trail, way):
    with pytest.raises(DBAPIError, match="append-only"):
        trail.execute(OWN_WAYS[trail.get_bind().dialect.name][way])
    trail.rollback()
    assert verify(trail) == Verdict(ok=True, checked=5)


SWAP = (
    "UPDATE audit_events SET number = 99 WHERE number = 2",
    "UPDATE audit_events SET number = 2 WHERE number = 3",
    "UPDATE audit_events SET number = 3 WHERE number = 99",
)


@pytest.mark.parametrize(
    ("changes", "first_broken"),
    [
        (("UPDATE audit_events SET actor_kind = 'person' WHERE number = 3",), 3),
        (("""UPDATE audit_events SET facts = '{"keys": 8}' WHERE number = 1""",), 1),
        (("UPDATE audit_events SET at = '2026-11-23 09:30:00.000001' WHERE number = 4",), 4),
        (("UPDATE audit_events SET action = 'nobody:knows' WHERE number = 4",), 4),
        (("UPDATE audit_events SET hash = 'x' WHERE number = 2",), 2),
        (("DELETE FROM audit_events WHERE number = 1",), 1),
        (("DELETE FROM audit_events WHERE number = 3",), 3),
        (("DELETE FROM audit_events WHERE number = 5",), 5),
        (("DELETE FROM audit_events WHERE number > 2",), 3),
        (("DELETE FROM audit_events",), 1),
        (SWAP, 2),
        (("DELETE FROM audit_head",), 1),
        (("UPDATE audit_head SET number = 3",), 4),
        (("UPDATE audit_head SET hash = 'x'",), 6),
    ],
    ids=[
        "changed", "facts", "time", "unknown-action", "hash", "first-missing", "missing",
        "tail-cut", "long-tail-cut", "emptied", "swapped", "no-head", "head-back", "head-hash",
    ],
)  # fmt: skip
def test_verify_finds_the_first_broken_entry(trail, changes, first_broken):
    by_hand(trail, *changes)
    verdict = verify(trail)
    assert not verdict.ok
    assert verdict.first_broken == first_broken
    assert verdict.checked == first_broken - 1


@pytest.mark.parametrize("nonsense", ["subject = 'no id'", "facts = 'no json'", "at = 5", "actor_id = 'no id'"])
def test_an_entry_that_cannot_be_read_is_broken_and_stops_nothing(tmp_path, nonsense):
    engine = with_tables(an_engine(f"sqlite:///{tmp_path / 'own.db'}"))  # PostgreSQL keeps no such thing
    with Session(engine) as session:
        tell(session)
        tell(session)
        session.commit()
        by_hand(session, f"UPDATE audit_events SET {nonsense} WHERE number = 2")
        assert verify(session) == Verdict(ok=False, checked=1, first_broken=2)
    engine.dispose()


def test_an_entry_that_was_slipped_in_with_a_right_hash_is_found(trail):
    head = trail.execute(select(AuditHead.number, AuditHead.hash)).one()
    tell(trail)
    trail.flush()
    by_hand(trail, update(AuditHead).values(number=head.number, hash=head.hash))
    assert verify(trail) == Verdict(ok=False, checked=5, first_broken=6)


def test_verify_reads_in_chunks(trail, monkeypatch):
    monkeypatch.setattr("portal.audit.queries.CHUNK", 2)
    assert verify(trail) == Verdict(ok=True, checked=5)
    by_hand(trail, "UPDATE audit_events SET action = 'nobody:knows' WHERE number = 4")
    assert verify(trail).first_broken == 4


def test_the_triggers_can_be_taken_away_and_put_back(trail):
    drop_triggers(trail.connection())
    drop_triggers(trail.connection())
    create_triggers(trail.connection())
    with pytest.raises(DBAPIError):
        trail.execute(delete(AuditEvent))


def test_a_timeline_is_of_its_subjects_oldest_first(session):
    other = uuid4()
    for n, subject in enumerate([CASE, other, CASE, uuid4()]):
        tell(session, subject=subject, at=AT + timedelta(hours=n))
    assert [entry.number for entry in timeline(session, [CASE, other])] == [1, 2, 3]
    assert timeline(session, []) == []


def test_a_timeline_can_be_of_some_actions_and_in_pages(session):
    for _ in range(3):
        tell(session)
        tell(session, Action.CASE_OPENED)
    visible = timeline(session, [CASE], actions=VISIBLE_TO_PERSON)
    assert [entry.number for entry in visible] == [1, 3, 5]
    assert [entry.number for entry in timeline(session, [CASE], limit=2)] == [5, 6]
    assert [entry.number for entry in timeline(session, [CASE], limit=2, before=5)] == [3, 4]
