"""Counts tries, so that guessing is slow. Shared by all processes, survives restarts, remembers no address or name.

A counter's key is an HMAC that changes at midnight UTC, so that yesterday's counters say nothing about anybody.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.models import ThrottleCounter
from portal.vault import vault_of

WINDOW_MINUTES = 15
TRIES = 5  # on one reference, one e-mail address, one second factor
TRIES_FROM_ONE_PLACE = 30  # a school or a library may share one address
TRIES_WHEN_MANY_GUESS = 2  # from each place, on something that others have used up the tries of: one slip is forgiven
HOME_PREFIX = 56  # bits of an IPv6 address that one home or one server gets whole
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


def take_from(session: Session, what: str, value: str, *, place: str, at: datetime) -> bool:
    """Count one try of `what` on `value` from `place`; say whether it may go on. `place` is a client address.

    Five tries from anywhere; after that each place has two of its own. So nobody who guesses, from however many places,
    uses up the tries of whoever knows the answer and stands somewhere else. Call it, and commit, before looking.
    """
    here = place_of(place)
    if not take(session, f"{what}-from", here, limit=TRIES_FROM_ONE_PLACE, at=at).allowed:
        return False  # and what this place does from now on is not held against anybody else
    anywhere = take(session, what, value, at=at)
    limit = TRIES if anywhere.allowed else TRIES_WHEN_MANY_GUESS
    return take(session, f"{what}-here", f"{value}\0{here}", limit=limit, at=at).allowed


def take_back_from(session: Session, what: str, value: str, *, place: str, at: datetime) -> None:
    """Do not count the try that was right, in any of the three counters of `take_from`.

    In the order in which they were counted: two at once that go the other way round would wait for each other.
    """
    here = place_of(place)
    for counter, on in ((f"{what}-from", here), (what, value), (f"{what}-here", f"{value}\0{here}")):
        take_back(session, counter, on, at=at)


def place_of(address: str) -> str:
    """The place a client address stands for. Whoever has one IPv6 address has millions: the network counts."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address  # a socket without an address is one place
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((parsed, HOME_PREFIX), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


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
