"""One set of filters for screen and paper, so that a date reads the same on both."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, get_month_names
from markupsafe import Markup, escape

from portal.core.clock import LONDON
from portal.core.words import ENGLISH, gettext, language

NUMBER = re.compile(r"(?<![#&\w])\d+(?: \d+)*\b")
BREAK_AFTER = re.compile(r"@|\.(?=\w)")
NOON = 12


def long_date(day: date | datetime) -> str:
    """`22 November 2026`: no weekday, no leading zero. A moment is shown as its date in the United Kingdom."""
    if isinstance(day, datetime):
        day = day.astimezone(LONDON).date()
    return str(format_date(day, "d MMMM yyyy", locale=_locale()))


def day_and_date(day: date | datetime) -> str:
    """`Monday 23 November 2026`: for dates somebody has to keep."""
    if isinstance(day, datetime):
        day = day.astimezone(LONDON).date()
    said = str(format_date(day, "EEEE d MMMM yyyy", locale=_locale()))
    return said if language() == ENGLISH else said[0].lower() + said[1:]  # only English writes its days with a capital


def month_and_year(day: date) -> str:
    """`March 2024`."""
    return str(format_date(day, "MMMM yyyy", locale=_locale()))


def month_names(code: str = "") -> list[str]:
    """The twelve months, in that language or in the one that is spoken."""
    names = get_month_names("wide", locale=code or _locale(), context="stand-alone")
    return [names[number] for number in range(1, 13)]


def clock_time(moment: datetime) -> str:
    """`9:05am`, the time on the wall in the United Kingdom."""
    local = moment.astimezone(LONDON)
    return f"{local.hour % NOON or NOON}:{local.minute:02d}{'am' if local.hour < NOON else 'pm'}"


def date_and_time(moment: datetime) -> str:
    """`22 November 2026, 9:05am`."""
    return f"{long_date(moment)}, {clock_time(moment)}"


def days_between(day: date, today: date) -> str:
    """`3 days left`, `due today` or `2 days late`."""
    days = (day - today).days
    if days == 0:
        return "due today"
    plural = "" if abs(days) == 1 else "s"
    return f"{days} day{plural} left" if days > 0 else f"{-days} day{plural} late"


def in_words(items: list[str]) -> str:
    """`a, b and c`."""
    if not items[1:]:
        return "".join(items)
    return gettext("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])


def breakable(text: str) -> Markup:
    """Text in which a long address may end its line after an @ or a full stop, and nowhere else."""
    return Markup(BREAK_AFTER.sub(r"\g<0><wbr>", str(escape(text))))  # noqa: S704  # escaped one call before


def with_numbers(text: str) -> Markup:
    """Text in which every telephone number stands in an element of its own, for a font that is easy to dial from."""
    return Markup(NUMBER.sub(r'<span class="number">\g<0></span>', str(escape(text))))  # noqa: S704  # escaped


def _locale() -> str:
    return "en_GB" if language() == ENGLISH else language()


FILTERS: dict[str, Callable[..., Any]] = {
    "long_date": long_date,
    "day_and_date": day_and_date,
    "clock_time": clock_time,
    "date_and_time": date_and_time,
    "days_between": days_between,
    "in_words": in_words,
    "breakable": breakable,
    "with_numbers": with_numbers,
}
