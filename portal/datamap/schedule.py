"""When something goes away. Pure: dates in, a date or the honest reason for none out."""

import calendar
from dataclasses import dataclass
from datetime import date

from portal.core.calendars import add_months
from portal.datamap.kinds import Then
from portal.datamap.shapes import Kept, Service

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class KeepUntil:
    """The last day something is kept, and what happens then. `until` is None when nobody has said how long."""

    until: date | None
    then: Then | None
    rule: str
    why: str


def keep_until(service: Service, last_used: date) -> KeepUntil:
    """Say until when `service` keeps what was collected, if it was last used on that day.

    The day has the same number as the first one; the last day of the month where there is no such day.
    """
    kept = service.timed
    if kept is None or kept.months is None:
        return KeepUntil(None, None, "no period is named", service.no_period_why or "")
    until = add_months(last_used, kept.months)
    rule = f"{period(kept.months)} from {kept.from_words}"
    return KeepUntil(until, kept.then, rule, f"{kept.what}: {rule}. {kept.then_words}")


def period(months: int) -> str:
    """`7 years`, `18 months`, `1 year`."""
    count, unit = (months, "month") if months % MONTHS_A_YEAR else (months // MONTHS_A_YEAR, "year")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def ends(kept: Kept) -> str:
    """`For 7 years. We count from the last time you used it.`, or `Until your account is closed.`."""
    return f"For {period(kept.months)}. We count from {kept.from_words}." if kept.months else f"Until {kept.until}."


def the_rest(service: Service) -> tuple[Kept, ...]:
    """What is kept besides the thing whose end `keep_until` works out."""
    return tuple(kept for kept in service.kept if kept is not service.timed)


def day_meant(year: int, month: int, day: int | None = None) -> date:
    """The day somebody means, or the last one of the month they mean: then nothing goes later than we say.

    Raises ValueError for a day that is in no calendar, such as 31 February.
    """
    return date(year, month, day or calendar.monthrange(year, month)[1])
