"""The working of a date, said again in another language. Pure.

A working is kept as it was said on the day, in English. Each of its sentences has a shape with places for days and
counts; the same shape is said in the language of whoever reads it, with the same days in it.
"""

import re
from datetime import date, datetime
from functools import cache

from portal.core.formatting import day_and_date, long_date
from portal.core.words import ENGLISH, N_, gettext, language, ngettext

# Every sentence of `working`; a test says each of them and reads it back.
SHAPES = (
    N_("We got your request on %(day)s."),
    N_("We still need to check who you are."),
    N_("We still need to know that your helper may act for you."),
    N_("We still need the fee."),
    N_("The month starts when we have that."),
    N_("The month starts when we have all of that."),
    N_("There is no due date yet."),
    N_("We still aim to answer by %(day)s."),
    N_("You showed us who you are on %(day)s."),
    N_("On %(day)s we heard that your helper may act for you."),
    N_("You paid the fee on %(day)s."),
    N_("So the month starts on %(day)s."),
    N_("One month later is %(day)s."),
    N_("Three months from the start is %(day)s."),
    N_("One month later is %(day)s, as that month has no day %(number)s."),
    N_("Three months from the start is %(day)s, as that month has no day %(number)s."),
    N_("We asked you a question on %(day)s."),
    N_("You answered the same day, so it adds no days."),
    N_("You answered on %(day)s."),
    N_("The wait adds %(days)s."),
    N_("The month did not start until %(day)s, so it adds no days."),
    N_("We had added those days before, so it adds no more."),
    N_("We are waiting for your answer."),
    N_("The clock has stopped."),
    N_("There is no due date until you answer."),
    N_("Our time ran to %(day)s, so it adds no days."),
    N_("For this kind of request, that adds no days."),
    N_("We told you on %(day)s that we need more time, and why."),
    N_("We told you on %(day)s that we need more time."),
    N_("We gave no reason, so it changes nothing."),
    N_("The last day for that was %(day)s, so it changes nothing."),
    N_("We can do that only once, so it changes nothing."),
    N_("%(days)s after %(day)s is %(other_day)s."),
    N_("%(day)s is a Saturday."),
    N_("%(day)s is a Sunday."),
    N_("%(day)s is a bank holiday."),
    N_("The next working day is %(day)s."),
    N_("So we must answer by the end of %(day)s."),
    N_("We got your complaint on %(day)s."),
    N_("Day 1 is the next day, so day %(number)s is %(day)s."),
    N_("So by the end of %(day)s we must tell you that it came."),
    N_("We told you on %(day)s that it came."),
    N_("The law sets no day for what we find."),
    N_("We must not wait longer than we need to."),
)
DAY = r"(?:[A-Z][a-z]+day )?\d{1,2} [A-Z][a-z]+ \d{4}"
PLACES = {"day": DAY, "other_day": DAY, "number": r"\d+", "days": r"\d+(?: more)? days?"}
PLACE = re.compile(r"%\\?\(([a-z_]+)\\?\)s")
SENTENCE = re.compile(r"(?<=\.) ")


def retold(step: str) -> str:
    """Say one step of a working in the language that is spoken; as it is, when a sentence of it has no known shape."""
    if language() == ENGLISH:
        return step
    said = [_retell(sentence) for sentence in SENTENCE.split(step)]
    return step if None in said else " ".join(one for one in said if one)


def _retell(sentence: str) -> str | None:
    for shape, pattern in _patterns():
        if found := pattern.fullmatch(sentence):
            return gettext(shape, **{name: _value(name, words) for name, words in found.groupdict().items()})
    return None


def _value(name: str, words: str) -> str:
    if name == "number":
        return words
    if name == "days":
        count = int(words.split(" ", maxsplit=1)[0])
        if " more " in words:
            return ngettext("%(count)s more day", "%(count)s more days", count)
        return ngettext("%(count)s day", "%(count)s days", count)
    return _day(words)


def _day(words: str) -> str:
    *weekday, number, month, year = words.split(" ")
    day: date = datetime.strptime(f"{number} {month} {year}", "%d %B %Y").date()  # noqa: DTZ007  # a date has no zone
    return day_and_date(day) if weekday else long_date(day)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((shape, re.compile(PLACE.sub(_place, re.escape(shape)))) for shape in SHAPES)


def _place(found: re.Match[str]) -> str:
    return f"(?P<{found[1]}>{PLACES[found[1]]})"
