"""By when a worker should have looked at a flag. Pure.

This is the charity's promise to itself, and no clock of the law. The person is never told of it: nobody watches day and
night, and a promise that somebody looks within hours could be trusted with a life.
"""

from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def look_by(raised_at: datetime, *, within_hours: int) -> datetime:
    """The moment, in hours that really pass: no night, weekend or bank holiday stops this clock."""
    return raised_at + timedelta(hours=within_hours)


def is_late(look_by: datetime, at: datetime) -> bool:
    """Whether the moment is over."""
    return at > look_by


def standing(look_by: datetime, at: datetime) -> str:
    """`3 hours left`, `less than an hour left`, `less than an hour late`, `2 days late`."""
    late = is_late(look_by, at)
    apart = abs(look_by - at)
    unit, word = (DAY, "day") if apart >= 2 * DAY else (HOUR, "hour")
    count = apart // unit
    amount = f"{count} {word}{'' if count == 1 else 's'}" if count else "less than an hour"
    return f"{amount} {'late' if late else 'left'}"
