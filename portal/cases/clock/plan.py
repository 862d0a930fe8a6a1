"""An act on a clock in two steps: a plan, which refuses or shows old and new date, and keeping it, which counts.

A plan changes nothing. What counts goes through the same plan, so a preview can never say anything else.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor, ActorKind
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.audit.facts import Fact
from portal.cases.deadlines import Clock, GateKind
from portal.cases.due_date import Cause, keep_clock
from portal.cases.history import Happened, clock_of, of_case
from portal.cases.holidays import in_force
from portal.cases.kinds import ClockEventKind, Why
from portal.cases.models import Case, ClockEvent
from portal.cases.states import OPEN
from portal.core.calendars import Calendar
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.letters import Letter
from portal.vault import vault_of

ACTIONS = {
    ClockEventKind.GATE_ASKED: Action.CASE_GATE_ASKED,
    ClockEventKind.GATE_MET: Action.CASE_GATE_MET,
    ClockEventKind.QUESTION_ASKED: Action.CASE_QUESTION_ASKED,
    ClockEventKind.QUESTION_ANSWERED: Action.CASE_QUESTION_ANSWERED,
    ClockEventKind.EXTENSION_NOTICE: Action.CASE_EXTENDED,
    ClockEventKind.TAKEN_BACK: Action.CASE_CLOCK_TAKEN_BACK,
    ClockEventKind.REMINDED: Action.CASE_QUESTION_REMINDED,
    ClockEventKind.FAR_AS_POSSIBLE: Action.CASE_WAITED_LONG,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written down, and the clock before and after. `letter` is what the person would read."""

    kind: ClockEventKind
    on: date
    before: Clock
    after: Clock
    gate: GateKind | None = None
    about_id: uuid.UUID | None = None
    reason: str = ""
    words: str = ""
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A case, what happened to its clock, and the calendar that counts: what every plan starts from."""

    case: Case
    so_far: Happened
    calendar: Calendar
    today: date

    @property
    def clock(self) -> Clock:
        """The clock as it stands."""
        return clock_of(self.case, self.so_far, self.calendar)

    def after(self, changed: Happened) -> Clock:
        """The clock as it would be."""
        return clock_of(self.case, changed, self.calendar)

    def must_be_past(self, on: date, *, field: str = "on") -> None:
        """Raise RuleBroken for a day before the request came, or one that has not come yet."""
        received = self.case.received_on
        if on < received:
            raise RuleBroken(
                f"The request came on {long_date(received)}. Nothing can stop or start the clock before that "
                "(Art 12A(2)(a)). Pick a later day",
                field=field,
            )
        if on > self.today:
            raise RuleBroken("That day has not come yet. Write it down when it has happened", field=field)


def standing(session: Session, case: Case, *, calendar: Calendar, today: date) -> Standing:
    """Read where a case stands. `calendar`: the pack's. Raises nothing: any case may be looked at."""
    return Standing(case, of_case(session, case), in_force(session, calendar), today)


def must_run(case: Case, actor: Actor) -> None:
    """Raise NotAllowed, or RuleBroken for a closed case and for a complaint, which has a clock of its own."""
    actor.must(Permission.CASE_WORK)
    if case.is_complaint:
        raise RuleBroken(
            "A complaint has a clock of its own: 30 days to say that we have it (s.164A DPA 2018). "
            "Nothing starts, stops or extends it"
        )
    if case.status not in OPEN:
        raise RuleBroken("This case is closed. Its clock has done its work (Art 12(3))")


def keep(
    session: Session, stands: Standing, plan: Plan, *, message_id: uuid.UUID | None = None, actor: Actor, at: datetime
) -> ClockEvent:
    """Write it down and work the due date out anew. Flushes."""
    case = stands.case
    event = ClockEvent(
        id=uuid.uuid4(), case_id=case.id, number=_next(session, case), kind=plan.kind, on=plan.on, gate=plan.gate,
        about_id=plan.about_id, reason=plan.reason or None, message_id=message_id, recorded_at=at,
        worker_id=actor.id if actor.kind is ActorKind.WORKER else None,
    )  # fmt: skip
    if plan.words:
        vault_of(session).box(case.request.key_id).put(event, "words", plan.words)
    session.add(event)
    session.flush()
    _note(session, event, case, actor, at)
    if plan.kind is not ClockEventKind.REMINDED:
        keep_clock(
            session, case, of_case(session, case), Cause(Why(plan.kind.value), event_id=event.id),
            calendar=stands.calendar, actor=actor, at=at,
        )  # fmt: skip
    return event


def _next(session: Session, case: Case) -> int:
    return (session.scalar(select(func.max(ClockEvent.number)).where(ClockEvent.case_id == case.id)) or 0) + 1


def _note(session: Session, event: ClockEvent, case: Case, actor: Actor, at: datetime) -> None:
    facts: dict[str, Fact] = {"day": event.on}
    if event.kind is ClockEventKind.TAKEN_BACK and event.about_id:
        facts["entry"] = event.about_id
    elif event.gate:
        facts["kind"] = event.gate.value
    action = ACTIONS[event.kind]
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at, **facts)
