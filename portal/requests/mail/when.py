"""When a mail came. What our own server wrote counts; what the sender wrote about themselves is only shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from portal.core.clock import LONDON, local_date

OLDEST = date(2018, 5, 25)  # before this day there were no such rights


class Clock(StrEnum):
    """Whose clock it was."""

    ARRIVED = "arrived"  # our own server, in the topmost Received line
    WRITTEN = "written"  # the sender's machine, in the Date line
    INSIDE = "inside"  # a Received line of a mail inside the mail: it may have come to a colleague first


@dataclass(frozen=True, slots=True)
class When:
    """One moment a mail tells, and by whose clock."""

    clock: Clock
    at: datetime

    @property
    def day(self) -> date:
        """The date on the wall in the United Kingdom: 23:30 UTC in summer is already the next day."""
        return local_date(self.at)

    @property
    def minute(self) -> str:
        """Local date and time, as forms carry them: `2026-06-01T00:30`."""
        return self.at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")


def moment(text: str) -> tuple[datetime | None, str]:
    """Read a date of a mail. Gives the moment and a doubt, either of which may be empty.

    A date without a zone is read as UTC, and said to be doubtful.
    """
    try:
        at = parsedate_to_datetime(text)
        at_utc = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None, "A date in it cannot be read."
    return at_utc, "" if at.tzinfo else "A date in it has no time zone. It was read as UTC."


def received(lines: Sequence[str]) -> tuple[datetime | None, str]:
    """The moment of the topmost Received line, which our own server wrote. Those below it may be forged."""
    if not lines:
        return None, "No server of ours wrote down when it arrived."
    return moment(lines[0].rpartition(";")[2].strip())


def possible(found: Sequence[When], *, at: datetime) -> tuple[list[When], list[str]]:
    """Those that can be true: not in the future, not before there were such rights; with doubts about the others."""
    doubts = []
    if any(when.at > at for when in found):
        doubts.append("A date in it lies in the future. It was left out.")
    if any(when.day < OLDEST for when in found):
        doubts.append("A date in it is too old to be true. It was left out.")
    return [when for when in found if when.at <= at and when.day >= OLDEST], doubts
