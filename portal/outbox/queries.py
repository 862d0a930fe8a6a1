"""Reads of the outbox: what waits, what was given up."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.outbox.models import Job, JobState


def get(session: Session, job_id: uuid.UUID) -> Job:
    """Give the job. Raises NotFound."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound
    return job


def list_dead(session: Session, *, after: tuple[datetime, uuid.UUID] | None = None, limit: int = 50) -> list[Job]:
    """List dead letters, oldest promise first. `after`: (run_after, id) of the last one seen."""
    return _list(session, JobState.DEAD, after, limit)


def list_pending(session: Session, *, after: tuple[datetime, uuid.UUID] | None = None, limit: int = 50) -> list[Job]:
    """List jobs that wait or run, the one that is due soonest first."""
    return _list(session, JobState.PENDING, after, limit)


def count_unfinished(session: Session) -> dict[JobState, int]:
    """Count pending and dead jobs. Done ones are not counted: they only grow."""
    counts = {JobState.PENDING: 0, JobState.DEAD: 0}
    grouped = select(Job.state, func.count()).where(Job.state.in_(counts)).group_by(Job.state)
    return counts | {state: number for state, number in session.execute(grouped)}  # noqa: C416  # rows are Row objects


def oldest_due(session: Session, *, at: datetime) -> datetime | None:
    """Since when the job that waits longest could have run; None when nothing is due. For a health page."""
    return session.scalar(select(func.min(Job.run_after)).where(Job.state == JobState.PENDING, Job.run_after <= at))


def _list(session: Session, state: JobState, after: tuple[datetime, uuid.UUID] | None, limit: int) -> list[Job]:
    wanted = select(Job).where(Job.state == state)
    if after is not None:
        run_after, job_id = after
        wanted = wanted.where((Job.run_after > run_after) | ((Job.run_after == run_after) & (Job.id > job_id)))
    return list(session.scalars(wanted.order_by(Job.run_after, Job.id).limit(limit)))
