"""What a list of cases is narrowed by, read from codes and written back as codes. Pure; nothing in it is personal."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.cases.shelves import NEVER, OPEN_SHELVES, Shelf
from portal.cases.states import OPEN, Status
from portal.core.calendars import Calendar
from portal.policies.kinds import AgeBand
from portal.requests.kinds import WITHOUT_CASE, Channel, Right

WORKING_WEEK = 5
MONTH = timedelta(days=28)
DAY = timedelta(days=1)
NOT_KNOWN, NOBODY = "not-known", "nobody"


class Tab(StrEnum):
    """The lists of the desk."""

    OPEN = "open"
    IN_TIME = "in-time"
    LATE = "late"
    PAUSED = "paused"
    MINE = "mine"
    NEWS = "news"
    CHECKING = "checking"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Due(StrEnum):
    """When a case is due, seen from today."""

    LATE = "late"
    WEEK = "week"  # today or in the next five working days
    MONTH = "month"  # today or in the next 28 days
    DATED = "dated"
    NO_DATE = "no-date"


class Sort(StrEnum):
    """In which order a list stands."""

    DUE = "due"  # soonest first
    NEWEST = "newest"  # last received first


SHELVES: dict[Tab, tuple[Shelf, ...]] = {
    Tab.IN_TIME: (Shelf.RUNNING,),
    Tab.LATE: (Shelf.RUNNING,),
    Tab.PAUSED: (Shelf.PAUSED,),
    Tab.NEWS: tuple(Shelf),
    Tab.ANSWERED: (Shelf.ANSWERED,),
    Tab.WITHDRAWN: (Shelf.WITHDRAWN,),
}
CLOSED_TABS = frozenset({Tab.ANSWERED, Tab.WITHDRAWN})
RIGHTS = tuple(right for right in Right if right not in WITHOUT_CASE)
STAGES = tuple(status for status in Status if status in OPEN)


@dataclass(frozen=True, slots=True)
class Filters:
    """One list. None narrows nothing. `owner` is an id or NOBODY, `age` an age band or NOT_KNOWN."""

    tab: Tab = Tab.OPEN
    right: Right | None = None
    stage: Status | None = None
    owner: uuid.UUID | str | None = None
    age: AgeBand | str | None = None
    channel: Channel | None = None
    due: Due | None = None
    news: bool = False
    sort: Sort = Sort.DUE

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """Where the cases lie."""
        return SHELVES.get(self.tab, OPEN_SHELVES)

    @property
    def order(self) -> Sort:
        """A stretch of due dates stands in their order, whatever was asked for: no index knows it in another."""
        is_stretch = self.due is not None or self.tab in {Tab.IN_TIME, Tab.LATE}
        return Sort.DUE if is_stretch else self.sort

    @property
    def narrowed(self) -> dict[str, str]:
        """What narrows the list beyond its tab, as codes."""
        codes = self.codes()
        return {name: code for name, code in codes.items() if name not in {"tab", "sort"}}

    def codes(self) -> dict[str, Any]:
        """The list as the query of an address; what is left at its default is left out."""
        usual = {f.name: f.default for f in fields(self)} | {"sort": usual_sort(self.tab)}
        given = {name: getattr(self, name) for name in usual if getattr(self, name) != usual[name]}
        return {name: "yes" if value is True else str(value) for name, value in given.items()}

    def without(self, name: str) -> "Filters":
        """The same list, not narrowed by this."""
        change: dict[str, Any] = {name: next(f.default for f in fields(self) if f.name == name)}
        return replace(self, **change)


def read_filters(codes: Mapping[str, Any]) -> Filters:
    """The list that these codes name. Raises ValueError for a code that is none of ours; empty narrows nothing."""
    given = {name: str(codes.get(name) or "") for name in READ}
    kept: dict[str, Any] = {name: READ[name](code) for name, code in given.items() if code}
    kept.setdefault("sort", usual_sort(kept.get("tab", Tab.OPEN)))
    return Filters(**kept)


def usual_sort(tab: Tab) -> Sort:
    """What is closed is of the past: the newest first."""
    return Sort.NEWEST if tab in CLOSED_TABS else Sort.DUE


def days_of(due: Due, today: date, calendar: Calendar) -> tuple[date, date]:
    """First and last day of a window of due dates."""
    return {
        Due.LATE: (date.min, today - DAY),
        Due.WEEK: (today, end_of_week(today, calendar)),
        Due.MONTH: (today, today + MONTH),
        Due.DATED: (date.min, NEVER - DAY),
        Due.NO_DATE: (NEVER, NEVER),
    }[due]


def end_of_week(today: date, calendar: Calendar) -> date:
    """The fifth working day after today."""
    day = today
    for _ in range(WORKING_WEEK):
        day = calendar.roll(day + DAY)
    return day


def _owner(code: str) -> uuid.UUID | str:
    return NOBODY if code == NOBODY else uuid.UUID(code)


def _age(code: str) -> AgeBand | str:
    return NOT_KNOWN if code == NOT_KNOWN else AgeBand(code)


def _yes(code: str) -> bool:
    if code != "yes":
        raise ValueError(code)
    return True


def _stage(code: str) -> Status:
    if (stage := Status(code)) not in OPEN:
        raise ValueError(code)
    return stage


READ: dict[str, Any] = {
    "tab": Tab,
    "right": Right,
    "stage": _stage,
    "owner": _owner,
    "age": _age,
    "channel": Channel,
    "due": Due,
    "news": _yes,
    "sort": Sort,
}
