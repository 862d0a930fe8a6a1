"""What may have to come before the month starts: who they are, whether they may ask for somebody, a fee (Art 12A(2)).

None is ever asked for by default. It moves the start; it is no pause.
"""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases.clock.plan import Plan, Standing, keep, must_run, standing
from portal.cases.deadlines import GateKind
from portal.cases.kinds import ClockEventKind, Doubt, FeeReason
from portal.cases.models import Case, ClockEvent
from portal.cases.queries import of_request
from portal.cases.states import OPEN
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.requests.authority import MAY_ASK
from portal.requests.queries import opened

LAW = {GateKind.ID: "Art 12(6)", GateKind.AUTHORITY: "guidance on time limits", GateKind.FEE: "Art 12(5)"}
WHAT = {
    GateKind.ID: "who they are",
    GateKind.AUTHORITY: "whether they may ask for the young person",
    GateKind.FEE: "a fee",
}
REASONS: dict[GateKind, frozenset[str]] = {
    GateKind.ID: frozenset(Doubt),
    GateKind.FEE: frozenset(FeeReason),
    GateKind.AUTHORITY: frozenset(),
}
LONGEST = 2000


def must_be_missing(session: Session, stands: Standing, kind: GateKind, actor: Actor) -> None:
    """Raise RuleBroken unless it may be asked for today, whatever the reason; NotAllowed."""
    must_run(stands.case, actor)
    _must_be_new(stands, kind)
    if kind is GateKind.AUTHORITY:
        _must_need_authority(session, stands.case)
    due = stands.clock.due
    if due and stands.today > due:
        raise RuleBroken(
            f"The time ran out on {long_date(due)}, so asking for this cannot start it again (Art 12A(1)). "
            "Answer as soon as you can"
        )


def must_be_asked_for(stands: Standing, kind: GateKind, actor: Actor) -> None:
    """Raise RuleBroken unless we asked for it and wait for it; NotAllowed."""
    must_run(stands.case, actor)
    if stands.so_far.gate_asked(kind) is None:
        raise RuleBroken(f"Nobody asked for this, so it cannot start the month: {WHAT[kind]} ({LAW[kind]})")
    if met := stands.so_far.gate_met(kind):
        raise RuleBroken(
            f"This came on {long_date(met.on)}, and the month starts only once: {WHAT[kind]} (Art 12A(2)). "
            "If that day is wrong, take it back first"
        )


def plan_ask(
    session: Session, stands: Standing, kind: GateKind, *, reason: str = "", words: str = "", actor: Actor
) -> Plan:
    """Ask for something that has to come first, today. Raises RuleBroken, NotAllowed.

    Identity only where there are reasonable doubts: a code and words say which.
    """
    must_be_missing(session, stands, kind, actor)
    _must_have_reason(kind, reason, words)
    after = stands.after(stands.so_far.and_gate(kind, None))
    return Plan(
        ClockEventKind.GATE_ASKED, stands.today, stands.clock, after, gate=kind, reason=reason, words=words.strip()
    )


def plan_met(stands: Standing, kind: GateKind, on: date, *, actor: Actor) -> Plan:
    """It came on that day. Raises RuleBroken (never asked for, came before, a day that cannot be), NotAllowed."""
    must_be_asked_for(stands, kind, actor)
    asked = stands.so_far.gate_asked(kind)
    if kind is GateKind.AUTHORITY and stands.case.request.authority not in MAY_ASK:
        raise RuleBroken("Decide whether they may ask for the young person. That starts the month by itself")
    stands.must_be_past(on)
    if asked and on < asked.on:
        raise RuleBroken(f"We asked for it on {long_date(asked.on)}. Pick that day or a later one", field="on")
    return Plan(
        ClockEventKind.GATE_MET, on, stands.clock, stands.after(stands.so_far.and_gate(kind, on)), gate=kind,
        about_id=asked.id if asked else None,
    )  # fmt: skip


def ask_gate(
    session: Session,
    case: Case,
    kind: GateKind,
    *,
    reason: str = "",
    words: str = "",
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> ClockEvent:
    """Ask for something that has to come first; the month does not start without it. Raises as `plan_ask`."""
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    return keep(session, stands, plan_ask(session, stands, kind, reason=reason, words=words, actor=actor),
                actor=actor, at=at)  # fmt: skip


def meet_gate(
    session: Session, case: Case, kind: GateKind, on: date, *, calendar: Calendar, actor: Actor, at: datetime
) -> ClockEvent:
    """Write down that it came on that day: the month starts then. Raises as `plan_met`."""
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    return keep(session, stands, plan_met(stands, kind, on, actor=actor), actor=actor, at=at)


def meet_where_waiting(
    session: Session, request_id: uuid.UUID, kind: GateKind, *, calendar: Calendar, actor: Actor, at: datetime
) -> int:
    """It came today for every open case of a request that waits for it. Gives how many; raises NotAllowed."""
    waiting = [
        (case, stands)
        for case in of_request(session, request_id)
        if case.status in OPEN and not case.is_complaint
        and (stands := standing(session, case, calendar=calendar, today=local_date(at))).so_far.gate_asked(kind)
        and stands.so_far.gate_met(kind) is None
    ]  # fmt: skip
    for case, stands in waiting:
        meet_gate(session, case, kind, stands.today, calendar=calendar, actor=actor, at=at)
    return len(waiting)


def _must_be_new(stands: Standing, kind: GateKind) -> None:
    asked, met = stands.so_far.gate_asked(kind), stands.so_far.gate_met(kind)
    if asked is None:
        return
    if met is None:
        raise RuleBroken(f"We asked for this on {long_date(asked.on)} and wait for it: {WHAT[kind]} ({LAW[kind]})")
    raise RuleBroken(
        f"This came on {long_date(met.on)}, and the month starts only once: {WHAT[kind]} (Art 12A(2)). "
        "Asking again cannot start it anew"
    )


def _must_have_reason(kind: GateKind, reason: str, words: str) -> None:
    if REASONS[kind] and reason not in REASONS[kind]:
        raise RuleBroken(
            f"Say why. Without a reason we may not ask for this: {WHAT[kind]} ({LAW[kind]})", field="reason"
        )
    if kind is not GateKind.AUTHORITY and not words.strip():
        raise RuleBroken("Say in a sentence what the reason rests on", field="words")
    if len(words) > LONGEST:
        raise RuleBroken("Use 2,000 letters or fewer", field="words")


def _must_need_authority(session: Session, case: Case) -> None:
    if not opened(session, case.request_id).asking.is_somebody_else:
        raise RuleBroken("They ask for themselves, so nobody has to let them (guidance on time limits)")
    if case.request.authority in MAY_ASK:
        raise RuleBroken("It is decided that they may ask. There is nothing to wait for (guidance on time limits)")
