"""E-mails to workers: fixed words, promised with what happened, handed over at most once (ADR 7).

They carry no secret. One that is lost is no harm: the admin who did it knows, and hands over the code anyway.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.kinds import MailState
from portal.accounts.models import Invitation, WorkerMail
from portal.notifications.kinds import WorkerMailKind
from portal.notifications.ports import Ports
from portal.notifications.rules import NOT_SET_UP, WORKER_DIED
from portal.notifications.to_workers import Failed, Key, ToWorker
from portal.outbox import enqueue

SEND = "worker-mail"


def promise(session: Session, kind: WorkerMailKind, *, invitation_id: uuid.UUID, at: datetime) -> None:
    """Have it sent by a worker process."""
    one = WorkerMail(id=uuid.uuid4(), kind=kind, invitation_id=invitation_id, state=MailState.WAITING, created_at=at)
    session.add(one)
    session.flush()
    enqueue(session, SEND, at=at, mail_id=str(one.id))


def claim(session: Session, ids: Mapping[str, str], *, ports: Ports, at: datetime) -> ToWorker | None:
    """Say that it is in hand, or give it up: nothing is set up to send with, or a worker process died over it."""
    one = session.get(WorkerMail, uuid.UUID(ids["mail_id"]), with_for_update=True)
    if one is None or one.state not in {MailState.WAITING, MailState.SENDING}:
        return None
    invitation = session.get_one(Invitation, one.invitation_id)
    error = WORKER_DIED if one.state is MailState.SENDING else "" if ports.mail else NOT_SET_UP
    if error or not invitation.is_open(at):
        one.state, one.last_error = MailState.GIVEN_UP, error or None
        return None
    one.state = MailState.SENDING
    return ToWorker(one.kind, invitation.email, f"/staff/set-up/{invitation.id}")


def keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:  # noqa: ARG001  # a job's shape
    """Keep what came of it. Nothing is tried again: the admin can send it again with one press."""
    one = session.get(WorkerMail, uuid.UUID(ids["mail_id"]), with_for_update=True)
    if one is not None and one.state is MailState.SENDING:
        one.state, one.last_error = MailState.GIVEN_UP if error else MailState.SENT, error or None


def failed(session: Session, *, at: datetime, before: Key | None, limit: int) -> list[Failed]:
    """Those that were given up while their invitation is open, last first."""
    is_open = Invitation.ended_at.is_(None) & (Invitation.expires_at > at)
    wanted = select(WorkerMail, Invitation.name).join(Invitation, Invitation.id == WorkerMail.invitation_id)
    wanted = wanted.where(WorkerMail.state == MailState.GIVEN_UP, WorkerMail.last_error.is_not(None), is_open)
    if before is not None:
        wanted = wanted.where(tuple_(WorkerMail.created_at, WorkerMail.id) < tuple_(*before))
    rows = session.execute(wanted.order_by(WorkerMail.created_at.desc(), WorkerMail.id.desc()).limit(limit))
    return [Failed(one.id, one.kind, one.created_at, one.last_error or "", 1, name=name) for one, name in rows]


def send_again(session: Session, mail_id: uuid.UUID, *, at: datetime) -> WorkerMailKind | None:
    """Try one that was given up once more. None when there is no such e-mail, or its invitation ended."""
    one = session.get(WorkerMail, mail_id, with_for_update=True)
    if one is None or one.state is not MailState.GIVEN_UP:
        return None
    if not session.get_one(Invitation, one.invitation_id).is_open(at):
        return None
    one.state, one.last_error = MailState.WAITING, None
    enqueue(session, SEND, at=at, mail_id=str(one.id))
    return one.kind
