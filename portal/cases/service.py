"""What can happen to a case. Who asks, and when, are arguments."""

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.cases import states
from portal.cases.deadlines import request_clock
from portal.cases.models import Case
from portal.core.calendars import Calendar
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.notifications.service import cancel_waiting
from portal.requests.code import ALPHABET
from portal.requests.kinds import CLOCK_OF, WITHOUT_CASE, Right
from portal.requests.models import Request

NEVER = date(9999, 12, 31)  # an open case without a due date sorts last
NUMBER_LENGTH = 8  # 40 random bits: two alike are not to be expected in a million cases


def open_case(
    session: Session, request: Request, right: Right, *, calendar: Calendar, actor: Actor, at: datetime
) -> Case:
    """Start the work on one right: a number for staff, and the due date with its working (Art 12A).

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
        received_on=request.received_on,
        created_at=at,
    )
    set_deadline(session, case, calendar=calendar, actor=actor, at=at)
    return case


def set_deadline(session: Session, case: Case, *, calendar: Calendar, actor: Actor, at: datetime) -> None:
    """Work out the due date from what happened so far. Every recomputation is an event of its own."""
    clock = request_clock(case.received_on, right=CLOCK_OF[case.right], calendar=calendar)
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


def note_opened(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """A worker opened a personal file: every opening is logged."""
    record(session, Action.CASE_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
