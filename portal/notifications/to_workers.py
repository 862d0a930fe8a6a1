"""E-mails to workers: fixed words, handed over at most once (ADR 7). Each domain promises its own; all leave here."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from portal.notifications.bodies import worker_mail_of
from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.kinds import WorkerMailKind
from portal.notifications.ports import Ports
from portal.notifications.rules import NOT_SET_UP

DESK = "/staff/"
Key = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class ToWorker:
    """What is to be handed over. The address is in no text this object makes of itself."""

    kind: WorkerMailKind
    address: str = field(repr=False)
    path: str = DESK


@dataclass(frozen=True, slots=True)
class Failed:
    """One that did not leave, as a list shows it: to whom, how often it was tried, and the name of what went wrong."""

    id: uuid.UUID
    kind: WorkerMailKind
    at: datetime
    error: str
    tries: int
    worker_id: uuid.UUID | None = None
    name: str = ""


def hand_over(mail: ToWorker, ports: Ports) -> str:
    """Hand it to the mail server, once. Gives the name of what went wrong; empty when it was taken."""
    if ports.mail is None:
        return NOT_SET_UP
    try:
        ports.mail.send(mail.address, *worker_mail_of(mail.kind, ports.site + mail.path))
    except (NotSent, Refused, PerhapsSent) as error:
        return type(error).__name__
    return ""
