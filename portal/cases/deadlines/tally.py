"""The count of one request, while its events are heard in the order of their dates. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.cases import working
from portal.cases.deadlines.events import Clarification, Event, Gate
from portal.cases.working import Step
from portal.core.calendars import add_months

PAUSED_BY_QUESTIONS = "access"  # Art 12A(5) speaks of requests under Art 15 only
EXTENDED_MONTHS = 3  # from the start, not two from the first end


@dataclass(slots=True)
class Tally:
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
        """The end of the months, before paused days and not moved to a working day."""
        return add_months(self.start, self.months)

    @property
    def end(self) -> date:
        """The end with the paused days, not moved to a working day."""
        return self.base + timedelta(days=self.paused)

    @property
    def notice_by(self) -> date:
        """The last day for a notice of more time (Art 12A(4), (5)(b)(ii))."""
        return add_months(self.start, 1) + timedelta(days=self.paused)

    def hear_question(self, asked_on: date, answered_on: date | None) -> None:
        """Count the days of a question, where they count (Art 12A(5))."""
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
        """Give more time once, for a notice with reasons and in time (Art 12A(3), (4))."""
        if not has_reasons:
            self.steps.append(working.notice_without_reasons(sent_on))
        elif self.months == EXTENDED_MONTHS:
            self.steps.append(working.notice_again(sent_on))
        elif sent_on > self.notice_by:
            self.steps.append(working.notice_too_late(sent_on, self.notice_by))
        else:
            self.months = EXTENDED_MONTHS
            self.steps += [working.extended(sent_on), working.months_later(self.months, self.start, self.base)]


def heard(received_on: date, gates: Iterable[Gate], events: Iterable[Event], right: str) -> Tally:
    """Hear what happened, from the start of the month on."""
    waited = sorted((gate.met_on, gate.kind) for gate in gates if gate.met_on and gate.met_on > received_on)
    start = waited[-1][0] if waited else received_on
    steps = [working.request_received(received_on), *(working.gate_met(kind, day) for day, kind in waited)]
    if waited:
        steps.append(working.started(start))
    tally = Tally(start, right == PAUSED_BY_QUESTIONS, steps, paused_until=start)
    steps.append(working.months_later(1, start, tally.base))
    for event in events:
        if tally.stopped:
            break
        if isinstance(event, Clarification):
            tally.hear_question(event.asked_on, event.answered_on)
        else:
            tally.hear_notice(event.sent_on, has_reasons=event.has_reasons)
    return tally
