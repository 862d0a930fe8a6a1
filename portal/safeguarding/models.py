"""A flag: words of danger were in what a person sent, and somebody has to look."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.base import Base, Id, choice
from portal.notifications.kinds import NotificationState, WorkerMailKind
from portal.requests.models import Request
from portal.safeguarding.kinds import FlagSource, Outcome


class SafeguardingFlag(Base):
    """One flag on one request. Holds none of the words that raised it: they stay sealed where they were typed."""

    __tablename__ = "safeguarding_flags"
    __table_args__ = (Index("ix_safeguarding_flags_closed_at_look_by_id", "closed_at", "look_by", "id"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    source: Mapped[FlagSource] = mapped_column(choice(FlagSource))
    raised_at: Mapped[datetime]
    look_by: Mapped[datetime] = mapped_column(comment="the charity's promise to itself; the person is never told")
    seen_at: Mapped[datetime | None] = mapped_column(comment="when a worker first opened it")
    seen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    note: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed under the request's key: what was done")
    version: Mapped[int] = mapped_column()

    request: Mapped[Request] = relationship()

    __mapper_args__ = {"version_id_col": version}


class FlagNotice(Base):
    """One e-mail to one worker about one flag. The address is read when it is sent, and is kept nowhere else."""

    __tablename__ = "flag_notices"
    __table_args__ = (
        UniqueConstraint("flag_id", "worker_id", "kind"),
        Index("ix_flag_notices_state_created_at_id", "state", "created_at", "id"),
    )

    id: Mapped[Id]
    flag_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("safeguarding_flags.id"))
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    kind: Mapped[WorkerMailKind] = mapped_column(choice(WorkerMailKind))
    state: Mapped[NotificationState] = mapped_column(choice(NotificationState))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(80), comment="the name of a class, never a message")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    flag: Mapped[SafeguardingFlag] = relationship()
