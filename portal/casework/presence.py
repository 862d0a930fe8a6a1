"""Who else has the case open, as far as the trail can tell: it knows when a page was opened, not when it was left."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit import Action, AuditEvent

WINDOW = timedelta(minutes=15)  # a worker's session ends after that much silence


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who opened the case a short while ago."""

    worker_id: uuid.UUID
    since: datetime


def present(session: Session, case_id: uuid.UUID, *, besides: uuid.UUID | None, at: datetime) -> tuple[Present, ...]:
    """Who opened the case within the last minutes, first come first. It is a hint and stops nobody."""
    query = (
        select(AuditEvent.actor_id, func.min(AuditEvent.at))
        .where(
            AuditEvent.subject == case_id, AuditEvent.action == Action.CASE_OPENED, AuditEvent.at > at - WINDOW,
            AuditEvent.actor_kind == "worker", AuditEvent.actor_id != besides,
        )
        .group_by(AuditEvent.actor_id)
        .order_by(func.min(AuditEvent.at))
    )  # fmt: skip
    return tuple(Present(worker_id, since) for worker_id, since in session.execute(query) if worker_id)
