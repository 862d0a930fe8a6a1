"""Complaints: a case of their own on the same request, 30 days for the receipt, an answer by message."""

import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.audit import Action, AuditEvent
from portal.cases import queries, service
from portal.cases.ages import note_age
from portal.cases.complaints import acknowledge, complain
from portal.cases.filters import Filters
from portal.cases.listing import Desk, list_cases
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.errors import NotAllowed, RuleBroken
from portal.letters import Letter, LetterKind
from portal.messages.kinds import Sender
from portal.messages.queries import conversation
from portal.messages.service import AlreadyWritten
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Grievance, Right
from tests.builders.desk import AT, ENGLAND, LETTER, a_case, a_request, a_worker
from tests.builders.lettering import a_letter


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def row(session):
    return a_case(session).request


def complaint(session, row, *about, words="It took too long.", submission="", at=AT):
    return complain(
        session, row, about or (Grievance.LATE,), words, submission=submission or uuid.uuid4().hex, calendar=ENGLAND,
        actor=person_actor(row.id), at=at,
    )  # fmt: skip


def receipt(session, case):
    return a_letter(session, case, LetterKind.COMPLAINT_ACKNOWLEDGEMENT)


def tell(session, case, actor, letter=None, submission="", at=AT):
    acknowledge(
        session, case, letter or receipt(session, case), submission=submission or uuid.uuid4().hex, calendar=ENGLAND,
        actor=actor, at=at,
    )  # fmt: skip


def said_by_us(session, row):
    return [m.body for m in conversation(session, row.id).messages if m.sender is Sender.WORKER]


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),  # day 1 is the 24th
        (date(2026, 11, 26), date(2026, 12, 29)),  # day 30 is Boxing Day, a Saturday; Monday is its bank holiday
        (date(2026, 12, 4), date(2027, 1, 4)),  # day 30 is a Sunday
    ],
)
def test_it_is_acknowledged_within_thirty_days(session, row, came, due):
    case = complaint(session, row, at=datetime(came.year, came.month, came.day, 10, tzinfo=UTC))
    assert (case.right, case.received_on, case.due_on) == (Right.COMPLAINT, came, due)
    assert any("Day 1 is the next day" in sentence for sentence, _ in case.working)


def test_it_stands_in_the_queue_beside_the_first_case_which_keeps_its_clock(session, row):
    first = queries.of_request(session, row.id)[0]
    due = first.due_on
    late = complaint(session, row)
    assert {c.id for c in list_cases(session, Filters(), Desk(AT.date(), ENGLAND, uuid.uuid4())).cases} == {
        first.id,
        late.id,
    }
    assert first.due_on == due


def test_one_tick_is_enough_and_one_there_has_to_be(session, row):
    assert complaint(session, row, Grievance.OTHER, words="").status is Status.RECEIVED
    with pytest.raises(RuleBroken, match="Tick one") as refused:
        complain(session, row, (), "", submission="c" * 32, calendar=ENGLAND, actor=person_actor(row.id), at=AT)
    assert refused.value.field == "about"


def test_a_second_press_of_send_opens_no_second_case(session, row):
    complaint(session, row, submission="a" * 32)
    with pytest.raises(AlreadyWritten):
        complaint(session, row, submission="a" * 32)
    assert len(session.scalars(select(Case).where(Case.right == Right.COMPLAINT)).all()) == 1


def test_the_receipt_is_a_message_and_ends_the_clock(session, row, caseworker):
    case = complaint(session, row)
    tell(session, case, caseworker)
    assert receipt(session, case).text in said_by_us(session, row)
    assert (case.acknowledged_by_id, case.due_on, case.status) == (caseworker.id, None, Status.RECEIVED)
    assert not case.is_overdue(date(2027, 6, 1))
    assert "We told you on 23 November 2026 that it came." in [sentence for sentence, _ in case.working]
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == case.id)).all()
    assert Action.COMPLAINT_ACKNOWLEDGED in actions
    with pytest.raises(RuleBroken, match="told before"):
        tell(session, case, caseworker)


def test_a_receipt_nobody_can_read_is_no_receipt(session, row, caseworker):
    case = complaint(session, row)
    hard = "We acknowledge receipt of your communication concerning the organisation " * 3
    with pytest.raises(RuleBroken):
        tell(session, case, caseworker, Letter(LetterKind.COMPLAINT_ACKNOWLEDGEMENT, 1, hard))
    assert case.acknowledged_at is None


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASEWORKER])
def test_no_other_role_acknowledges(session, row, role):
    with pytest.raises(NotAllowed):
        tell(session, complaint(session, row), a_worker(session, role))


def test_no_other_case_is_acknowledged_and_no_complaint_is_answered_by_a_document(session, row, caseworker):
    first = queries.of_request(session, row.id)[0]
    with pytest.raises(RuleBroken, match="not a complaint"):
        tell(session, first, caseworker)
    case = complaint(session, row)
    service.take(session, case, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="no letter"):
        answers.save_letter(session, case, LETTER, actor=caseworker, at=AT)


def test_nobody_complains_for_somebody_else(session, row):
    other, _ = a_request(session, "loud.badger")
    with pytest.raises(NotAllowed):
        complain(
            session, row, (Grievance.LATE,), "x", submission="d" * 32, calendar=ENGLAND,
            actor=person_actor(other.id), at=AT,
        )  # fmt: skip


def test_a_complaint_can_be_all_that_a_request_asks(session):
    """As a questionnaire opens it: no message, and the day of the request."""
    row, _ = a_request(session, rights=(Right.COMPLAINT,))
    case = service.open_case(session, row, Right.COMPLAINT, calendar=ENGLAND, actor=person_actor(row.id), at=AT)
    assert case.due_on == date(2026, 12, 23)


@pytest.mark.parametrize("band", [*AgeBand, None])
def test_a_complaint_is_of_the_age_that_staff_know(session, row, caseworker, band):
    note_age(session, queries.of_request(session, row.id)[0], band, actor=caseworker, at=AT)
    assert complaint(session, row).age_band is band
    someone_else, _ = a_request(session, "loud.otter")
    assert (
        service.open_case(session, someone_else, Right.ACCESS, calendar=ENGLAND, actor=caseworker, at=AT).age_band
        is None
    )
