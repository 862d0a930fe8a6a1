"""Putting a job into the outbox, and giving a dead one another life."""

import re
import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.outbox.models import Job, JobState

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
AN_ID = re.compile(r"[A-Za-z0-9_:.-]{1,64}")
LONGEST_NAME = 40
JOBS_WAIT = "jobs_wait"  # in session.info: the commit of this session has something to wake a worker for


class NotDead(RuleBroken):
    """Only a job that was given up can be tried again."""

    message = "This job is not waiting for you any more. Somebody may have tried it again already."


def enqueue(session: Session, name: str, *, at: datetime, run_after: datetime | None = None, **ids: str) -> Job:
    """Promise a piece of work in the caller's transaction: rolled back with it, done after its commit.

    `name` is a kebab name of `jobs.HANDLERS`; `ids` are ids or codes, never content. With `run_after` it is done at
    that moment or up to a sweep later, not at once. Raises ValueError. Flushes.
    """
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise ValueError("a job's name is a kebab code")
    for key, value in ids.items():
        if not isinstance(value, str) or not AN_ID.fullmatch(value):
            raise ValueError(f"{name}: {key} has to be an id in text, and nothing else")
    due = run_after or at
    job = Job(id=uuid.uuid4(), name=name, ids=ids, state=JobState.PENDING, created_at=at, run_after=due, attempts=0)
    session.add(job)
    session.flush()
    if due <= at:
        session.info[JOBS_WAIT] = True
    return job


def retry_dead(session: Session, job: Job, *, actor_kind: str, actor_id: uuid.UUID | None, at: datetime) -> None:
    """Let a dead job run again, now, with all its attempts. Raises NotDead, also when somebody was quicker."""
    again = {"state": JobState.PENDING, "attempts": 0, "run_after": at, "finished_at": None}
    dead = update(Job).where(Job.id == job.id, Job.state == JobState.DEAD).values(again).returning(Job.id)
    if session.execute(dead).first() is None:
        raise NotDead
    session.info[JOBS_WAIT] = True
    record(session, Action.JOB_RETRIED, actor_kind=actor_kind, actor_id=actor_id, subject=job.id, at=at, job=job.name)
