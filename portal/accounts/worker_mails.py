"""E-mails to workers: fixed words, promised with what happened, handed over at most once (ADR 7).

They carry no secret. One that is lost is no harm: the admin who did it knows, and hands over the code anyway.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.kinds import MailKind, MailState
from portal.accounts.models import Invitation, WorkerMail
from portal.notifications.bodies import fixed_mail
from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.ports import Ports
from portal.notifications.rules import NOT_SET_UP, WORKER_DIED
from portal.outbox import enqueue

SEND = "worker-mail"


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """What is to be handed over. The address is in no text this object makes of itself."""

    kind: MailKind
    link: str
    address: str = field(repr=False)


def promise(session: Session, kind: MailKind, *, invitation_id: uuid.UUID, at: datetime) -> None:
    """Have it sent by a worker process."""
    one = WorkerMail(id=uuid.uuid4(), kind=kind, invitation_id=invitation_id, state=MailState.WAITING, created_at=at)
    session.add(one)
    session.flush()
    enqueue(session, SEND, at=at, mail_id=str(one.id))


def claim(session: Session, ids: Mapping[str, str], *, ports: Ports, at: datetime) -> ClaimedMail | None:
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
    return ClaimedMail(one.kind, f"/staff/set-up/{invitation.id}", invitation.email)


def hand_over(claimed: ClaimedMail, ports: Ports) -> str:
    """Hand it to the mail server, once. Gives the name of what went wrong; empty when it was taken."""
    try:
        if ports.mail is not None:
            ports.mail.send(claimed.address, *fixed_mail(claimed.kind, link=ports.site + claimed.link))
    except (NotSent, Refused, PerhapsSent) as error:
        return type(error).__name__
    return ""


def keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:  # noqa: ARG001  # a job's shape
    """Keep what came of it. Nothing is tried again: the admin can send it again with one press."""
    one = session.get(WorkerMail, uuid.UUID(ids["mail_id"]), with_for_update=True)
    if one is not None and one.state is MailState.SENDING:
        one.state, one.last_error = MailState.GIVEN_UP if error else MailState.SENT, error or None
