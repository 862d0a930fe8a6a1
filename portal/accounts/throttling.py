"""Counts tries, so that guessing is slow. Shared by all processes, survives restarts, remembers no address or name.

A counter's key is an HMAC that changes at midnight UTC, so that yesterday's counters say nothing about anybody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.models import ThrottleCounter
from portal.vault import vault_of

WINDOW_MINUTES = 15
TRIES = 5  # on one reference, one e-mail address, one second factor
TRIES_FROM_ONE_PLACE = 30  # a school or a library may share one address
LONGEST_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this try may go on; if not, how many seconds until the next may, and whether it is the first refused."""

    allowed: bool
    wait_seconds: int = 0
    is_first_refused: bool = False

    @property
    def wait_minutes(self) -> int:
        """The wait in whole minutes, rounded up: for words on a page."""
        return ceil(self.wait_seconds / 60)


def take(
    session: Session, what: str, value: str, *, limit: int = TRIES, window_minutes: int = WINDOW_MINUTES, at: datetime
) -> Verdict:
    """Count one try of `what` on `value`, then say whether it may go on.

    Call it, and commit, before looking whether the try is right: then tries made at the same time cannot slip by.
    `value` is a normalised reference, e-mail or client address; only its HMAC is kept.
    """
    opened_before = at - timedelta(minutes=window_minutes)
    is_over = ThrottleCounter.window_start <= opened_before
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    upsert = insert(ThrottleCounter).values(key=_key(session, what, value, at), window_start=at, count=1)
    counted = upsert.on_conflict_do_update(
        index_elements=[ThrottleCounter.key],
        set_={
            "count": case((is_over, 1), else_=ThrottleCounter.count + 1),
            "window_start": case((is_over, at), else_=ThrottleCounter.window_start),
        },
    ).returning(ThrottleCounter.count, ThrottleCounter.window_start)
    count, window_start = session.execute(counted).one()
    if count <= limit:
        return Verdict(allowed=True)
    until_over = window_start + timedelta(minutes=window_minutes) - at
    return Verdict(
        allowed=False,
        wait_seconds=max(1, ceil(until_over.total_seconds())),
        is_first_refused=count == limit + 1,
    )


def take_back(session: Session, what: str, value: str, *, at: datetime) -> None:
    """Do not count the try that was right. Wrong ones before it stay: their number must not tell that it happened."""
    counter = update(ThrottleCounter).where(ThrottleCounter.key == _key(session, what, value, at))
    session.execute(counter.where(ThrottleCounter.count > 0).values(count=ThrottleCounter.count - 1))


def forget(session: Session, what: str, value: str, *, at: datetime) -> None:
    """Start again at nought, after a try that was right."""
    session.execute(delete(ThrottleCounter).where(ThrottleCounter.key == _key(session, what, value, at)))


def sweep_old(session: Session, *, at: datetime) -> int:
    """Delete counters whose window is long over. Returns how many."""
    old = delete(ThrottleCounter).where(ThrottleCounter.window_start <= at - LONGEST_WINDOW)
    return len(session.execute(old.returning(ThrottleCounter.key)).all())


def _key(session: Session, what: str, value: str, at: datetime) -> str:
    day = at.astimezone(UTC).date().isoformat()
    return vault_of(session).blind(f"throttle-day:{day}", f"{what}\0{value}")
