"""Due dates for a calendar program, which signs in nowhere: whoever holds the address reads numbers and dates.

The address is a secret of 122 random bits, of which only a hash is kept. It tells nothing about anybody, it changes
nothing, and its worker can make a new one or end it at any time.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission, permissions_of
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.cases.models import CalendarFeed, Case
from portal.cases.shelves import Shelf

MOST = 500


def make(session: Session, *, actor: Actor, at: datetime) -> uuid.UUID:
    """A new secret for the worker; the one before opens nothing any more. It can be read nowhere afterwards."""
    token = uuid.uuid4()
    session.execute(delete(CalendarFeed).where(CalendarFeed.worker_id == actor.worker_id))
    session.add(CalendarFeed(worker_id=actor.worker_id, token_hash=_hash(token), made_at=at))
    session.flush()
    _note(session, Action.CALENDAR_MADE, actor, at)
    return token


def end(session: Session, *, actor: Actor, at: datetime) -> None:
    """The address opens nothing any more. Nothing happens where there is none."""
    gone = session.execute(
        delete(CalendarFeed).where(CalendarFeed.worker_id == actor.worker_id).returning(CalendarFeed.worker_id)
    ).all()
    if gone:
        _note(session, Action.CALENDAR_ENDED, actor, at)


def made_at(session: Session, worker_id: uuid.UUID) -> datetime | None:
    """Since when the worker has an address; None when there is none."""
    return session.scalar(select(CalendarFeed.made_at).where(CalendarFeed.worker_id == worker_id))


def whose(session: Session, token: uuid.UUID) -> uuid.UUID | None:
    """The worker behind a secret, as long as they work here and may see the queue."""
    worker_id = session.scalar(select(CalendarFeed.worker_id).where(CalendarFeed.token_hash == _hash(token)))
    worker = find_active(session, worker_id) if worker_id else None
    may = worker is not None and Permission.QUEUE_READ in permissions_of(worker.trusted_with)
    return worker_id if may else None


def due_dates(session: Session, worker_id: uuid.UUID) -> Sequence[Case]:
    """The worker's open cases with a due date, soonest first."""
    query = select(Case).where(Case.shelf == Shelf.RUNNING, Case.owner_id == worker_id, Case.due_on.is_not(None))
    return session.scalars(query.order_by(Case.sort_on, Case.id).limit(MOST)).all()


def _hash(token: uuid.UUID) -> str:
    return sha256(token.bytes).hexdigest()


def _note(session: Session, action: Action, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=actor.worker_id, at=at)
