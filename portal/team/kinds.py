"""What is counted of a case, and over which time."""

from enum import StrEnum


class Measure(StrEnum):
    """One thing that is counted, on the day it happened."""

    ALLOCATED = "allocated"  # value: working days from the day it came until somebody took it
    ON_TIME = "on-time"  # value: 1 when the answer went out by its due date, else 0
    EXTENDED = "extended"  # value: 1 when the time had been extended by then, else 0
    LEFT_OUT = "left-out"  # value: 1 when something that was asked for was not given or done, else 0


class Span(StrEnum):
    """Over which time figures are shown."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
