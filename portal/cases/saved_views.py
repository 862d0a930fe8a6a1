"""Lists a worker comes back to: a name and what the list is narrowed by. Nobody else sees them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.cases.filters import Filters, read_filters
from portal.cases.models import SavedView
from portal.core.errors import NotFound, RuleBroken
from portal.vault import vault_of

MOST, LONGEST = 20, 60


@dataclass(frozen=True, slots=True)
class OpenedView:
    """A saved view with its name unsealed."""

    id: uuid.UUID
    name: str
    filters: Filters


def list_views(session: Session, worker_id: uuid.UUID) -> list[OpenedView]:
    """The worker's views by name. One that a later portal no longer understands is left out."""
    rows = session.scalars(select(SavedView).where(SavedView.worker_id == worker_id)).all()
    if not rows:
        return []
    box = vault_of(session).box(_worker(session, worker_id).key_id)
    views = []
    for row in rows:
        try:
            views.append(OpenedView(row.id, box.get(row, "name"), read_filters(row.filters)))
        except ValueError:
            continue
    return sorted(views, key=lambda view: (view.name.casefold(), view.id))


def save(session: Session, worker_id: uuid.UUID, name: str, filters: Filters, *, at: datetime) -> SavedView:
    """Keep a list under a name. The same name again keeps the new list. Raises RuleBroken (name, or too many)."""
    name = _checked(name)
    mine = list_views(session, worker_id)
    same = next((view for view in mine if view.name.casefold() == name.casefold()), None)
    if same is None and len(mine) >= MOST:
        raise RuleBroken(f"You have {MOST} saved views. Delete one first.", field="name")
    row = _get(session, worker_id, same.id) if same else SavedView(id=uuid.uuid4(), worker_id=worker_id, created_at=at)
    row.filters = filters.codes()
    _name(session, row, name)
    return row


def rename(session: Session, worker_id: uuid.UUID, view_id: uuid.UUID, name: str) -> None:
    """Give it another name. Raises NotFound, RuleBroken."""
    name = _checked(name)
    if any(v.id != view_id and v.name.casefold() == name.casefold() for v in list_views(session, worker_id)):
        raise RuleBroken("Another view has this name", field="name")
    _name(session, _get(session, worker_id, view_id), name)


def drop(session: Session, worker_id: uuid.UUID, view_id: uuid.UUID) -> None:
    """Delete it. Raises NotFound."""
    session.delete(_get(session, worker_id, view_id))
    session.flush()


def _get(session: Session, worker_id: uuid.UUID, view_id: uuid.UUID) -> SavedView:
    row = session.get(SavedView, view_id)
    if row is None or row.worker_id != worker_id:
        raise NotFound
    return row


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Give it a name", field="name")
    if len(name) > LONGEST:
        raise RuleBroken(f"Use {LONGEST} letters or fewer", field="name")
    return name


def _name(session: Session, row: SavedView, name: str) -> None:
    vault_of(session).box(_worker(session, row.worker_id).key_id).put(row, "name", name)
    session.add(row)
    session.flush()


def _worker(session: Session, worker_id: uuid.UUID) -> Worker:
    return session.get_one(Worker, worker_id)
