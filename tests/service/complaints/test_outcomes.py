"""What becomes of a complaint: word every thirty days, and an outcome that two people stand for."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.audit import Action, AuditEvent
from portal.cases import service as cases
from portal.cases.complaints import acknowledge, complain
from portal.cases.states import Status
from portal.complaints import queries, service
from portal.complaints.kinds import SAID, ComplaintOutcome
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.reading import faults, measure
from portal.letters.kinds import LetterKind
from portal.messages.kinds import Sender
from portal.messages.queries import conversation
from portal.requests.kinds import Grievance
from tests.builders.desk import AT, ENGLAND, a_case, a_made_answer, a_worker
from tests.builders.lettering import BOXES, a_letter

DAY = timedelta(days=1)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


def a_complaint(session, request):
    return complain(
        session, request, [Grievance.LATE], "It took too long.", submission=uuid.uuid4().hex, calendar=ENGLAND,
        actor=person_actor(request.id), at=AT,
    )  # fmt: skip


@pytest.fixture
def complaint(session, caseworker):
    case = a_complaint(session, a_case(session).request)
    cases.take(session, case, actor=caseworker, at=AT)
    return case


def propose(session, case, actor, outcome=ComplaintOutcome.UPHELD):
    letter = a_letter(session, case, LetterKind.COMPLAINT_OUTCOME, outcome=SAID[outcome])
    service.propose(session, case, outcome, letter, boxes=BOXES, actor=actor, at=AT)
    return letter


def tell(session, case, actor):
    service.tell_outcome(session, case, submission=uuid.uuid4().hex, calendar=ENGLAND, actor=actor, at=AT + DAY)


def said_by_us(session, case):
    messages = conversation(session, case.request_id).messages
    return [message.body for message in messages if message.sender is Sender.WORKER]


@pytest.mark.parametrize("outcome", ComplaintOutcome)
def test_one_writes_it_another_stands_for_it_and_only_then_is_it_told(
    session, complaint, caseworker, approver, outcome
):
    letter = propose(session, complaint, caseworker, outcome)
    assert (complaint.status, said_by_us(session, complaint)) == (Status.CHECKING, [])
    tell(session, complaint, approver)
    assert said_by_us(session, complaint) == [letter.text]
    assert SAID[outcome] in letter.text and "Information Commission" in letter.text and "a court" in letter.text
    assert complaint.status is Status.ANSWERED and complaint.acknowledged_at == AT + DAY
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.COMPLAINT_ANSWERED)).one()
    assert (event.facts, event.actor_id) == ({"outcome": outcome.value}, approver.id)
    with pytest.raises(RuleBroken, match="closed"):
        tell(session, complaint, approver)


@pytest.mark.parametrize("outcome", ComplaintOutcome)
def test_the_sentence_of_each_outcome_is_easy_and_blames_nobody(outcome):
    assert faults(measure(SAID[outcome])) == []
    assert "you were wrong" not in SAID[outcome].lower()


def test_whoever_wrote_the_outcome_is_no_second_person(session, complaint):
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    propose(session, complaint, both)
    with pytest.raises(RuleBroken, match="You wrote this outcome"):
        tell(session, complaint, both)
    assert said_by_us(session, complaint) == []


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.APPROVER])
def test_no_other_role_tells_an_outcome(session, complaint, caseworker, role):
    propose(session, complaint, caseworker)
    with pytest.raises(NotAllowed):
        tell(session, complaint, a_worker(session, role, name="Demo Other"))


def test_whom_it_names_neither_writes_nor_judges(session, complaint, caseworker, approver):
    named = [approver.worker_id, caseworker.worker_id]
    service.say_what_it_is_about(session, complaint, None, named, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="names you"):
        propose(session, complaint, caseworker)
    propose(session, complaint, a_worker(session, Role.CASEWORKER, name="Demo Other"))
    with pytest.raises(RuleBroken, match="names you"):
        tell(session, complaint, approver)
    tell(session, complaint, a_worker(session, Role.APPROVER, name="Demo Third"))


@pytest.mark.parametrize("hand", ["wrote", "approved"])
def test_whoever_had_a_hand_in_the_answer_does_not_judge_it(session, caseworker, approver, hand):
    writer = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Writer")
    case, answer = a_made_answer(session, writer)
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
    complaint = a_complaint(session, case.request)
    cases.take(session, complaint, actor=caseworker, at=AT)
    assert queries.case_complained_about(session, complaint) is case  # the only one there is
    propose(session, complaint, caseworker)
    with pytest.raises(RuleBroken, match="had a hand"):
        tell(session, complaint, writer if hand == "wrote" else approver)
    tell(session, complaint, a_worker(session, Role.APPROVER, name="Demo Third"))


def test_it_is_about_a_case_of_the_same_request_only(session, complaint, caseworker):
    other = a_case(session, "loud.badger")
    with pytest.raises(RuleBroken, match="same request"):
        service.say_what_it_is_about(session, complaint, other.id, [], actor=caseworker, at=AT)


def test_sent_back_it_needs_a_reason_and_what_was_typed_is_there_again(session, complaint, caseworker, approver):
    propose(session, complaint, caseworker)
    with pytest.raises(RuleBroken, match="Say why"):
        service.send_back(session, complaint, reason="", actor=approver, at=AT)
    service.send_back(session, complaint, reason="look-again", actor=approver, at=AT)
    assert complaint.status is Status.IN_PROGRESS and queries.boxes_of(session, complaint) == BOXES
    with pytest.raises(RuleBroken):
        tell(session, complaint, approver)


def test_what_is_not_a_complaint_has_no_outcome(session, caseworker):
    case = a_case(session)
    cases.take(session, case, actor=caseworker, at=AT)
    with pytest.raises(RuleBroken, match="not a complaint"):
        propose(session, case, caseworker)


def test_thirty_days_after_the_last_word_staff_are_told_to_write(session, complaint, caseworker):
    assert queries.to_tell(session, date(2027, 6, 1), complaint.owner_id) == []  # the clock of the receipt still runs
    receipt = a_letter(session, complaint, LetterKind.COMPLAINT_ACKNOWLEDGEMENT)
    acknowledge(
        session, complaint, receipt, submission=uuid.uuid4().hex, calendar=ENGLAND, actor=caseworker, at=AT
    )  # fmt: skip
    due = AT.date() + 30 * DAY
    assert queries.tell_by_of(session, complaint) == due
    assert queries.to_tell(session, due - DAY, complaint.owner_id) == []
    assert [(one.case, one.tell_by) for one in queries.to_tell(session, due, complaint.owner_id)] == [(complaint, due)]
    letter = a_letter(session, complaint, LetterKind.COMPLAINT_PROGRESS)
    service.tell_progress(
        session, complaint, letter, submission=uuid.uuid4().hex, actor=caseworker, at=AT + 30 * DAY
    )  # fmt: skip
    assert queries.to_tell(session, due, complaint.owner_id) == []
    assert queries.tell_by_of(session, complaint) == due + 30 * DAY
    assert said_by_us(session, complaint)[-1] == letter.text


def test_a_letter_that_was_sent_keeps_its_kind_version_and_words(session, complaint, caseworker):
    from portal.messages.models import RequestMessage

    letter = a_letter(session, complaint, LetterKind.COMPLAINT_PROGRESS)
    service.tell_progress(session, complaint, letter, submission=uuid.uuid4().hex, actor=caseworker, at=AT)
    row = session.scalars(select(RequestMessage).where(RequestMessage.letter.is_not(None))).one()
    assert (row.letter, row.letter_version) == ("complaint-progress", 1)
    assert letter.text.encode() not in row.body
    assert said_by_us(session, complaint) == [letter.text]
