"""The arithmetic of the figures. Pure: counts in, figures out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from portal.core.calendars import Calendar, add_months
from portal.requests.kinds import Right
from portal.team.kinds import Span

MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
SMALLEST, STEP = 8, 5  # as in the public numbers: 1 to 7 is hidden, what is shown is the nearest 5
LONGEST_WAIT = 99  # working days; longer counts as this
LATE = ((1, 5, "1 to 5 days"), (6, 14, "6 to 14 days"), (15, 30, "15 to 30 days"), (31, None, "More than 30 days"))
LOADS = ((0, 0, "None"), (1, 5, "1 to 5"), (6, 10, "6 to 10"), (11, 20, "11 to 20"), (21, None, "More than 20"))
DEBRIEFS = ((0, 0, "None"), (1, 7, "1 to 7"), (8, None, "8 or more"))
Bands = tuple[tuple[int, int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year: first day and last day."""

    span: Span
    first: date
    last: date

    @property
    def before(self) -> date:
        """A day of the period before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        """A day of the period after."""
        return self.last + timedelta(days=1)


def period_of(span: Span, day: date) -> Period:
    """The period of that length in which the day lies; quarters and years are those of the calendar."""
    months = MONTHS[span]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(span, first, add_months(first, months) - timedelta(days=1))


def working_days(start: date, end: date, calendar: Calendar) -> int:
    """Working days after `start`, up to and with `end`: 0 on the same day. Never more than LONGEST_WAIT."""
    found, day = 0, start
    while day < end and found < LONGEST_WAIT:
        day += timedelta(days=1)
        found += calendar.is_working_day(day)
    return found


def percentile(counts: Mapping[int, int], share: int) -> int | None:
    """The value that `share` of 100 cases do not go beyond (nearest rank); None when there is no case."""
    total = sum(counts.values())
    rank = max(1, ceil(total * share / 100))
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if total and seen >= rank:
            return value
    return None


def percent(counts: Mapping[int, int]) -> int | None:
    """How many of 100 have the value 1, rounded down: 99.9 is not all. None when there is no case."""
    total = sum(counts.values())
    return counts.get(1, 0) * 100 // total if total else None


def shares(parts: Mapping[Right, Mapping[int, int]]) -> tuple[int | None, dict[Right, int | None]]:
    """How many of 100 have the value 1: of all parts together, and of each. None for nothing, and for a few.

    A part of which 1 to 7 cases have either value is hidden. Hidden parts could follow from the whole and the rest, so
    the smallest of the others is hidden with them until they are many together; if they never are, so is the whole.
    """
    hidden = {part for part, counts in parts.items() if _is_few(counts)}
    others = sorted((part for part in parts if part not in hidden), key=lambda part: sum(parts[part].values()))
    while hidden and others and (len(hidden) == 1 or _is_few(_together(parts, hidden))):
        hidden.add(others.pop(0))
    whole = _together(parts, parts)
    is_safe = not hidden or (len(hidden) > 1 and not _is_few(_together(parts, hidden)))
    shown = {part: None if part in hidden else _rounded(counts) for part, counts in parts.items()}
    return _rounded(whole) if is_safe and not _is_few(whole) else None, shown


def _is_few(counts: Mapping[int, int]) -> bool:
    return any(0 < counts.get(value, 0) < SMALLEST for value in (0, 1))


def _together(parts: Mapping[Right, Mapping[int, int]], some: Iterable[Right]) -> Counter[int]:
    return sum((Counter(parts[part]) for part in some), Counter[int]())


def _rounded(counts: Mapping[int, int]) -> int | None:
    share = percent(counts)
    return None if share is None else round(share / STEP) * STEP


def band_of(value: int, bands: Bands) -> str:
    """The words of the band in which the value lies."""
    return next(words for low, high, words in bands if low <= value and (high is None or value <= high))


def in_bands(values: Mapping[int, int], bands: Bands) -> list[tuple[str, int]]:
    """How many there are in each band, bands in their order. `values`: how many have each value."""
    return [
        (words, sum(n for value, n in values.items() if low <= value and (high is None or value <= high)))
        for low, high, words in bands
    ]
