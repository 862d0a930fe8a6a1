"""The only readers of the clock. Everything below the web and the jobs is told the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The date on the wall in the United Kingdom at that moment (law: 00:30 BST is already the next day)."""
    return moment.astimezone(LONDON).date()


def local(moment: datetime) -> datetime:
    """That moment on the clock in the United Kingdom."""
    return moment.astimezone(LONDON)


def today() -> date:
    """Today's date in the United Kingdom."""
    return local_date(now())
