"""A request that rests, and a person who changes their mind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import queries as answer_queries
from portal.answers import service as answers
from portal.audit import Action, AuditEvent
from portal.cases import service
from portal.cases.resting import rest, wake
from portal.cases.service import open_case
from portal.cases.states import Status
from portal.core.errors import NotAllowed, RuleBroken
from portal.requests.kinds import Right
from tests.builders.desk import AT, ENGLAND, a_case, a_made_answer, a_worker


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


def mine(case):
    return {"actor": person_actor(case.request_id), "at": AT}


def test_nothing_is_released_while_it_rests_and_the_date_stays(session, caseworker):
    approver = a_worker(session, Role.APPROVER)
    case, answer = a_made_answer(session, caseworker)
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
    due = case.due_on
    rest(session, case.request, **mine(case))
    gate = answer_queries.gate_for(session, case, actor=approver, today=AT.date())
    assert [check.name for check in gate if not check.green] == ["Not resting"]
    with pytest.raises(RuleBroken, match="asked us to wait"):
        answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
    assert (case.status, case.due_on) == (Status.APPROVED, due)
    wake(session, case.request, **mine(case))
    answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
    assert case.status is Status.ANSWERED


def test_pressed_twice_is_noted_once(session):
    case = a_case(session)
    for _ in range(2):
        rest(session, case.request, **mine(case))
    for _ in range(2):
        wake(session, case.request, **mine(case))
    wanted = select(AuditEvent.action).where(AuditEvent.subject == case.request_id).order_by(AuditEvent.number)
    assert session.scalars(wanted).all()[-2:] == [Action.REQUEST_RESTED, Action.REQUEST_WOKEN]


def test_nobody_rests_or_wakes_it_for_the_person(session, caseworker):
    case, other = a_case(session), a_case(session, "loud.badger")
    for actor in (caseworker, person_actor(other.request_id)):
        for act in (rest, wake):
            with pytest.raises(NotAllowed):
                act(session, case.request, actor=actor, at=AT)


def test_what_is_over_cannot_rest(session):
    case = a_case(session)
    service.withdraw(session, case, **mine(case))
    with pytest.raises(RuleBroken, match="nothing left"):
        rest(session, case.request, **mine(case))


def test_a_complaint_alone_has_no_answer_that_could_wait(session):
    case = a_case(session)
    open_case(session, case.request, Right.COMPLAINT, calendar=ENGLAND, **mine(case))
    service.withdraw(session, case, **mine(case))
    with pytest.raises(RuleBroken, match="nothing left"):
        rest(session, case.request, **mine(case))


def test_a_stop_can_be_taken_back_the_same_day(session):
    case = a_case(session)
    due = case.due_on
    service.withdraw(session, case, **mine(case))
    service.resume(session, case, actor=person_actor(case.request_id), at=AT + timedelta(hours=13))
    assert (case.status, case.closed_at, case.due_on) == (Status.RECEIVED, None, due)


@pytest.mark.parametrize("why", ["next day", "somebody had started", "somebody else", "not stopped"])
def test_and_in_no_other_case(session, caseworker, why):
    case, at, actor = a_case(session), AT, None
    if why == "somebody had started":
        service.take(session, case, actor=caseworker, at=AT)
    if why != "not stopped":
        service.withdraw(session, case, **mine(case))
    if why == "next day":
        at = AT + timedelta(hours=14)  # midnight in the United Kingdom
    if why == "somebody else":
        actor = person_actor(a_case(session, "loud.badger").request_id)
    before = case.status
    with pytest.raises((RuleBroken, NotAllowed)):
        service.resume(session, case, actor=actor or person_actor(case.request_id), at=at)
    assert case.status is before
