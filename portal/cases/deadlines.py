"""When the law wants an answer, and how the date came about. Pure: events in, a clock out.

The rule is UK GDPR Art 12A (time limit, extension, paused days), Art 4A with Reg 1182/71 Art 3 (how days are counted)
and s.164A DPA 2018 (complaints). Where guidance can be read in two ways, the reading that answers sooner is taken:
the day a question was asked counts and the days up to its answer do not; a question asked when the unrolled time was
over changes nothing; a notice of more time gains nothing from a weekend.

Events are heard in the order of their dates, whatever order they come in, because each is judged by what was true on
its day: a late notice stays late, even if a later question would have made room for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.cases import working
from portal.cases.working import Step
from portal.core.calendars import Calendar, add_months
from portal.core.errors import RuleBroken

PAUSED_BY_QUESTIONS = "access"  # Art 12A(5) speaks of requests under Art 15 only
EXTENDED_MONTHS = 3  # from the start, not two from the first end
COMPLAINT_DAYS = 30
WARNING_WORKING_DAYS = 5


class ClockState(StrEnum):
    """Whether the time is running, and how far it reaches."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    STOPPED = "stopped"
    EXTENDED = "extended"


class GateKind(StrEnum):
    """What may have to come before the month starts."""

    ID = "id"
    AUTHORITY = "authority"
    FEE = "fee"


@dataclass(frozen=True, slots=True)
class Gate:
    """Something asked for that has to come first; `met_on` is None while it is outstanding."""

    kind: GateKind
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question about which information is meant; `answered_on` is None while we wait."""

    asked_on: date
    answered_on: date | None = None

    def check(self, received_on: date) -> None:
        """Raise RuleBroken if it was asked before the request came, or answered before it was asked."""
        if self.asked_on < received_on:
            raise RuleBroken("A question cannot be asked before the request came", field="asked_on")
        if self.answered_on and self.answered_on < self.asked_on:
            raise RuleBroken("An answer cannot come before its question", field="answered_on")


@dataclass(frozen=True, slots=True)
class ExtensionNotice:
    """The person was told that more time is needed. Without reasons it has no effect (Art 12A(4))."""

    sent_on: date
    has_reasons: bool = True

    def check(self, received_on: date) -> None:
        """Raise RuleBroken if it was sent before the request came."""
        if self.sent_on < received_on:
            raise RuleBroken("A notice cannot be sent before the request came", field="sent_on")


_Event = Clarification | ExtensionNotice


@dataclass(frozen=True, slots=True)
class Clock:
    """Where a request stands: the last day to answer, and every step that led to it.

    `due` and the extension dates are None while the clock is not started or stopped. `target_on` is our own aim, never
    the law's: one working day before `due`. A helper's authority, which guidance lets us wait for and Art 12A(2) does
    not name, never makes the aim later.
    """

    state: ClockState
    received_on: date
    start_on: date | None = None
    due: date | None = None
    target_on: date | None = None
    extension_notice_by: date | None = None
    extension_warning_on: date | None = None
    paused_days: int = 0
    working: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """The last day to tell somebody that their complaint came. The law sets no date for its outcome."""

    received_on: date
    ack_due: date
    working: tuple[Step, ...]


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
    events: list[_Event] = [*clarifications, *extensions]
    events.sort(key=_in_order)
    for event in events:
        event.check(received_on)
    if missing := {gate.kind for gate in gates if gate.met_on is None}:
        aim = add_months(received_on, 1)
        steps = (working.request_received(received_on), *working.not_started(missing, aim))
        return Clock(ClockState.NOT_STARTED, received_on, target_on=aim, working=steps)
    tally = _heard(received_on, gates, events, right)
    if tally.stopped:
        return Clock(ClockState.STOPPED, received_on, tally.start, paused_days=tally.paused, working=tuple(tally.steps))
    aims = {tally.end}
    if any(gate.kind == GateKind.AUTHORITY for gate in gates):
        own = [gate for gate in gates if gate.kind != GateKind.AUTHORITY]
        aims.add(_heard(received_on, own, events, right).end)
    return _running(received_on, tally, min(aims), calendar)


def complaint_clock(received_on: date, *, calendar: Calendar) -> ComplaintClock:
    """Work out by when a complaint has to be acknowledged: 30 days, the first of them the day after it came.

    s.164A(3) DPA 2018; counted as s.205(2) and Reg 1182/71 Art 3(1) say, and moved to a working day by Art 3(4).
    """
    end = received_on + timedelta(days=COMPLAINT_DAYS)
    due = calendar.roll(end)
    steps = (
        *working.complaint_received(received_on, COMPLAINT_DAYS, end),
        *working.rolled(end, due),
        working.acknowledge_by(due),
    )
    return ComplaintClock(received_on, due, steps)


@dataclass(slots=True)
class _Tally:
    """The count so far, while events are heard in the order of their dates."""

    start: date
    can_pause: bool
    steps: list[Step]
    paused_until: date
    months: int = 1
    paused: int = 0
    stopped: bool = False

    @property
    def base(self) -> date:
        return add_months(self.start, self.months)

    @property
    def end(self) -> date:
        return self.base + timedelta(days=self.paused)

    @property
    def notice_by(self) -> date:
        return add_months(self.start, 1) + timedelta(days=self.paused)

    def hear_question(self, asked_on: date, answered_on: date | None) -> None:
        if not self.can_pause:
            self.steps.append(working.question_never_pauses(asked_on))
        elif asked_on > self.end:
            self.steps.append(working.question_too_late(asked_on, self.end))
        elif answered_on is None:
            self.stopped = True
            self.steps += working.question_open(asked_on)
        else:
            self._pause(asked_on, answered_on)

    def _pause(self, asked_on: date, answered_on: date) -> None:
        # questions come by the day they were asked, so only days past the furthest answer so far are new
        days = max(0, (answered_on - max(asked_on, self.paused_until)).days)
        self.steps.append(
            working.question_answered(asked_on, answered_on, days=days, start_on=self.start, more=self.paused > 0)
        )
        self.paused += days
        self.paused_until = max(self.paused_until, answered_on)

    def hear_notice(self, sent_on: date, *, has_reasons: bool) -> None:
        if not has_reasons:
            self.steps.append(working.notice_without_reasons(sent_on))
        elif self.months == EXTENDED_MONTHS:
            self.steps.append(working.notice_again(sent_on))
        elif sent_on > self.notice_by:
            self.steps.append(working.notice_too_late(sent_on, self.notice_by))
        else:
            self.months = EXTENDED_MONTHS
            self.steps += [working.extended(sent_on), working.months_later(self.months, self.start, self.base)]


def _heard(received_on: date, gates: Iterable[Gate], events: Iterable[_Event], right: str) -> _Tally:
    waited = sorted((gate.met_on, gate.kind) for gate in gates if gate.met_on and gate.met_on > received_on)
    start = waited[-1][0] if waited else received_on
    steps = [working.request_received(received_on), *(working.gate_met(kind, day) for day, kind in waited)]
    if waited:
        steps.append(working.started(start))
    tally = _Tally(start, right == PAUSED_BY_QUESTIONS, steps, paused_until=start)
    steps.append(working.months_later(1, start, tally.base))
    for event in events:
        if tally.stopped:
            break
        if isinstance(event, Clarification):
            tally.hear_question(event.asked_on, event.answered_on)
        else:
            tally.hear_notice(event.sent_on, has_reasons=event.has_reasons)
    return tally


def _running(received_on: date, tally: _Tally, aim: date, calendar: Calendar) -> Clock:
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


def _in_order(event: _Event) -> tuple[date, bool, date]:
    # the last part only keeps the working the same when two events of a kind share a day
    if isinstance(event, Clarification):
        return event.asked_on, False, event.answered_on or date.max
    return event.sent_on, True, date.min if event.has_reasons else date.max
