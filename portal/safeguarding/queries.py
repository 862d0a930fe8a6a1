"""Reads of flags. The list pages by key and opens nothing that is sealed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.safeguarding.models import SafeguardingFlag
from portal.vault import vault_of

PAGE = 25
Key = tuple[datetime, uuid.UUID]
F = SafeguardingFlag


@dataclass(frozen=True, slots=True)
class Page:
    """One page of flags and the key of the next, if there is one."""

    flags: Sequence[SafeguardingFlag]
    next_key: Key | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many flags are open, and how many of them nobody opened in time."""

    count: int
    late: int


def get(session: Session, flag_id: uuid.UUID) -> SafeguardingFlag:
    """The flag. Raises NotFound."""
    flag = session.get(SafeguardingFlag, flag_id)
    if flag is None:
        raise NotFound
    return flag


def list_open(session: Session, *, besides: Collection[uuid.UUID] = frozenset(), after: Key | None = None) -> Page:
    """Open flags, soonest to be looked at first; `after` is the key of the last one seen.

    `besides`: requests of people the asker knows.
    """
    query = select(F).where(F.closed_at.is_(None), F.request_id.not_in(besides))
    if after is not None:
        query = query.where(tuple_(F.look_by, F.id) > tuple_(*after))
    rows = session.scalars(query.order_by(F.look_by, F.id).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (last.look_by, last.id) if last else None)


def list_closed(session: Session, *, besides: Collection[uuid.UUID] = frozenset(), before: Key | None = None) -> Page:
    """Closed flags, last closed first; `before` is the key of the last one seen. `besides` as for the open ones."""
    query = select(F).where(F.closed_at.is_not(None), F.request_id.not_in(besides))
    if before is not None:
        query = query.where(tuple_(F.closed_at, F.id) < tuple_(*before))
    rows = session.scalars(query.order_by(F.closed_at.desc(), F.id.desc()).limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (last.closed_at, last.id) if last and last.closed_at else None)


def waiting(session: Session, *, at: datetime) -> Waiting:
    """How many are open now. Late is what nobody has opened by the moment it should have been."""
    late = func.count().filter(F.look_by < at, F.seen_at.is_(None))
    count, too_late = session.execute(select(func.count(), late).where(F.closed_at.is_(None))).one()
    return Waiting(count, too_late)


def open_on(session: Session, request_id: uuid.UUID) -> Sequence[SafeguardingFlag]:
    """The open flags of one request, soonest first."""
    query = select(F).where(F.request_id == request_id, F.closed_at.is_(None)).order_by(F.look_by, F.id)
    return session.scalars(query).all()


def note_of(session: Session, flag: SafeguardingFlag) -> str:
    """What a worker wrote on closing; empty when nothing. Raises KeyDestroyed."""
    return vault_of(session).box(flag.request.key_id).get(flag, "note") if flag.note is not None else ""
