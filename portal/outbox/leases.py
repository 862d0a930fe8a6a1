"""Leases: who may run a job now. A lease is exclusive, ends by itself, and only its token can finish the job."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from portal.audit import Action, record
from portal.core.errors import PortalError
from portal.outbox.models import Job, JobState

MAX_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=10)
WAIT_GROWS = 4  # 10 s, 40 s, 2 min 40 s, 10 min 40 s
WORKER_DIED = "WorkerDied"
_FREE: dict[str, Any] = {"lease_token": None, "leased_until": None, "lease_owner": None}


class LeaseLost(PortalError):
    """The lease ran out and another worker has the job: this worker's effects must not be committed."""

    message = "The lease on a job was lost"


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run one job until `leased_until`, in plain values."""

    job_id: uuid.UUID
    token: uuid.UUID
    name: str
    ids: Mapping[str, str]
    attempts: int


def lease_next(session: Session, owner: str, *, at: datetime, lease_seconds: float) -> Lease | None:
    """Take the job that has waited longest, or None. Two workers never get the same one. Commit before running it."""
    free = _is_free(at) & (Job.run_after <= at) & (Job.attempts < MAX_ATTEMPTS)
    oldest = select(Job.id).where(free).order_by(Job.run_after, Job.id).limit(1).with_for_update(skip_locked=True)
    job_id = session.scalar(oldest)
    if job_id is None:
        return None
    token = uuid.uuid4()
    taken = update(Job).where(Job.id == job_id, free).values(
        lease_token=token,
        lease_owner=owner,
        leased_until=at + timedelta(seconds=lease_seconds),
        attempts=Job.attempts + 1,
    )  # fmt: skip
    row = session.execute(_quietly(taken.returning(Job.name, Job.ids, Job.attempts))).one_or_none()
    return None if row is None else Lease(job_id, token, row.name, row.ids, row.attempts)


def renew(session: Session, lease: Lease, *, at: datetime, lease_seconds: float) -> None:
    """Hold the job longer, because it is still running. Raises LeaseLost."""
    _change(session, lease, {"leased_until": at + timedelta(seconds=lease_seconds)})


def finish(session: Session, lease: Lease, *, at: datetime) -> None:
    """Say that the job is done, in the transaction of its effects: both happen or neither does. Raises LeaseLost."""
    session.flush()
    _change(session, lease, {"state": JobState.DONE, "finished_at": at, "last_error": None} | _FREE)


def fail(session: Session, lease: Lease, *, error: str, at: datetime) -> JobState:
    """Put the job back to wait longer each time, or give it up after MAX_ATTEMPTS. `error`: the name of a class.

    Gives where the job stands now. Raises LeaseLost.
    """
    if lease.attempts < MAX_ATTEMPTS:
        wait = FIRST_WAIT * WAIT_GROWS ** (lease.attempts - 1)
        _change(session, lease, {"run_after": at + wait, "last_error": error} | _FREE)
        return JobState.PENDING
    _change(session, lease, {"state": JobState.DEAD, "finished_at": at, "last_error": error} | _FREE)
    _record_death(session, lease.job_id, lease.name, lease.attempts, error, at)
    return JobState.DEAD


def free_leases_of_the_gone(session: Session, host: str, alive: Callable[[str], bool]) -> int:
    """Take back the leases of processes of this host that are no more, so that nobody waits for them to run out.

    An owner is `host:…`; `alive` tells whether one still runs. Gives how many were freed.
    """
    held = select(Job.lease_owner).where(
        Job.state == JobState.PENDING, Job.lease_owner.startswith(f"{host}:", autoescape=True)
    )
    gone = [owner for owner in session.scalars(held.distinct()) if owner and not alive(owner)]
    freed = update(Job).where(Job.state == JobState.PENDING, Job.lease_owner.in_(gone)).values(_FREE)
    return len(session.execute(_quietly(freed.returning(Job.id))).all())


def bury_the_spent(session: Session, *, at: datetime) -> int:
    """Give up jobs whose workers died at every attempt: they would kill the next one too. Gives how many."""
    spent = select(Job).where(_is_free(at), Job.attempts >= MAX_ATTEMPTS).order_by(Job.id)
    jobs = session.scalars(spent.with_for_update(skip_locked=True)).all()
    for job in jobs:
        job.state, job.finished_at, job.last_error = JobState.DEAD, at, WORKER_DIED
        job.lease_token = job.leased_until = job.lease_owner = None
        _record_death(session, job.id, job.name, job.attempts, WORKER_DIED, at)
    return len(jobs)


def _is_free(at: datetime) -> ColumnElement[bool]:
    return and_(Job.state == JobState.PENDING, or_(Job.leased_until.is_(None), Job.leased_until <= at))


def _change(session: Session, lease: Lease, values: Mapping[str, Any]) -> None:
    ours = (Job.id == lease.job_id) & (Job.lease_token == lease.token) & (Job.state == JobState.PENDING)
    changed = update(Job).where(ours).values(dict(values)).returning(Job.id)
    if session.execute(_quietly(changed)).first() is None:
        raise LeaseLost


def _quietly(statement: Any) -> Any:
    """Leave the session's own copies alone: a worker's session holds none."""
    return statement.execution_options(synchronize_session=False)


def _record_death(session: Session, job_id: uuid.UUID, name: str, attempts: int, error: str, at: datetime) -> None:
    record(
        session, Action.JOB_DEAD, actor_kind="system", actor_id=None, subject=job_id, at=at,
        job=name, attempts=attempts, error=error,
    )  # fmt: skip
