"""The work on one right inside a request."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.states import Status
from portal.core.base import Base, Id, choice
from portal.requests.kinds import Right
from portal.requests.models import Request


class Case(Base):
    """One right, one clock, one outcome. The due date is stored, for it is a promise; "late" is worked out."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_status_sort_on_id", "status", "sort_on", "id"),
        Index("ix_cases_owner_id_sort_on_id", "owner_id", "sort_on", "id"),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    number: Mapped[str] = mapped_column(String(8), unique=True, comment="what staff call it; opens nothing")
    right: Mapped[Right] = mapped_column(choice(Right))
    status: Mapped[Status] = mapped_column(choice(Status))
    received_on: Mapped[date]
    clock_state: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date | None]
    sort_on: Mapped[date] = mapped_column(comment="due_on, or the end of days where there is none: the queue's order")
    target_on: Mapped[date | None] = mapped_column(comment="internal target, before the due date")
    extension_notice_by: Mapped[date | None]
    paused_days: Mapped[int]
    working: Mapped[list[list[str]]] = mapped_column(JSON, comment="how the due date was worked out: sentence, law")
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    team: Mapped[str | None] = mapped_column(String(40), comment="code of the team whose case it is; empty: of all")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(comment="when the person was told that a complaint came")
    acknowledged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    version: Mapped[int] = mapped_column()

    request: Mapped[Request] = relationship()

    @property
    def is_complaint(self) -> bool:
        """Whether it runs on the clock of complaints and is answered by a message, not by a document."""
        return self.right is Right.COMPLAINT

    # Two workers, one case: the second write finds another version and is told, nothing is overwritten.
    __mapper_args__ = {"version_id_col": version}

    def is_overdue(self, today: date) -> bool:
        """Whether an open case is past its due date."""
        return self.due_on is not None and self.due_on < today and self.closed_at is None
