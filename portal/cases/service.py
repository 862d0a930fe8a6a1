"""What can happen to a case. Who asks, and when, are arguments."""

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.cases import states, working
from portal.cases.deadlines import Clock, ClockState, complaint_clock, request_clock
from portal.cases.models import Case
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.core.words import N_
from portal.notifications.service import cancel_waiting
from portal.requests.code import ALPHABET
from portal.requests.kinds import CLOCK_OF, WITHOUT_CASE, Right
from portal.requests.models import Request

NEVER = date(9999, 12, 31)  # an open case without a due date sorts last
NUMBER_LENGTH = 8  # 40 random bits: two alike are not to be expected in a million cases


def open_case(
    session: Session,
    request: Request,
    right: Right,
    *,
    received_on: date | None = None,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> Case:
    """Start the work on one right: a number for staff, and the due date with its working (Art 12A; s.164A DPA 2018).

    `received_on` is the day this right was asked for, when that was later than the request.
    Raises RuleBroken for a right that no case is opened for.
    """
    if right in WITHOUT_CASE:
        raise RuleBroken("A question about a rule has no clock, so it is no case")
    case = Case(
        id=uuid.uuid4(),
        request_id=request.id,
        number="".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH)),
        right=right,
        status=states.Status.RECEIVED,
        received_on=received_on or request.received_on,
        created_at=at,
    )
    set_deadline(session, case, calendar=calendar, actor=actor, at=at)
    return case


def set_deadline(session: Session, case: Case, *, calendar: Calendar, actor: Actor, at: datetime) -> None:
    """Work out the due date from what happened so far. Every recomputation is an event of its own."""
    clock = _clock(case, calendar)
    case.clock_state = clock.state
    case.due_on, case.sort_on = clock.due, clock.due or NEVER
    case.target_on = clock.target_on
    case.extension_notice_by = clock.extension_notice_by
    case.paused_days = clock.paused_days
    case.working = [[step.text, step.law] for step in clock.working]
    session.add(case)
    session.flush()
    record(
        session, Action.CASE_DEADLINE_SET, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        state=clock.state, due_on=clock.due.isoformat() if clock.due else "none", paused_days=clock.paused_days,
    )  # fmt: skip


def _clock(case: Case, calendar: Calendar) -> Clock:
    """The clock of the right, from what happened so far. A complaint's ends when the person was told that it came."""
    if not case.is_complaint:
        return request_clock(case.received_on, right=CLOCK_OF[case.right], calendar=calendar)
    running = complaint_clock(case.received_on, calendar=calendar)
    due, aim = running.ack_due, calendar.working_days_before(running.ack_due, 1)
    if case.acknowledged_at is None:
        return Clock(ClockState.RUNNING, case.received_on, due=due, target_on=aim, working=running.working)
    told = working.acknowledged(local_date(case.acknowledged_at))
    return Clock(ClockState.STOPPED, case.received_on, working=(*running.working, *told))


def must_be_unchanged(case: Case, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the case is as the worker saw it when the page was drawn."""
    if case.version != seen_version:
        raise SomebodyElseChangedIt


def move(
    session: Session, case: Case, action: Action, *, actor: Actor, at: datetime, reason: str = "", **facts: str
) -> None:
    """Move the case one step and write down who moved it. `reason` is a code; words go elsewhere.

    Raises RuleBroken (no such move from here, or no reason), NotAllowed.
    """
    step = states.find(case.status, action)
    actor.must(step.permission)
    if step.needs_reason and not reason:
        raise RuleBroken("Say why", field="reason")
    case.status = step.target
    if step.target in states.CLOSED:
        case.closed_at = at
    if step.needs_reason:
        facts["reason"] = reason
    session.flush()
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at, **facts)


def take(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """A worker takes a new case and starts on it."""
    move(session, case, Action.CASE_TAKEN, actor=actor, at=at)
    case.owner_id = actor.id
    session.flush()


def withdraw(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """The person stops their own request. What was decided so far stays on record; nothing more is done."""
    if actor.id != case.request_id:
        raise NotAllowed
    move(session, case, Action.CASE_WITHDRAWN, actor=actor, at=at)
    cancel_waiting(session, case.request_id, at=at)


def can_resume(case: Case, *, today: date) -> bool:
    """Whether the person may still take back that they stopped: on the same day, when nobody had started on it."""
    stopped_on = local_date(case.closed_at) if case.closed_at else None
    return case.status is states.Status.WITHDRAWN and case.owner_id is None and stopped_on == today


def resume(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """The person changed their mind about stopping. The case is as it was; its due date never moved.

    Raises RuleBroken when that day is over or somebody had started on it, NotAllowed.
    """
    if actor.id != case.request_id:
        raise NotAllowed
    if not can_resume(case, today=local_date(at)):
        raise RuleBroken(N_("This cannot be taken back any more. You can ask again at any time."))
    case.closed_at = None
    move(session, case, Action.CASE_RESUMED, actor=actor, at=at)


def note_opened(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """A worker opened a personal file: every opening is logged."""
    record(session, Action.CASE_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
