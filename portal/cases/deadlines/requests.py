"""The clock of a request (Art 12A). Pure."""

from collections.abc import Iterable
from datetime import date

from portal.cases import working
from portal.cases.deadlines.clocks import Clock, ClockState
from portal.cases.deadlines.events import Clarification, Event, ExtensionNotice, Gate, GateKind, in_order
from portal.cases.deadlines.tally import EXTENDED_MONTHS, Tally, heard
from portal.core.calendars import Calendar, add_months

WARNING_WORKING_DAYS = 5


def request_clock(
    received_on: date,
    *,
    right: str,
    calendar: Calendar,
    gates: Iterable[Gate] = (),
    clarifications: Iterable[Clarification] = (),
    extensions: Iterable[ExtensionNotice] = (),
) -> Clock:
    """Work out where a request stands (Art 12A). Dates are days in the United Kingdom.

    `right` is the clock the request runs on; only `access` stops for questions. RuleBroken names the field of an event
    that cannot have happened on its day.
    """
    gates = tuple(gates)
    events: list[Event] = [*clarifications, *extensions]
    events.sort(key=in_order)
    for event in events:
        event.check(received_on)
    if missing := {gate.kind for gate in gates if gate.met_on is None}:
        aim = add_months(received_on, 1)
        steps = (working.request_received(received_on), *working.not_started(missing, aim))
        return Clock(ClockState.NOT_STARTED, received_on, target_on=aim, working=steps)
    tally = heard(received_on, gates, events, right)
    if tally.stopped:
        return Clock(ClockState.STOPPED, received_on, tally.start, paused_days=tally.paused, working=tuple(tally.steps))
    aims = {tally.end}
    if any(gate.kind == GateKind.AUTHORITY for gate in gates):
        own = [gate for gate in gates if gate.kind != GateKind.AUTHORITY]
        aims.add(heard(received_on, own, events, right).end)
    return _running(received_on, tally, min(aims), calendar)


def _running(received_on: date, tally: Tally, aim: date, calendar: Calendar) -> Clock:
    end, notice_by = tally.end, tally.notice_by
    due = calendar.roll(end)
    added = [working.days_added(tally.paused, tally.base, end)] if tally.paused else []
    return Clock(
        state=ClockState.EXTENDED if tally.months == EXTENDED_MONTHS else ClockState.RUNNING,
        received_on=received_on,
        start_on=tally.start,
        due=due,
        target_on=calendar.working_days_before(due if aim == end else calendar.roll(aim), 1),
        extension_notice_by=notice_by,
        extension_warning_on=calendar.working_days_before(notice_by, WARNING_WORKING_DAYS),
        paused_days=tally.paused,
        working=(*tally.steps, *added, *working.rolled(end, due), working.due_on(due)),
    )
