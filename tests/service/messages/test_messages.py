"""Messages inside a request: sealed, sent once, seen by the other side, and silent in the trail."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core.errors import NotAllowed, RuleBroken
from portal.messages import queries, service
from portal.messages.kinds import MessageKind, Sender
from portal.messages.models import RequestMessage
from portal.messages.rules import FOLD_AFTER, MOST_A_DAY
from tests.builders.desk import AT, a_case, a_worker

TEXT = "zanzibar: did you ring my nan?"


@pytest.fixture
def case(session):
    return a_case(session)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def write(session, case, text=TEXT, *, submission="", at=AT, actor=None, **more):
    return service.write(
        session, case.request_id, text, submission=submission or uuid.uuid4().hex,
        actor=actor or person_actor(case.request_id), at=at, **more,
    )  # fmt: skip


def reply(session, case, actor, text="No. We did not ring her.", *, submission="", at=AT):
    return service.reply(session, case.request_id, text, submission=submission or uuid.uuid4().hex, actor=actor, at=at)


def test_the_two_sides_read_each_other_in_order(session, case, caseworker):
    write(session, case)
    reply(session, case, caseworker, at=AT + timedelta(hours=1))
    talk = queries.conversation(session, case.request_id)
    assert [(m.sender, m.body) for m in talk.latest] == [
        (Sender.PERSON, TEXT),
        (Sender.WORKER, "No. We did not ring her."),
    ]
    assert talk.messages[1].worker_id == caseworker.id
    assert queries.last_from_us(session, case.request_id) == AT + timedelta(hours=1)


def test_the_words_are_sealed_and_the_trail_knows_only_the_kind(session, case):
    message = write(session, case, kind=MessageKind.COMPLAINT, reasons=["late"])
    assert b"zanzibar" not in message.body
    assert b"late" not in (message.reasons or b"")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.MESSAGE_SENT)).one()
    assert (event.actor_kind, event.facts, event.subject) == ("person", {"kind": "complaint"}, case.request_id)


def test_a_message_moved_to_another_request_does_not_open(session, case):
    from portal.vault import SealBroken

    other = a_case(session, "loud.badger")
    write(session, case).request_id = other.request_id
    session.flush()
    with pytest.raises(SealBroken):
        queries.conversation(session, other.request_id)


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 2001])
def test_nothing_and_too_much_are_refused(session, case, caseworker, text):
    with pytest.raises(RuleBroken):
        write(session, case, text)
    with pytest.raises(RuleBroken):
        reply(session, case, caseworker, text)
    assert session.scalars(select(RequestMessage)).all() == []


def test_a_second_press_of_send_sends_nothing(session, case, caseworker):
    write(session, case, submission="a" * 32)
    reply(session, case, caseworker, submission="b" * 32)
    with pytest.raises(service.AlreadyWritten):
        write(session, case, submission="a" * 32)
    with pytest.raises(service.AlreadyWritten):
        reply(session, case, caseworker, submission="b" * 32)
    assert len(session.scalars(select(RequestMessage)).all()) == 2


def test_the_same_form_id_in_another_request_is_another_message(session, case):
    other = a_case(session, "loud.badger")
    write(session, case, submission="a" * 32)
    write(session, other, submission="a" * 32)


def test_one_code_cannot_fill_the_store(session, case):
    for _ in range(MOST_A_DAY):
        write(session, case)
    with pytest.raises(RuleBroken, match="tomorrow"):
        write(session, case)
    write(session, case, at=AT + timedelta(days=1, minutes=1))


def test_nobody_writes_as_somebody_else(session, case, caseworker):
    other = a_case(session, "loud.badger")
    for actor in (person_actor(other.request_id), caseworker):
        with pytest.raises(NotAllowed):
            write(session, case, actor=actor)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASEWORKER])
def test_only_who_works_on_cases_replies(session, case, role):
    with pytest.raises(NotAllowed):
        reply(session, case, a_worker(session, role))


def test_a_reply_a_young_reader_could_not_read_is_refused(session, case, caseworker):
    hard = "We acknowledge receipt of your communication concerning information disclosed to others " * 3
    with pytest.raises(RuleBroken, match="Too hard") as refused:
        reply(session, case, caseworker, hard)
    assert refused.value.field == "message"


def test_seen_is_a_day_is_noted_once_and_belongs_to_the_other_side(session, case, caseworker):
    mine, ours = write(session, case), reply(session, case, caseworker)
    assert queries.count_unseen(session, case.request_id, by=Sender.WORKER) == 1
    assert queries.waiting_among(session, {case.request_id}) == {case.request_id}

    def look(side, actor):
        return service.note_seen(session, case.request_id, by=side, actor=actor, at=AT)

    assert look(Sender.WORKER, caseworker) == {mine.id}
    assert look(Sender.WORKER, caseworker) == set()
    session.expire_all()
    assert (mine.seen_on, ours.seen_on) == (AT.date(), None)
    assert look(Sender.PERSON, person_actor(case.request_id)) == {ours.id}
    assert queries.waiting_among(session, {case.request_id}) == frozenset()
    seen = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.MESSAGE_SEEN)).all()
    assert [(e.actor_kind, e.facts, e.at.hour) for e in seen] == [("worker", {}, 0), ("person", {}, 0)]


def test_what_is_older_than_the_latest_is_folded(session, case):
    for number in range(FOLD_AFTER + 3):
        write(session, case, f"number {number}", at=AT + timedelta(minutes=number))
    talk = queries.conversation(session, case.request_id)
    assert [m.body for m in talk.older] == ["number 0", "number 1", "number 2"]
    assert talk.latest[-1].body == f"number {FOLD_AFTER + 2}"


def test_sides_stand_beside_their_case_only(session, case):
    other = a_case(session, "loud.badger")
    write(session, case, "a note")
    write(session, case, "my side", kind=MessageKind.MY_SIDE, case_id=case.id, part=2)
    assert [(s.body, s.part) for s in queries.sides(session, case.request_id, case.id)] == [("my side", 2)]
    assert queries.sides(session, other.request_id, other.id) == []
