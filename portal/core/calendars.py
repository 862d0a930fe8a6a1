"""Working days of the three nations, and months. Pure: dates in, dates out, nothing is fetched."""

import calendar
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.metadata import version

FIRST_YEAR, LAST_YEAR = 1970, 2100
SATURDAY = 5
SHORTEST_MONTH = 28


class Nation(StrEnum):
    """Whose bank holidays count: the nation the organisation acts in, never the person's (Reg 1182/71 Art 2(1))."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


# England and Wales share one list. No subdivision at all would lose Easter Monday and the August holiday.
SUBDIVISIONS = {Nation.ENGLAND_AND_WALES: "ENG", Nation.SCOTLAND: "SCT", Nation.NORTHERN_IRELAND: "NIR"}
ALIASES = {"england": Nation.ENGLAND_AND_WALES, "wales": Nation.ENGLAND_AND_WALES}


def nation_from(text: str) -> Nation:
    """Read a nation: `england-and-wales`, `England`, `Northern Ireland`. ValueError says which are known."""
    name = "-".join(text.casefold().replace("&", " and ").replace("_", " ").replace("-", " ").split())
    try:
        return ALIASES.get(name) or Nation(name)
    except ValueError:
        raise ValueError(f"{text!r} is not one of {', '.join(Nation)}") from None


def bank_holidays(nation: Nation, years: Iterable[int], extra: frozenset[date] = frozenset()) -> frozenset[date]:
    """Collect the bank holidays of the nation in these years, substitute days included, and the extra days.

    ValueError for a year outside 1970-2100: no list is known, and guessing would move somebody's date.
    """
    return extra.union(*(_of_year(nation, year) for year in years))


def add_months(day: date, months: int) -> date:
    """Find the same day number that many months later, or that month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day > SHORTEST_MONTH:
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return date(year, month + 1, day.day)


def next_working_day_on_or_after(day: date, holidays: Container[date]) -> date:
    """Give the day itself, or the first later day that is no Saturday, Sunday or holiday (Reg 1182/71 Art 3(4))."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Calendar:
    """The bank holidays an organisation keeps: its nation's, and one-off days added or taken away by hand.

    It is a container of holidays that reads one year at a time, so a date may lie in any year from 1970 to 2100.
    """

    nation: Nation
    extra: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := self.extra & self.removed:
            raise ValueError(f"{min(both)} is both added and taken away")

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date) or day in self.removed:
            return False
        return day in self.extra or day in _of_year(self.nation, day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether the day is no Saturday, Sunday or bank holiday."""
        return day.weekday() < SATURDAY and day not in self

    def roll(self, day: date) -> date:
        """Give the day itself or the next working day."""
        return next_working_day_on_or_after(day, self)

    def working_days_before(self, day: date, count: int) -> date:
        """Count that many working days back from the day."""
        while count:
            day -= timedelta(days=1)
            count -= self.is_working_day(day)
        return day

    @property
    def version(self) -> str:
        """Which lists a date was worked out with, for the case history: `scotland, holidays 0.109, +1 -0`."""
        return f"{self.nation}, holidays {version('holidays')}, +{len(self.extra)} -{len(self.removed)}"


@cache
def _of_year(nation: Nation, year: int) -> frozenset[date]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no bank holidays are known for {year}, only for {FIRST_YEAR} to {LAST_YEAR}")
    # the package takes a fifth of a second to load, and most screens show no date
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year))
