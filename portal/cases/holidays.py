"""The calendar that counts now: the published list, what the pack says of it, and what workers said of single days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.kinds import DayIs
from portal.cases.models import CalendarChange
from portal.core.calendars import Calendar, bank_holidays


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the list: whether it is kept as a bank holiday, and who said so, if that was a worker."""

    day: date
    is_holiday: bool
    change: CalendarChange | None


def changes(session: Session) -> Sequence[CalendarChange]:
    """Every word of workers on the calendar, the last at the end."""
    return session.scalars(select(CalendarChange).order_by(CalendarChange.changed_at, CalendarChange.id)).all()


def in_force(session: Session, calendar: Calendar, also: Mapping[date, DayIs] | None = None) -> Calendar:
    """The calendar of the pack with the last word on each day. Doing it twice changes nothing.

    `also`: what somebody is about to say.
    """
    last = {change.day: change.day_is for change in changes(session)} | dict(also or {})
    holidays = {day for day, day_is in last.items() if day_is is DayIs.HOLIDAY}
    working = {day for day, day_is in last.items() if day_is is DayIs.WORKING_DAY}
    return replace(
        calendar, extra=(calendar.extra - working) | holidays, removed=(calendar.removed - holidays) | working
    )


def days_of(session: Session, calendar: Calendar, years: Sequence[int]) -> list[Day]:
    """The bank holidays of these years, and the days that are none any more, in order. `calendar`: the pack's."""
    now = in_force(session, calendar)
    said = {change.day: change for change in changes(session)}
    listed = bank_holidays(calendar.nation, years) | now.extra | now.removed
    return [
        Day(day, day in now, change if (change := said.get(day)) and change.day_is is not DayIs.AS_PUBLISHED else None)
        for day in sorted(listed)
        if day.year in years
    ]
