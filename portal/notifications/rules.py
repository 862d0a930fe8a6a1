"""Who may be told, and when. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.core.words import ENGLISH
from portal.notifications.kinds import NotificationState, SafeTime, Way

LONDON = ZoneInfo("Europe/London")
OPENS, NOON, EVENING, CLOSES = 8, 12, 17, 21  # hours on the wall; nothing leaves from 21:00 to 8:00
PARTS = {
    SafeTime.MORNINGS: (OPENS, NOON),
    SafeTime.AFTERNOONS: (NOON, EVENING),
    SafeTime.EVENINGS: (EVENING, CLOSES),
}
SATURDAY = 5  # of `weekday()`
WEEK = 8  # days to look ahead: today may be over, and the next Saturday is seven days off at the most

TOGETHER = timedelta(hours=1)  # what happens within an hour is told once
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))  # after the first try, …

# Why a notification was given up, by the name that is kept with it. The first ones say that it was tried.
PERHAPS_SENT, WORKER_DIED, NOT_SENT, REFUSED = "PerhapsSent", "WorkerDied", "NotSent", "Refused"
TRIED = frozenset({PERHAPS_SENT, WORKER_DIED, NOT_SENT, REFUSED})
NOT_SET_UP, SEEN_BY_OTHERS, NO_HOURS, NO_ADDRESS = "NotSetUp", "SeenByOthers", "NoHours", "NoAddress"
NOT_TRIED = frozenset({NOT_SET_UP, SEEN_BY_OTHERS, NO_HOURS, NO_ADDRESS})

STILL_TO_SEND = frozenset({NotificationState.WAITING, NotificationState.FAILED})


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be told. It holds an address: it lives while it is used, and is never stored."""

    way: Way
    address: str
    hours: frozenset[SafeTime]
    somebody_else_sees_it: bool = False
    anyway: bool = False
    language: str = ENGLISH


def obstacle(reach: Reach) -> str:
    """Why nothing may be sent, as one of the names staff get words for; empty when nothing stands in the way.

    `NoHours`: the card holds free words or nothing, and a machine must not guess what they mean.
    """
    if reach.somebody_else_sees_it and not reach.anyway:
        return SEEN_BY_OTHERS
    if not reach.hours:
        return NO_HOURS
    return "" if reach.address.strip() else NO_ADDRESS


def next_slot(at: datetime, hours: frozenset[SafeTime]) -> datetime:
    """The first moment from `at` on at which something may leave; `at` itself when that is now. In UTC.

    Worked out on the wall clock of the United Kingdom, so that 8 is 8 in summer and in winter. Raises ValueError for
    no hours: there is no such moment.
    """
    if not hours:
        raise ValueError("nobody said when it is safe")
    today = at.astimezone(LONDON).date()
    for day in (today + timedelta(days=ahead) for ahead in range(WEEK)):
        if SafeTime.WEEKENDS in hours and day.weekday() < SATURDAY:
            continue
        for opens, closes in windows(hours):
            start, end = (datetime.combine(day, time(hour), LONDON) for hour in (opens, closes))
            if at < end:
                return max(at, start).astimezone(UTC)
    raise AssertionError("every week has a Saturday")  # pragma: no cover


def windows(hours: frozenset[SafeTime]) -> list[tuple[int, int]]:
    """The hours of a day, from and to. Parts of a day win over "any time": the narrower wish is the safer one."""
    parts = [window for part, window in PARTS.items() if part in hours]
    return parts or [(OPENS, CLOSES)]


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries; None when that was the last."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def is_told_with(state: NotificationState, created_at: datetime, at: datetime) -> bool:
    """Whether something that happens now is told by a notification that is there already.

    One that still waits says all of it: its text is the same. One that left says it for an hour.
    """
    if state in STILL_TO_SEND:
        return True
    return state in {NotificationState.SENDING, NotificationState.SENT} and at - created_at < TOGETHER
