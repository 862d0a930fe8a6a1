"""The table of jobs: work that was promised in a business transaction and is done after it."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, choice


class JobState(StrEnum):
    """Where a job stands. "Running" is not stored: a pending job runs while its lease lasts."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One piece of work, by name and ids. It holds no content, and neither does what is said when it fails."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_run_after", "state", "run_after"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(40))
    ids: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.PENDING)
    created_at: Mapped[datetime]
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, comment="leases taken, so that a job that kills its worker counts")
    lease_token: Mapped[uuid.UUID | None]
    leased_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(200), comment="host:process:its start")
    last_error: Mapped[str | None] = mapped_column(String(80), comment="the name of a class, never a message")
    finished_at: Mapped[datetime | None]

    def is_running(self, at: datetime) -> bool:
        """Whether a worker holds a lease on it at that moment."""
        return self.state == JobState.PENDING and self.leased_until is not None and self.leased_until > at
