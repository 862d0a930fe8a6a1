"""The clock of a complaint (s.164A DPA 2018). Pure."""

from datetime import date, timedelta

from portal.cases import working
from portal.cases.deadlines.clocks import ComplaintClock
from portal.core.calendars import Calendar

COMPLAINT_DAYS = 30


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
