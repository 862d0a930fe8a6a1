"""The e-mail that goes with a chaser: to a colleague at the desk, at most one for each (ADR 7)."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.accounts.queries import find_active
from portal.casework.models import CaseTask
from portal.casework.queries import known_to
from portal.casework.states import OPEN
from portal.notifications.kinds import WorkerMailKind
from portal.notifications.ports import Ports
from portal.notifications.rules import NOT_SET_UP
from portal.notifications.to_workers import Failed, Key, ToWorker
from portal.outbox import enqueue

MAIL = "task-mail"


def promise(session: Session, row: CaseTask, *, at: datetime) -> None:
    """Have it sent by a worker process."""
    row.mailed_at = row.mail_error = None
    enqueue(session, MAIL, at=at, task_id=str(row.id))


def claim(session: Session, ids: Mapping[str, str], *, ports: Ports, at: datetime) -> ToWorker | None:
    """Say that it is in hand. None when nothing is to be sent any more, or nothing is set up to send with."""
    row = session.get(CaseTask, uuid.UUID(ids["task_id"]), with_for_update=True)
    if row is None or row.state not in OPEN or row.mailed_at is not None or row.worker_id is None:
        return None
    worker: Worker | None = find_active(session, row.worker_id)
    if worker is None or row.case.request_id in known_to(session, worker.id):
        return None
    row.mailed_at, row.mail_error = at, None if ports.mail else NOT_SET_UP
    session.flush()
    return ToWorker(WorkerMailKind.TASK_LATE, worker.email) if ports.mail else None


def keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:  # noqa: ARG001  # a job's shape
    """Keep what came of it. Nothing is tried again by itself: the page of the case says that the task is late."""
    row = session.get(CaseTask, uuid.UUID(ids["task_id"]), with_for_update=True)
    if row is not None:
        row.mail_error = error or None


def failed(session: Session, *, before: Key | None, limit: int) -> list[Failed]:
    """Those that did not leave while their task is open, last first."""
    wanted = select(CaseTask).where(CaseTask.state.in_(OPEN), CaseTask.mail_error.is_not(None))
    if before is not None:
        wanted = wanted.where(tuple_(CaseTask.mailed_at, CaseTask.id) < tuple_(*before))
    rows = session.scalars(wanted.order_by(CaseTask.mailed_at.desc(), CaseTask.id.desc()).limit(limit))
    return [
        Failed(row.id, WorkerMailKind.TASK_LATE, row.mailed_at, row.mail_error or "", 1, worker_id=row.worker_id)
        for row in rows
        if row.mailed_at is not None
    ]


def send_again(session: Session, task_id: uuid.UUID, *, at: datetime) -> WorkerMailKind | None:
    """Try one that did not leave once more. None when there is no such task, or it is closed."""
    row = session.get(CaseTask, task_id, with_for_update=True)
    if row is None or row.mail_error is None or row.state not in OPEN:
        return None
    promise(session, row, at=at)
    return WorkerMailKind.TASK_LATE
