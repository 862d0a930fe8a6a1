"""Saying that a day is a bank holiday, or is none: which open cases get another date, and working them out anew.

The calendar counts as soon as it is said. Up to MOST_AT_ONCE open cases are worked out in the same transaction; more of
them in batches, by a job, so that nobody who writes has to wait for it.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.deadlines import Clock
from portal.cases.due_date import Cause, keep_clock
from portal.cases.history import Happened, clock_of, of_cases
from portal.cases.holidays import in_force
from portal.cases.kinds import DayIs, Why
from portal.cases.models import CalendarChange, Case
from portal.cases.states import OPEN
from portal.core.calendars import FIRST_YEAR, LAST_YEAR, SATURDAY, Calendar
from portal.core.errors import NotFound, RuleBroken
from portal.core.formatting import long_date
from portal.outbox import enqueue

RECOMPUTE = "calendar-recompute"
MOST_AT_ONCE = 500
BATCH = 200
LONGEST = 500
FIRST = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Moved:
    """An open case whose clock gives something else."""

    case: Case
    before: Clock
    after: Clock

    @property
    def has_another_date(self) -> bool:
        """Whether the due date moves, and not only our own target."""
        return self.before.due != self.after.due


def plan_day(
    session: Session, day: date, day_is: DayIs, *, reason: str, calendar: Calendar, actor: Actor
) -> list[Moved]:
    """The open cases that would change, soonest due first. Changes nothing.

    Raises RuleBroken (it is so already, a weekend, too far away, no reason), NotAllowed. `calendar`: the pack's.
    """
    actor.must(Permission.CALENDAR_CHANGE)
    _must_have_reason(reason)
    now = in_force(session, calendar)
    then = in_force(session, calendar, {day: day_is})
    _must_change(day, day_is, now, then)
    cases = session.scalars(_open().order_by(Case.sort_on, Case.id)).all()
    return list(_moved(session, cases, now, then))


def say_day(
    session: Session,
    day: date,
    day_is: DayIs,
    reason: str,
    *,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
    at_once: int = MOST_AT_ONCE,
) -> CalendarChange:
    """Say it, and work every open case out anew that it changes, each with an event. Raises as `plan_day`."""
    actor.must(Permission.CALENDAR_CHANGE)
    _must_have_reason(reason)
    now = in_force(session, calendar)
    _must_change(day, day_is, now, in_force(session, calendar, {day: day_is}))
    count = session.scalar(select(func.count()).select_from(_open().subquery())) or 0
    change = CalendarChange(
        id=uuid.uuid4(), day=day, day_is=day_is, reason=reason.strip(), changed_by_id=actor.worker_id, changed_at=at,
        to_do=count, done=0,
    )  # fmt: skip
    session.add(change)
    session.flush()
    record(
        session, Action.CALENDAR_CHANGED, actor_kind=actor.kind, actor_id=actor.id, subject=change.id, at=at, day=day,
        kind=day_is.value,
    )  # fmt: skip
    if count > at_once:
        enqueue(session, RECOMPUTE, at=at, change=str(change.id), after=str(FIRST))
    else:
        _work_out(session, change, session.scalars(_open().order_by(Case.id)).all(), calendar, actor=actor, at=at)
    return change


def recompute(session: Session, ids: Mapping[str, str], *, calendar: Calendar, at: datetime) -> None:
    """The job: work out one batch of open cases, and promise the next."""
    change = get_change(session, uuid.UUID(ids["change"]))
    after = uuid.UUID(ids["after"])
    cases = session.scalars(_open().where(Case.id > after).order_by(Case.id).limit(BATCH)).all()
    _work_out(session, change, cases, calendar, actor=SYSTEM, at=at)
    if len(cases) == BATCH:
        enqueue(session, RECOMPUTE, at=at, change=ids["change"], after=str(cases[-1].id))
    else:
        change.done = change.to_do  # some may have been closed meanwhile
    session.flush()


def get_change(session: Session, change_id: uuid.UUID) -> CalendarChange:
    """One word on the calendar. Raises NotFound."""
    change = session.get(CalendarChange, change_id)
    if change is None:
        raise NotFound
    return change


def _work_out(
    session: Session, change: CalendarChange, cases: Sequence[Case], calendar: Calendar, *, actor: Actor, at: datetime
) -> None:
    then = in_force(session, calendar)
    so_far = of_cases(session, [case.id for case in cases])
    for case in cases:
        happened = so_far.get(case.id, Happened())
        if _differs(case, clock_of(case, happened, then)):
            keep_clock(
                session, case, happened, Cause(Why.CALENDAR, change_id=change.id), calendar=then, actor=actor, at=at
            )
    change.done += len(cases)
    session.flush()


def _differs(case: Case, clock: Clock) -> bool:
    """Whether the case says something else than the clock. What is stored is a promise, so it is what counts."""
    stored = (case.due_on, case.target_on, case.extension_notice_by)
    return stored != (clock.due, clock.target_on, clock.extension_notice_by)


def _moved(session: Session, cases: Sequence[Case], now: Calendar, then: Calendar) -> Iterator[Moved]:
    so_far = of_cases(session, [case.id for case in cases])
    for case in cases:
        happened = so_far.get(case.id, Happened())
        moved = Moved(case, clock_of(case, happened, now), clock_of(case, happened, then))
        if _differs(case, moved.after):
            yield moved


def _open() -> Select[Case]:
    return select(Case).where(Case.status.in_(sorted(OPEN)))


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("Say where this was announced", field="reason")
    if len(reason) > LONGEST:
        raise RuleBroken("Use 500 letters or fewer", field="reason")


def _must_change(day: date, day_is: DayIs, now: Calendar, then: Calendar) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise RuleBroken(f"Pick a year from {FIRST_YEAR} to {LAST_YEAR}", field="day")
    if day.weekday() >= SATURDAY:
        raise RuleBroken(f"{long_date(day)} is a {day:%A}. That is no working day anyway", field="day")
    if now == then or (day in now) == (day in then):
        said = "is a bank holiday already" if day in now else "is no bank holiday now"
        if day_is is DayIs.AS_PUBLISHED:
            said = "counts as published already"
        raise RuleBroken(f"{long_date(day)} {said}. Nothing was changed", field="day")
