"""Working out a due date and keeping how it was done: the case, a run of its own, and an entry of the trail."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor, ActorKind
from portal.audit import Action, record
from portal.cases.deadlines import Clock
from portal.cases.history import Happened, clock_of, of_case
from portal.cases.holidays import in_force
from portal.cases.kinds import Why
from portal.cases.models import Case, ClockRun
from portal.core.calendars import Calendar

NEVER = date(9999, 12, 31)  # an open case without a due date sorts last


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a date is worked out anew, and the row that led to it."""

    why: Why
    event_id: uuid.UUID | None = None
    change_id: uuid.UUID | None = None


def set_deadline(session: Session, case: Case, cause: Cause, *, calendar: Calendar, actor: Actor, at: datetime) -> None:
    """Work out the due date from what happened so far. Every recomputation is an event of its own.

    `calendar` is that of the pack; what workers said of single days is added here, so that nobody can forget it.
    """
    keep_clock(session, case, of_case(session, case), cause, calendar=in_force(session, calendar), actor=actor, at=at)


def keep_clock(
    session: Session, case: Case, so_far: Happened, cause: Cause, *, calendar: Calendar, actor: Actor, at: datetime
) -> None:
    """Put a clock on the case, with a calendar that is already in force."""
    clock = clock_of(case, so_far, calendar)
    run = ClockRun(
        id=uuid.uuid4(), case_id=case.id, at=at, why=cause.why, event_id=cause.event_id, change_id=cause.change_id,
        worker_id=actor.id if actor.kind is ActorKind.WORKER else None, state_before=case.clock_state,
        state_after=clock.state, due_before=case.due_on, due_after=clock.due, paused_days=clock.paused_days,
        calendar=calendar.version,
    )  # fmt: skip
    _put(case, clock, so_far)
    session.add(case)
    session.flush()
    session.add(run)
    session.flush()
    record(
        session, Action.CASE_DEADLINE_SET, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        state=clock.state, due_on=clock.due.isoformat() if clock.due else "none", paused_days=clock.paused_days,
    )  # fmt: skip


def _put(case: Case, clock: Clock, so_far: Happened) -> None:
    case.clock_state = clock.state
    # who waited too long for an answer stands in the queue on the day that was noticed, not at its end
    case.due_on, case.sort_on = clock.due, clock.due or so_far.waited_long_since or NEVER
    case.target_on = clock.target_on
    case.extension_notice_by = clock.extension_notice_by
    case.paused_days = clock.paused_days
    case.working = [[step.text, step.law] for step in clock.working]
