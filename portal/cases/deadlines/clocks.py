"""What comes out: where a request or a complaint stands. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.cases.working import Step


class ClockState(StrEnum):
    """Whether the time is running, and how far it reaches."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    STOPPED = "stopped"
    EXTENDED = "extended"


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
