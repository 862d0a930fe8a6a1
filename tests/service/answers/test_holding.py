"""Some answers wait for a lead. Whoever may not see locks cannot tell those that chance picked from the others."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import holding
from portal.answers import service as answers
from portal.answers.models import Answer, Hold
from portal.audit import VISIBLE_TO_PERSON, Action, AuditEvent
from portal.cases import service as cases
from portal.cases.states import Status
from portal.core.errors import NotAllowed, RuleBroken
from portal.disclosures import duty
from portal.disclosures.telling_states import HIDDEN, UNDECIDED, Telling
from portal.outbox import Job
from portal.requests.kinds import Right
from tests.builders.desk import AT, a_case, a_worker, answer_it
from tests.builders.telling import FULL, a_second_lead, brought_to

WINDOW = timedelta(minutes=30)


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def second(session):
    return a_second_lead(session)


@pytest.fixture
def desk(session):
    return a_worker(session, Role.CASEWORKER), a_worker(session, Role.APPROVER)


def approved(session, desk, user_name="quiet.otter", right=Right.SHARED):
    caseworker, approver = desk
    case = a_case(session, user_name, right=right)
    answer = answer_it(session, case, caseworker)
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    return case


def release(session, case, desk, *, one_in=0, at=AT, **given):
    answers.release(session, case, contact_confirmed=True, one_in=one_in, actor=desk[0], at=at, **given)


def runs_the_job(session, case, at=AT, one_in=0):
    answer = session.scalar(select(Answer).where(Answer.case_id == case.id))
    ids = {"answer_id": str(answer.id), "press": answer.press or secrets.token_hex(16)}
    answers.release_waiting(session, ids, one_in=one_in, at=at)


def events(session, case):
    query = select(AuditEvent).where(AuditEvent.subject == case.id).order_by(AuditEvent.number)
    return [(event.action, event.facts if "sha256" not in event.facts else {}) for event in session.scalars(query)]


@pytest.mark.parametrize("window", [timedelta(), WINDOW])
@pytest.mark.parametrize("state", Telling)
def test_an_answer_about_somebody_whose_lock_is_undecided_does_not_leave(session, lead, second, desk, state, window):
    brought_to(session, state, lead, second)
    case = approved(session, desk)
    release(session, case, desk, window=window)
    if window:
        assert case.status is Status.APPROVED and not holding.is_waiting(session, case)
        runs_the_job(session, case, AT + window)
    assert (case.status is Status.APPROVED) == holding.is_waiting(session, case) == (state in UNDECIDED)
    assert holding.count_held(session, actor=lead) == (state in UNDECIDED)


def test_it_leaves_when_two_have_decided_and_a_lead_has_looked(session, lead, second, desk):
    disclosure = brought_to(session, Telling.LOCK_PROPOSED, lead, second)
    case = approved(session, desk)
    release(session, case, desk)
    with pytest.raises(RuleBroken, match="not decided yet"):
        holding.let_go(session, case, actor=lead, at=AT)
    runs_the_job(session, case)
    assert case.status is Status.APPROVED
    duty.move(session, disclosure.id, Action.LOCK_SET, actor=second, at=AT)
    holding.let_go(session, case, actor=lead, at=AT)
    assert session.scalars(select(Job).where(Job.name == holding.RELEASE)).all()
    runs_the_job(session, case)
    assert case.status is Status.ANSWERED


def test_a_lock_that_is_refused_makes_the_answer_stop_and_be_made_again_with_the_entry(session, lead, second, desk):
    disclosure = brought_to(session, Telling.LOCK_PROPOSED, lead, second)
    case = approved(session, desk)
    release(session, case, desk)
    duty.move(session, disclosure.id, Action.LOCK_REFUSED, FULL, actor=second, at=AT)
    holding.let_go(session, case, actor=lead, at=AT)
    runs_the_job(session, case)
    answer = session.scalar(select(Answer).where(Answer.case_id == case.id))
    assert case.status is Status.APPROVED and answer.stopped.value == "register-changed"


def picked(session, desk, *, want, one_in=3):
    """A case that chance picks, or one that it does not."""
    for n in range(60):
        case = a_case(session, f"otter{n}")
        if holding.is_picked(session, case, one_in) is want:
            return case
    raise AssertionError("chance is not what it was")


def test_chance_holds_its_share_and_the_same_each_time(session):
    made = [a_case(session, f"otter{n}") for n in range(80)]
    first = [holding.is_picked(session, case, 4) for case in made]
    assert first == [holding.is_picked(session, case, 4) for case in made]
    assert 6 <= sum(first) <= 36
    assert all(holding.is_picked(session, case, 1) for case in made)
    assert not any(holding.is_picked(session, case, 0) for case in made)


def test_what_is_held_by_chance_and_what_is_held_by_a_lock_leave_the_same_rows(session, lead, second, desk):
    brought_to(session, Telling.LOCK_PROPOSED, lead, second, "locked.otter")
    seen = []
    for user_name, one_in in (("locked.otter", 0), ("other.otter", 1)):
        case = approved(session, desk, user_name)
        release(session, case, desk, one_in=one_in)
        row, answer = session.get_one(Hold, case.id), session.scalar(select(Answer).where(Answer.case_id == case.id))
        seen.append((events(session, case), row.since, row.let_go_at, answer.stopped, answer.leaves_at, case.status))
    assert seen[0] == seen[1]


def test_taking_it_back_and_pressing_again_tells_nothing(session, lead, second, desk):
    """Held by a lock that was decided meanwhile, the case is held again, as chance would hold it again."""
    disclosure = brought_to(session, Telling.LOCK_PROPOSED, lead, second)
    case = approved(session, desk)
    release(session, case, desk)
    answers.undo_release(session, case, actor=desk[0], at=AT)
    assert not holding.is_waiting(session, case) and holding.count_held(session, actor=lead) == 0
    duty.move(session, disclosure.id, Action.LOCK_SET, actor=second, at=AT)
    release(session, case, desk)
    assert holding.is_waiting(session, case)
    holding.let_go(session, case, actor=second, at=AT)
    runs_the_job(session, case)
    assert case.status is Status.ANSWERED


def test_a_lock_proposed_after_a_lead_had_looked_holds_it_again(session, lead, second, desk):
    disclosure = brought_to(session, Telling.UNSIGNED, lead, second, "somebody.else")
    case = approved(session, desk)
    release(session, case, desk, one_in=1)
    holding.let_go(session, case, actor=lead, at=AT)
    brought_to(session, Telling.LOCK_PROPOSED, lead, second)
    runs_the_job(session, case, one_in=1)
    assert case.status is Status.APPROVED and disclosure.told
    assert holding.count_held(session, actor=lead) == 1


@pytest.mark.parametrize("right", [r for r in Right if r in {Right.ACCESS, Right.ERASURE}])
def test_only_answers_about_what_was_shared_are_held(session, desk, right):
    case = approved(session, desk, right=right)
    release(session, case, desk, one_in=1)
    assert case.status is Status.ANSWERED


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.SAFEGUARDING])
def test_nobody_else_learns_of_it(session, desk, role):
    case, other = approved(session, desk), a_worker(session, role, name="Demo Other")
    release(session, case, desk, one_in=1)
    assert holding.count_held(session, actor=other) == 0
    for act in (lambda: holding.held(session, actor=other), lambda: holding.let_go(session, case, actor=other, at=AT)):
        with pytest.raises(NotAllowed):
            act()


def test_a_request_that_was_stopped_waits_for_nobody(session, lead, desk):
    case = approved(session, desk)
    release(session, case, desk, one_in=1)
    cases.withdraw(session, case, actor=person_actor(case.request_id), at=AT)
    assert holding.held(session, actor=lead) == []
    with pytest.raises(RuleBroken, match="not held any more"):
        holding.let_go(session, case, actor=lead, at=AT)


def test_the_person_reads_nothing_of_it():
    assert not {Action.ANSWER_HELD, Action.ANSWER_LET_GO} & VISIBLE_TO_PERSON
    assert UNDECIDED < HIDDEN
