"""The audit trail: rows that hold each other's hashes, and the one row that knows the end of the chain."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Uuid, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.audit.actions import Action
from portal.core.base import Base, choice

GENESIS = "0" * 64  # stands for the hash of the row before the first


class AuditIsAppendOnly(RuntimeError):
    """Somebody tried to change or delete an entry through the models. The database's triggers refuse it too."""


class AuditEvent(Base):
    """One thing that happened. Never changed, never deleted; holds ids and codes, so that it may outlive a person."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject_number", "subject", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="1, 2, 3 … without a gap")
    at: Mapped[datetime]
    action: Mapped[Action] = mapped_column(choice(Action))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[uuid.UUID | None]
    subject: Mapped[uuid.UUID] = mapped_column(Uuid, comment="what it happened to")
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 over everything above")


class AuditHead(Base):
    """The end of the chain, in one row: appends queue up on it, and a tail that was cut off is missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


def _refuse(_mapper: object, _connection: object, target: AuditEvent) -> None:
    raise AuditIsAppendOnly(f"audit entry {target.number} cannot be changed or deleted")


event.listen(AuditEvent, "before_update", _refuse)
event.listen(AuditEvent, "before_delete", _refuse)
