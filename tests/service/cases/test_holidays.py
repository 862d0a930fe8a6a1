"""Saying that a day is a bank holiday, or none: which dates move, in one go and in batches, and who may."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.audit import Action, AuditEvent
from portal.cases import holiday_changes, service
from portal.cases.clock import ask_gate
from portal.cases.deadlines import GateKind
from portal.cases.holiday_changes import RECOMPUTE, plan_day, recompute, say_day
from portal.cases.holidays import days_of, in_force
from portal.cases.kinds import DayIs, Doubt
from portal.cases.models import CalendarChange, ClockRun
from portal.cases.runs import moved_by
from portal.core.calendars import Calendar, Nation
from portal.core.errors import NotAllowed, RuleBroken
from portal.outbox.models import Job
from portal.requests.kinds import Right
from tests.builders.desk import AT, ENGLAND, a_case, a_worker

DUE = date(2026, 12, 23)  # of a case that came at the time of all tests here
LATER = AT + timedelta(minutes=5)
NEXT = date(2026, 12, 24)
ROYAL = "A royal day, said on the site of the government."


@pytest.fixture
def approver(session):
    return a_worker(session, Role.APPROVER)


def say(session, actor, day=DUE, day_is=DayIs.HOLIDAY, reason=ROYAL, **more):
    return say_day(session, day, day_is, reason, **{"calendar": ENGLAND, "actor": actor, "at": AT, **more})


def plan(session, actor, day=DUE, day_is=DayIs.HOLIDAY, **more):
    return plan_day(session, day, day_is, reason=ROYAL, calendar=ENGLAND, actor=actor, **more)


def test_open_cases_move_and_others_do_not(session, approver):
    here = a_case(session)
    later = a_case(session, "b", at=datetime(2026, 12, 1, 10, tzinfo=UTC))
    waits = a_case(session, "c")
    worker = a_worker(session, Role.CASEWORKER)
    ask_gate(session, waits, GateKind.ID, reason=Doubt.TWO_CLAIM, words="x", calendar=ENGLAND, actor=worker, at=AT)
    gone = a_case(session, "d")
    service.withdraw(session, gone, actor=person_actor(gone.request_id), at=AT)
    complaint = a_case(session, "e", right=Right.COMPLAINT, at=datetime(2026, 11, 23, 10, tzinfo=UTC))

    moved = plan(session, approver)
    assert {one.case.id for one in moved if one.has_another_date} == {here.id, complaint.id}
    assert {(one.before.due, one.after.due) for one in moved} == {(DUE, NEXT)}
    assert here.due_on == DUE  # nothing counts yet

    change = say(session, approver)
    assert (here.due_on, complaint.due_on) == (NEXT, NEXT)
    assert (later.due_on, waits.due_on, gone.due_on) == (date(2027, 1, 4), None, DUE)
    assert (change.done, change.to_do) == (4, 4)
    assert {case.id for case, _ in moved_by(session, change.id)} == {here.id, complaint.id}
    run = session.scalars(select(ClockRun).where(ClockRun.case_id == here.id, ClockRun.change_id == change.id)).one()
    assert (run.why.value, run.due_before, run.due_after) == ("calendar", DUE, NEXT)
    assert run.calendar.endswith("+1 -0")
    for subject, action in ((here.id, Action.CASE_DEADLINE_SET), (change.id, Action.CALENDAR_CHANGED)):
        last = select(AuditEvent).where(AuditEvent.subject == subject).order_by(AuditEvent.number.desc())
        assert session.scalars(last).first().action == action


def test_what_comes_later_is_counted_with_it_too(session, approver):
    say(session, approver)
    assert a_case(session).due_on == NEXT


def test_a_holiday_that_is_none_and_back_again(session, approver):
    boxing = date(2026, 12, 28)
    case = a_case(session, at=datetime(2026, 11, 28, 10, tzinfo=UTC))
    assert case.due_on == date(2026, 12, 29)
    say(session, approver, boxing, DayIs.WORKING_DAY)
    assert case.due_on == boxing
    say(session, approver, boxing, DayIs.AS_PUBLISHED, at=LATER)
    assert case.due_on == date(2026, 12, 29)


def test_as_published_means_as_the_pack_says(session, approver):
    pack = Calendar(Nation.ENGLAND_AND_WALES, extra=frozenset({DUE}))
    say(session, approver, DUE, DayIs.WORKING_DAY, calendar=pack)
    assert DUE not in in_force(session, pack)
    say(session, approver, DUE, DayIs.AS_PUBLISHED, calendar=pack, at=LATER)
    assert DUE in in_force(session, pack)
    assert in_force(session, in_force(session, pack)) == in_force(session, pack)


def test_the_list_says_which_days_were_changed(session, approver):
    say(session, approver)
    say(session, approver, date(2026, 12, 28), DayIs.WORKING_DAY)
    listed = {one.day: (one.is_holiday, one.change is not None) for one in days_of(session, ENGLAND, [2026])}
    assert listed[DUE] == (True, True)
    assert listed[date(2026, 12, 28)] == (False, True)
    assert listed[date(2026, 12, 25)] == (True, False)


@pytest.mark.parametrize(
    ("day", "day_is", "reason", "words"),
    [
        (date(2026, 12, 25), DayIs.HOLIDAY, ROYAL, "is a bank holiday already"),
        (DUE, DayIs.WORKING_DAY, ROYAL, "is no bank holiday now"),
        (DUE, DayIs.AS_PUBLISHED, ROYAL, "as published already"),
        (date(2026, 12, 26), DayIs.HOLIDAY, ROYAL, "is a Saturday"),
        (date(1800, 1, 1), DayIs.HOLIDAY, ROYAL, "from 1970 to 2100"),
        (DUE, DayIs.HOLIDAY, "  ", "Say where this was announced"),
        (DUE, DayIs.HOLIDAY, "x" * 501, "500 letters"),
    ],
)
def test_what_changes_nothing_is_refused(session, approver, day, day_is, reason, words):
    for act in (
        lambda: plan_day(session, day, day_is, reason=reason, calendar=ENGLAND, actor=approver),
        lambda: say(session, approver, day, day_is, reason),
    ):
        with pytest.raises(RuleBroken, match=words):
            act()
    assert session.scalars(select(CalendarChange)).all() == []


@pytest.mark.parametrize("role", Role)
def test_only_who_may_changes_the_calendar(session, role):
    may = Permission.CALENDAR_CHANGE in ROLE_PERMISSIONS[role]
    assert may is (role is Role.APPROVER)
    actor = a_worker(session, role)
    if not may:
        for act in (plan, say):
            with pytest.raises(NotAllowed):
                act(session, actor)


def test_many_cases_are_worked_out_in_batches(session, approver, monkeypatch):
    monkeypatch.setattr(holiday_changes, "BATCH", 2)
    cases = [a_case(session, f"otter {number}") for number in range(5)]
    change = say(session, approver, at_once=4)
    assert {case.due_on for case in cases} == {DUE} and (change.done, change.to_do) == (0, 5)
    steps, seen = [], set()
    while todo := [job for job in session.scalars(select(Job).where(Job.name == RECOMPUTE)) if job.id not in seen]:
        seen.add(todo[0].id)
        recompute(session, todo[0].ids, calendar=ENGLAND, at=AT)
        steps.append(change.done)
    assert steps == [2, 4, 5]
    assert {case.due_on for case in cases} == {NEXT}
    assert len(moved_by(session, change.id)) == 5
    recompute(session, {"change": str(change.id), "after": str(holiday_changes.FIRST)}, calendar=ENGLAND, at=AT)
    assert len(moved_by(session, change.id)) == 5  # done twice changes nothing more
