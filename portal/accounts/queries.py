"""Reads of workers."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.core.errors import NotFound


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
