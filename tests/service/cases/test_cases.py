"""The work on one right: its date, its moves, its queue."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent, verify
from portal.cases import queries, service
from portal.cases.states import Status
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from tests.builders.desk import AT, a_case, a_worker


def actions_of(session, case):
    return list(
        session.scalars(select(AuditEvent.action).where(AuditEvent.subject == case.id).order_by(AuditEvent.number))
    )


def test_a_new_case_has_a_date_with_its_working(session):
    case = a_case(session)
    assert (case.status, case.due_on, case.clock_state) == (Status.RECEIVED, date(2026, 12, 23), "running")
    assert any("23 December 2026" in sentence for sentence, law in case.working if law)
    assert actions_of(session, case) == [Action.CASE_DEADLINE_SET]


def test_taking_a_case_starts_the_work_and_says_who(session):
    case, worker = a_case(session), a_worker(session, Role.CASEWORKER)
    service.take(session, case, actor=worker, at=AT)
    assert (case.status, case.owner_id) == (Status.IN_PROGRESS, worker.id)
    assert actions_of(session, case)[-1] is Action.CASE_TAKEN


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASEWORKER])
def test_nobody_else_takes_a_case(session, role):
    case = a_case(session)
    with pytest.raises(NotAllowed):
        service.take(session, case, actor=a_worker(session, role), at=AT)
    assert case.status is Status.RECEIVED


@pytest.mark.check(39, "steps of the case after a second press")
def test_a_case_is_taken_once(session):
    case, worker = a_case(session), a_worker(session, Role.CASEWORKER)
    service.take(session, case, actor=worker, at=AT)
    with pytest.raises(RuleBroken):
        service.take(session, case, actor=worker, at=AT)


def test_the_person_may_stop_their_own_case_and_nobody_elses(session):
    mine, other = a_case(session), a_case(session, "other.otter")
    service.withdraw(session, mine, actor=person_actor(mine.request_id), at=AT)
    assert (mine.status, mine.closed_at) == (Status.WITHDRAWN, AT)
    with pytest.raises(NotAllowed):
        service.withdraw(session, other, actor=person_actor(mine.request_id), at=AT)
    with pytest.raises(NotAllowed):
        service.withdraw(session, other, actor=a_worker(session, Role.CASEWORKER), at=AT)


def test_an_old_page_changes_nothing(session):
    case, worker = a_case(session), a_worker(session, Role.CASEWORKER)
    seen = case.version
    service.take(session, case, actor=worker, at=AT)
    with pytest.raises(SomebodyElseChangedIt, match="Nothing was overwritten"):
        service.must_be_unchanged(case, seen)


def test_an_unknown_case_is_not_found(session):
    with pytest.raises(NotFound):
        queries.get(session, uuid.uuid4())


def test_the_chain_holds_after_all_that(session):
    case, worker = a_case(session), a_worker(session, Role.CASEWORKER)
    service.take(session, case, actor=worker, at=AT)
    service.note_opened(session, case, actor=worker, at=AT)
    session.flush()
    assert verify(session).ok
