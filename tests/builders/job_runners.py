"""Builders for jobs: handlers that leave a mark, and job workers in processes of their own."""

import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from portal.jobs.jobs_command import leave_on_signals
from portal.jobs.wake import Wake
from portal.jobs.worker import Worker
from portal.outbox import Job
from tests.builders.ground import an_engine, effects


def note_effect(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """Handle a job by leaving one row."""
    session.execute(insert(effects).values(job=ids["of"]))


def effects_of(engine: Engine) -> list[str]:
    """List what the handlers left, in order."""
    with engine.connect() as connection:
        return list(connection.scalars(select(effects.c.job).order_by(effects.c.id)))


def count_jobs(engine: Engine, **columns: Any) -> int:
    """Count the jobs with these column values."""
    with engine.connect() as connection:
        table = Job.__table__
        where = [table.c[name] == value for name, value in columns.items()]
        return int(connection.scalar(select(func.count()).select_from(table).where(*where)) or 0)


def get_stuck(url: str, marker: str) -> None:
    """Be a worker that starts a job, writes its effect, says so in a file, and never comes to the end."""

    def stuck(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
        note_effect(session, ids, at=at)
        session.flush()
        Path(marker).touch()
        time.sleep(60)

    Worker(sessionmaker(an_engine(url)), {"note": stuck}).run_due()


def work_until_empty(url: str) -> None:
    """Be a worker that runs all due jobs and leaves."""
    engine = an_engine(url)
    Worker(sessionmaker(engine), {"note": note_effect}).run_due()
    engine.dispose()


def run_with_signals(url: str, queue_url: str, marker: str, seconds: float) -> None:
    """Be the worker of `flask jobs run`, with a job that takes a while."""
    worker = Worker(sessionmaker(an_engine(url)), {"note": partial(_linger, Path(marker), seconds)})
    leave_on_signals(worker)
    worker.run(Wake(queue_url))


def _linger(marker: Path, seconds: float, session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    marker.touch()
    time.sleep(seconds)
    note_effect(session, ids, at=at)
