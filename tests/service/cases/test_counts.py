"""Counts that are kept: the same as counting, after any acts; proved and made anew by a command."""

import json
import uuid
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.cases import counts, service
from portal.cases.ages import note_age
from portal.cases.assigning import give
from portal.cases.complaints import acknowledge
from portal.cases.counts import Counts, count
from portal.cases.sight import Sight
from portal.cases.states import CLOSED, Status
from portal.cases.tallies import CaseTally, settle
from portal.letters import LetterKind
from portal.messages.service import write
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Right
from tests.builders.desk import AT, ENGLAND, a_case, a_made_answer, a_request, a_worker
from tests.builders.lettering import a_letter
from tests.builders.queue import TODAY, a_row

WEEK = TODAY + timedelta(days=7)


def numbers(session, worker_id):
    settle(session)
    return count(session, Sight(worker_id), today=TODAY, soon_until=WEEK)


def test_a_desk_has_its_numbers(session):
    worker, other = a_worker(session, Role.CASEWORKER), a_worker(session, Role.CASEWORKER, name="Demo Other")
    assert numbers(session, worker.id) == Counts()
    request, _ = a_request(session)
    write(session, request.id, "Hello?", submission="a" * 32, actor=person_actor(request.id), at=AT)
    quiet, _ = a_request(session, "quiet")
    a_row(session, quiet, due=-1, owner_id=worker.id, status=Status.IN_PROGRESS)
    a_row(session, quiet, due=-2)
    a_row(session, quiet, due=0, right=Right.COMPLAINT)
    a_row(session, quiet, due=7, owner_id=other.id, status=Status.CHECKING)
    a_row(session, quiet, due=8, owner_id=worker.id, status=Status.CHECKING)
    a_row(session, quiet, due=30, status=Status.APPROVED)
    a_row(session, request, due=None, owner_id=worker.id)
    a_row(session, request, due=1, status=Status.ANSWERED)
    a_row(session, quiet, status=Status.WITHDRAWN)
    found = numbers(session, worker.id)
    assert found == Counts(
        in_time=4, late=2, soon=2, paused=1, mine=3, mine_late=1, new=2, checking=2, checking_by_others=1, approved=1,
        to_acknowledge=1, answered=1, withdrawn=1, news=2, paused_with_news=1,
    )  # fmt: skip
    assert found.open == 7


def do(session, act, case, cases, worker):
    """One act, where the case allows it."""
    is_open = case.status not in CLOSED
    if act in ALWAYS:
        ALWAYS[act](session, case, cases, worker)
    elif act == "resume" and service.can_resume(case, today=TODAY):
        service.resume(session, case, actor=person_actor(case.request_id), at=AT)
    elif act in WHILE_OPEN and is_open:
        WHILE_OPEN[act](session, case, worker)


def _complain(session, case, cases, worker):
    cases.append(service.open_case(session, case.request, Right.COMPLAINT, calendar=ENGLAND, actor=worker, at=AT))


def _give(session, case, worker):
    give(session, {case.id: case.version}, worker.id, actor=worker, at=AT)


def _take(session, case, worker):
    if case.status is Status.RECEIVED:
        service.take(session, case, actor=worker, at=AT)


def _acknowledge(session, case, worker):
    if case.is_complaint and case.acknowledged_at is None:
        letter = a_letter(session, case, LetterKind.COMPLAINT_ACKNOWLEDGEMENT)
        acknowledge(session, case, letter, submission=uuid.uuid4().hex, calendar=ENGLAND, actor=worker, at=AT)


def _late(_session, case, _worker):
    case.due_on = case.sort_on = TODAY - timedelta(days=1)


def _stop(_session, case, _worker):
    case.clock_state, case.due_on = "stopped", None


def _withdraw(session, case, _worker):
    service.withdraw(session, case, actor=person_actor(case.request_id), at=AT)


ALWAYS = {
    "new": lambda session, _case, cases, _worker: cases.append(a_case(session, f"otter{len(cases)}")),
    "complain": _complain,
    "age": lambda session, case, _cases, worker: note_age(session, case, AgeBand.FROM_13, actor=worker, at=AT),
}
WHILE_OPEN = {
    "take": _take,
    "give": _give,
    "roll back": _give,
    "late": _late,
    "stop": _stop,
    "withdraw": _withdraw,
    "acknowledge": _acknowledge,
}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from([*ALWAYS, *WHILE_OPEN, "resume"]), st.integers(0, 5)), max_size=12))
def test_after_any_acts_they_are_what_counting_gives(session, acts):
    worker = a_worker(session, Role.CASEWORKER, name=f"Demo {uuid.uuid4()}")
    cases = [a_case(session), a_case(session, right=Right.COMPLAINT)]
    session.commit()
    for act, number in acts:
        case = cases[number % len(cases)]
        do(session, act, case, cases, worker)
        if act == "roll back":
            session.rollback()
        else:
            session.commit()
        assert counts.differences(session) == {}, act


def test_the_whole_road_to_an_answer_keeps_them(session):
    a_made_answer(session, a_worker(session, Role.CASEWORKER))
    session.commit()
    assert counts.differences(session) == {}


def test_a_case_that_was_read_again_and_one_that_is_gone_are_taken_off(session):
    request, _ = a_request(session)
    case, other = a_row(session, request), a_row(session, request)
    worker = a_worker(session, Role.CASEWORKER)
    session.commit()
    case.owner_id = worker.id  # expired by the commit: what it was before has to be read
    session.delete(other)
    session.commit()
    assert counts.differences(session) == {}
    assert numbers(session, worker.id).mine == 1


def test_a_part_that_is_taken_back_takes_back_only_its_own(session):
    request, _ = a_request(session)
    a_row(session, request)
    with session.begin_nested() as part:
        a_row(session, request)
        part.rollback()
    with session.begin_nested():
        a_row(session, request)
    session.commit()
    assert counts.differences(session) == {}
    assert numbers(session, uuid.uuid4()).open == 2


def test_what_was_changed_behind_its_back_is_found_and_made_right(app, session):
    a_case(session)
    session.commit()
    session.execute(update(CaseTally).values(cases=CaseTally.cases + 1))
    session.commit()
    run = app.test_cli_runner().invoke
    wrong = run(args=["cases", "verify", "--json"])
    assert (wrong.exit_code, json.loads(wrong.output)["ok"]) == (1, False)
    assert "kept 2, counted 1" in run(args=["cases", "verify"]).output
    assert run(args=["cases", "rebuild"]).exit_code == 0
    right = run(args=["cases", "verify"])
    assert (right.exit_code, right.output) == (0, "The counts are right.\n")
