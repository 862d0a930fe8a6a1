"""Entries that are being written. Each has a data key of its own, destroyed when it is logged or thrown away."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, Sealed


class DisclosureDraft(Base):
    """What a worker has answered so far. Nobody else opens it; nothing of it counts before it is logged."""

    __tablename__ = "disclosure_drafts"
    __table_args__ = (Index("ix_disclosure_drafts_worker_id_touched_at", "worker_id", "touched_at"),)

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    key_id: Mapped[str] = mapped_column(String(64))
    submission: Mapped[str] = mapped_column(
        String(64), unique=True, comment="random id of the first form: a second press finds it taken"
    )
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    answers: Mapped[Sealed] = mapped_column(comment="sealed: what was answered, step by step")
