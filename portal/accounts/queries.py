"""Reads of workers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.core.errors import NotFound

PAGE = 25
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class WorkersPage:
    """One page of workers, and the last of them when there are more."""

    workers: Sequence[Worker]
    next_after: uuid.UUID | None = None


def get(session: Session, worker_id: uuid.UUID) -> Worker:
    """The worker, disabled or not. Raises NotFound."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise NotFound
    return worker


def page_of(session: Session, *, after: uuid.UUID | None = None) -> WorkersPage:
    """Workers by name, from after that worker on. Raises NotFound."""
    query = select(Worker).order_by(Worker.name, Worker.id).limit(PAGE + 1)
    if after is not None:
        last = get(session, after)
        query = query.where(tuple_(Worker.name, Worker.id) > (last.name, last.id))
    rows = session.scalars(query).all()
    return WorkersPage(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def search(session: Session, words: str) -> WorkersPage:
    """Workers whose name or address has these letters somewhere, by name; no more than 50."""
    letters = words.strip().lower()
    fits = or_(
        func.lower(Worker.name).contains(letters, autoescape=True), Worker.email.contains(letters, autoescape=True)
    )
    return WorkersPage(
        session.scalars(select(Worker).where(fits).order_by(Worker.name, Worker.id).limit(MOST_FOUND)).all()
    )


def normal_email(email: str) -> str:
    """Bring an e-mail address to one form, so that no worker is added twice by a capital letter."""
    return email.strip().lower()


def get_by_email(session: Session, email: str) -> Worker:
    """Get the worker with that address, disabled or not. Raises NotFound."""
    worker = find_by_email(session, email)
    if worker is None:
        raise NotFound("No worker has this e-mail address.")
    return worker


def find_by_email(session: Session, email: str) -> Worker | None:
    """Find the worker with that address, disabled or not."""
    return session.scalar(select(Worker).where(Worker.email == normal_email(email)))


def find_active(session: Session, worker_id: uuid.UUID) -> Worker | None:
    """Find the worker, unless disabled."""
    return session.scalar(select(Worker).where(Worker.id == worker_id, Worker.disabled_at.is_(None)))


def get_names(session: Session, worker_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the names behind ids, for a timeline: the audit trail keeps no names."""
    return {worker.id: worker.name for worker in session.scalars(select(Worker).where(Worker.id.in_(worker_ids)))}


def list_with_role(session: Session, role: Role) -> list[Worker]:
    """List the workers who have that role and may sign in, by name."""
    return [one for one in list_workers(session) if one.disabled_at is None and role in one.trusted_with]


def list_active(session: Session) -> list[Worker]:
    """List the workers who may sign in, by name."""
    query = select(Worker).where(Worker.disabled_at.is_(None))
    return list(session.scalars(query.order_by(Worker.name, Worker.email)))


def teams(session: Session) -> list[str]:
    """The codes of all teams: those that an active worker is in."""
    query = select(Worker.team).where(Worker.disabled_at.is_(None), Worker.team.is_not(None)).distinct()
    return sorted(team for team in session.scalars(query) if team)


def list_workers(session: Session) -> list[Worker]:
    """List all workers, by name."""
    return list(session.scalars(select(Worker).order_by(Worker.name, Worker.email)))
