"""Days and times as people write them in a log. A day that could be two days is asked about, never guessed."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:,? +(\d{1,2})[:.](\d{2})(?::\d{2})?)?")
NAMED = re.compile(r"(?:[a-z]+,? +)?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::\d{2})?)?\s*(am|pm)?", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY, YEARS, NOON = 2000, 100, 12


def parse_day(words: str, *, day_first: bool, this_year: int) -> datetime | date | None:
    """A day, or a moment where a time stands beside it; None for what is neither. Moments are on London's clock."""
    words = " ".join(words.split())
    if found := ISO.fullmatch(words):
        year, month, day, hour, minute = found.groups()
        return _day(int(year), int(month), int(day), hour, minute)
    if found := NUMBERS.fullmatch(words):
        first, second, year, hour, minute = found.groups()
        day, month = (first, second) if day_first else (second, first)
        return _day(_year(year, this_year), int(month), int(day), hour, minute)
    if found := NAMED.fullmatch(words):
        day, name, year = found.groups()
        month_number = MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0
        return _day(_year(year, this_year), month_number, int(day), None, None)
    return None


def parse_clock(words: str) -> time | None:
    """`21:10`, `9.10pm` or `9pm`; None for anything else. A bare number is no time: it could be anything."""
    found = CLOCK.fullmatch(words.strip())
    if not found or not (found[2] or found[3]):
        return None
    hour, half = int(found[1]), (found[3] or "").lower()
    if half and not 1 <= hour <= NOON:
        return None
    hour = hour % NOON + (NOON if half == "pm" else 0) if half else hour
    try:
        return time(hour, int(found[2] or 0))
    except ValueError:
        return None


def order_of(cells: Iterable[str]) -> bool | None:
    """Whether the day comes first, as every such cell shows together; None when they leave it open, or disagree."""
    shown = set()
    for cell in cells:
        found = NUMBERS.fullmatch(" ".join(cell.split()))
        if found and int(found[1]) > NOON:
            shown.add(True)
        elif found and int(found[2]) > NOON:
            shown.add(False)
    return shown.pop() if len(shown) == 1 else None


def has_two_readings(cells: Iterable[str]) -> bool:
    """Whether there is a day in numbers at all: only those have to be asked about."""
    return any(NUMBERS.fullmatch(" ".join(cell.split())) for cell in cells)


def _year(digits: str, this_year: int) -> int:
    """`26` is 2026, and `98` is 1998: never a year to come."""
    if len(digits) > 2:  # noqa: PLR2004  # two digits leave the century open
        return int(digits)
    year = CENTURY + int(digits)
    return year if year <= this_year else year - YEARS


def _day(year: int, month: int, day: int, hour: str | None, minute: str | None) -> datetime | date | None:
    try:
        if hour is None or minute is None:
            return date(year, month, day)
        return datetime(year, month, day, int(hour), int(minute))  # noqa: DTZ001  # its zone is put on by the caller
    except ValueError:
        return None
