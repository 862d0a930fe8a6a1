"""Server-side sessions. The browser holds a random token; the table holds its SHA-256, and content only it can open."""

import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.accounts.kinds import Audience
from portal.accounts.models import ServerSession
from portal.core.errors import Unavailable
from portal.vault import SealBroken
from portal.vault.token_box import TokenBox

TOKEN_BYTES = 32
IDLE_MINUTES = {Audience.PERSON: 20, Audience.WORKER: 15}
SHARED_MINUTES = 5  # for a person who said that other people use the phone or computer too
MORE_TIME_MINUTES = 60  # for a person who said at the start that they need it
WORKER_LIFE = timedelta(hours=12)  # a working day: after it, sign in again however busy
PERSON_LIFE = timedelta(hours=4)  # nobody reads longer; a visit that is kept alive by somebody else ends too
LIFE = {Audience.WORKER: WORKER_LIFE, Audience.PERSON: PERSON_LIFE}
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """What a live session holds, and since when."""

    data: dict[str, Any]
    worker_id: uuid.UUID | None
    idle_minutes: int
    last_seen_at: datetime

    def was_seen_long_ago(self, at: datetime) -> bool:
        """Whether a mere look is worth writing down: at most once a minute."""
        return at - self.last_seen_at >= SEEN_EVERY


def name_of(token: str) -> str:
    """Give the name the table has for the session of this token. It opens nothing."""
    return TokenBox(token).name


def open_session(
    session: Session,
    audience: Audience,
    *,
    data: Mapping[str, Any] | None = None,
    worker_id: uuid.UUID | None = None,
    idle_minutes: int | None = None,
    at: datetime,
) -> str:
    """Start a session and return its token: 256 random bits, never chosen by a browser, stored nowhere."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = ServerSession(
        id_hash=name_of(token),
        audience=audience,
        worker_id=worker_id,
        data=_seal(token, data or {}),
        created_at=at,
        last_seen_at=at,
        idle_minutes=idle_minutes or IDLE_MINUTES[audience],
    )
    session.add(row)
    session.flush()
    return token


def load(session: Session, token: str, *, audience: Audience, at: datetime, hold: bool = False) -> OpenSession | None:
    """Open a session. None: the token is unknown, of the other audience or idle too long, or its row was changed.

    Reads only, so that a page may be shown without a write; `end` and `sweep_expired` delete. `hold` makes a second
    writing request of the same browser wait until this one has committed.
    """
    wanted = select(ServerSession).where(ServerSession.id_hash == name_of(token)).limit(1)
    row = session.scalar(wanted.with_for_update() if hold else wanted)
    if row is None or row.audience != audience or is_over(row, at):
        return None
    try:
        opened = TokenBox(token).open(_place(token), row.data)
    except SealBroken:
        return None
    return OpenSession(json.loads(opened), row.worker_id, row.idle_minutes, row.last_seen_at)


def is_over(row: ServerSession, at: datetime) -> bool:
    """Whether the session was idle for its limit, or has lasted as long as any may."""
    if at - row.last_seen_at >= timedelta(minutes=row.idle_minutes):
        return True
    return at - row.created_at >= LIFE[row.audience]


def save(session: Session, token: str, data: Mapping[str, Any], *, idle_minutes: int, at: datetime) -> bool:
    """Keep new content. False when the session has ended meanwhile: it is not brought back to life."""
    values = {"data": _seal(token, data), "idle_minutes": idle_minutes, "last_seen_at": at}
    return _change(session, token, values)


def see(session: Session, token: str, *, at: datetime) -> bool:
    """Note that the browser is still there, content untouched. False when the session has ended meanwhile."""
    return _change(session, token, {"last_seen_at": at})


def end(session: Session, token: str) -> None:
    """Delete one session. The same token opens nothing from now on."""
    session.execute(delete(ServerSession).where(ServerSession.id_hash == name_of(token)))


def end_everywhere(session: Session, worker_id: uuid.UUID) -> int:
    """Delete all sessions of a worker, on every device. Returns how many there were."""
    ended = delete(ServerSession).where(ServerSession.worker_id == worker_id)
    return len(session.execute(ended.returning(ServerSession.id_hash)).all())


def list_of(session: Session, worker_id: uuid.UUID, *, at: datetime) -> list[ServerSession]:
    """List the live sessions of a worker, last seen first."""
    theirs = select(ServerSession).where(ServerSession.worker_id == worker_id)
    newest_first = theirs.order_by(ServerSession.last_seen_at.desc(), ServerSession.id_hash)
    return [row for row in session.scalars(newest_first) if not is_over(row, at)]


def sweep_expired(session: Session, *, at: datetime) -> int:
    """Delete every session that is over, drafts and all. Returns how many. Run it every minute."""
    limits = select(ServerSession.idle_minutes).distinct()
    idle = [
        (ServerSession.idle_minutes == minutes) & (ServerSession.last_seen_at <= at - timedelta(minutes=minutes))
        for minutes in session.scalars(limits)
    ]
    too_old = [
        (ServerSession.audience == whose) & (ServerSession.created_at <= at - life) for whose, life in LIFE.items()
    ]
    swept = delete(ServerSession).where(or_(*too_old, *idle))
    return len(session.execute(swept.returning(ServerSession.id_hash)).all())


@contextmanager
def or_unavailable() -> Iterator[None]:
    """Turn a database that does not answer into Unavailable, so that a session is never lost in silence."""
    try:
        yield
    except SQLAlchemyError:
        raise Unavailable("The database does not answer, so nothing was saved.") from None


def _change(session: Session, token: str, values: dict[str, Any]) -> bool:
    changed = update(ServerSession).where(ServerSession.id_hash == name_of(token)).values(values)
    return session.execute(changed.returning(ServerSession.id_hash)).first() is not None


def _seal(token: str, data: Mapping[str, Any]) -> bytes:
    return TokenBox(token).seal(_place(token), json.dumps(dict(data), separators=(",", ":")).encode())


def _place(token: str) -> str:
    return f"server_session.data:{name_of(token)}"
