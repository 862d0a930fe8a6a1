"""What can happen to a case. Who asks, and when, are arguments."""

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.cases import states
from portal.cases.ages import age_of
from portal.cases.due_date import Cause, set_deadline
from portal.cases.kinds import Why
from portal.cases.models import Case
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.core.words import N_
from portal.notifications.service import cancel_waiting
from portal.requests.code import ALPHABET
from portal.requests.kinds import WITHOUT_CASE, Right
from portal.requests.models import Request

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

    `received_on` is the day this right was asked for, when that was later than the request. What staff know
    of the age of the person holds for this case too.
    Raises RuleBroken for a right that no case is opened for.
    """
    if right in WITHOUT_CASE:
        raise RuleBroken("A question about a rule has no clock, so it is no case")
    case = Case(
        id=uuid.uuid4(),
        request_id=request.id,
        number="".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH)),
        right=right,
        channel=request.channel,
        age_band=age_of(session, request.id),
        status=states.Status.RECEIVED,
        received_on=received_on or request.received_on,
        created_at=at,
    )
    set_deadline(session, case, Cause(Why.OPENED), calendar=calendar, actor=actor, at=at)
    return case


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
