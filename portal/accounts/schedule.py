"""When the next access review is due. Pure."""

from datetime import date

from portal.core.calendars import add_months


def next_due(*, finished_on: date | None, first_worker_on: date | None, months: int, today: date) -> date:
    """So many months after the last one was finished; before the first, after the first worker came."""
    start = finished_on or first_worker_on
    return add_months(start, months) if start else today
