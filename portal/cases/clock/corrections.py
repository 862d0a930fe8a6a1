"""Taking back what was written down wrongly. The row stays; a later one says that it did not happen, and why."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases.clock.plan import Plan, Standing, keep, must_run, standing
from portal.cases.deadlines import GateKind
from portal.cases.history import row
from portal.cases.kinds import ClockEventKind
from portal.cases.models import Case, ClockEvent
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken

K = ClockEventKind
SENT = {
    K.EXTENSION_NOTICE: "The person was told that we need longer. That cannot be unsaid (Art 12A(4))",
    K.QUESTION_ASKED: "The person was asked. Write down that we do not need the answer any more (Art 12A(5))",
}


def rows_to_take_back(stands: Standing) -> list[ClockEvent]:
    """What a worker could have written down wrongly. What the person was told is not among it."""
    return [
        event
        for event in stands.so_far.rows
        if event.kind in {K.GATE_ASKED, K.GATE_MET, K.QUESTION_ANSWERED}
        and not (event.gate is GateKind.AUTHORITY and event.kind is K.GATE_MET)
    ]


def may_be_taken_back(stands: Standing, actor: Actor) -> None:
    """Raise RuleBroken when there is nothing that could be taken back; NotAllowed."""
    must_run(stands.case, actor)
    if not rows_to_take_back(stands):
        raise RuleBroken("Nothing was written down that could be taken back")


def plan_back(stands: Standing, event: ClockEvent, words: str, *, by_decision: bool = False, actor: Actor) -> Plan:
    """Say that this was written down wrongly, and why. `by_decision`: the decision on who asks was changed.

    Raises RuleBroken for what the person was told, what something else rests on, or without words; NotAllowed.
    """
    must_run(stands.case, actor)
    if event not in stands.so_far.rows or event.kind in {K.REMINDED, K.FAR_AS_POSSIBLE}:
        raise RuleBroken("This was taken back before, or cannot be. Look again: the case may have moved on")
    if event.kind in SENT:
        raise RuleBroken(SENT[event.kind])
    if event.gate is GateKind.AUTHORITY and event.kind is K.GATE_MET and not by_decision:
        raise RuleBroken("Change the decision on who asks instead. The clock hears it")
    if event.kind is K.GATE_ASKED and event.gate and stands.so_far.gate_met(event.gate):
        raise RuleBroken("Take back first that it came (Art 12A(2))")
    if event.kind is K.QUESTION_ANSWERED and stands.so_far.open_question:
        raise RuleBroken("Another question waits for its answer, and one at a time is enough (Art 12A(5))")
    if not words.strip():
        raise RuleBroken("Say what was wrong", field="words")
    after = stands.after(stands.so_far.without(event))
    return Plan(
        K.TAKEN_BACK, stands.today, stands.clock, after, gate=event.gate, about_id=event.id, words=words.strip()
    )


def take_back(
    session: Session, case: Case, event_id: uuid.UUID, words: str, *, calendar: Calendar, actor: Actor, at: datetime
) -> ClockEvent:
    """Take one event back, with the reason in words. Raises as `plan_back`, NotFound for another case's event."""
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    plan = plan_back(stands, row(session, case, event_id), words, actor=actor)
    return keep(session, stands, plan, actor=actor, at=at)
