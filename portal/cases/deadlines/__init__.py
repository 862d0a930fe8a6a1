"""When the law wants an answer, and how the date came about. Pure: events in, a clock out.

The rule is UK GDPR Art 12A (time limit, extension, paused days), Art 4A with Reg 1182/71 Art 3 (how days are counted)
and s.164A DPA 2018 (complaints). Where guidance can be read in two ways, the reading that answers sooner is taken:
the day a question was asked counts and the days up to its answer do not; a question asked when the unrolled time was
over changes nothing; a notice of more time gains nothing from a weekend.

Events are heard in the order of their dates, whatever order they come in, because each is judged by what was true on
its day: a late notice stays late, even if a later question would have made room for it.
"""

from portal.cases.deadlines.clocks import Clock, ClockState, ComplaintClock
from portal.cases.deadlines.complaints import complaint_clock
from portal.cases.deadlines.events import Clarification, ExtensionNotice, Gate, GateKind
from portal.cases.deadlines.requests import request_clock
from portal.cases.deadlines.tally import PAUSED_BY_QUESTIONS

__all__ = [
    "PAUSED_BY_QUESTIONS",
    "Clarification",
    "Clock",
    "ClockState",
    "ComplaintClock",
    "ExtensionNotice",
    "Gate",
    "GateKind",
    "complaint_clock",
    "request_clock",
]
