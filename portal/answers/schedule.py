"""When an answer leaves: how long it can be taken back, and the hours at which it should not. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.core.calendars import Calendar

LONDON = ZoneInfo("Europe/London")
LATE_IN_THE_WEEK = time(15, 0)
DAY = timedelta(days=1)


def leaves_at(pressed_at: datetime, window: timedelta, due_on: date | None) -> datetime:
    """When an answer leaves that is released now: after the window, and never later than its due date because of it."""
    end = pressed_at + window
    if due_on is None or pressed_at.astimezone(LONDON).date() > due_on:
        return end
    last = datetime.combine(due_on, time(23, 59), LONDON)
    return max(pressed_at, min(end, last.astimezone(pressed_at.tzinfo)))


def odd_hour(at: datetime, calendar: Calendar) -> str:
    """Say in a few words what kind of odd hour this is for an answer to arrive; empty when it is none.

    A hard letter that comes when everybody goes home leaves somebody alone with it: not on days without work, not from
    three in the afternoon before a weekend, and not at any hour of the day before a bank holiday.
    """
    local = at.astimezone(LONDON)
    today, tomorrow = local.date(), local.date() + DAY
    if today in calendar:
        return "a bank holiday"
    if tomorrow in calendar:
        return "the day before a bank holiday"
    if not calendar.is_working_day(today):
        return "the weekend"
    if not calendar.is_working_day(tomorrow) and local.time() >= LATE_IN_THE_WEEK:
        return "Friday afternoon"
    return ""
