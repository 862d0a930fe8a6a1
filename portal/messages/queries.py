"""Reads of messages. Opening them takes the key of their request."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.messages.kinds import MessageKind, Sender
from portal.messages.models import RequestMessage
from portal.messages.rules import FOLD_AFTER
from portal.requests import queries as requests
from portal.vault import Box, vault_of


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """A message with its seal opened. `is_new`: the side that looks has not seen it before."""

    id: uuid.UUID
    case_id: uuid.UUID | None
    kind: MessageKind
    sender: Sender
    worker_id: uuid.UUID | None
    part: int | None
    body: str
    reasons: tuple[str, ...]
    sent_at: datetime
    seen_on: date | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """Every message of a request, oldest first: the latest, and those that are folded."""

    messages: tuple[OpenedMessage, ...]

    @property
    def older(self) -> tuple[OpenedMessage, ...]:
        """What is folded."""
        return self.messages[:-FOLD_AFTER]

    @property
    def latest(self) -> tuple[OpenedMessage, ...]:
        """What stands open."""
        return self.messages[-FOLD_AFTER:]


def conversation(session: Session, request_id: uuid.UUID, *, new: Collection[uuid.UUID] = ()) -> Conversation:
    """The messages of a request with their seals opened. Raises NotFound, KeyDestroyed.

    `new`: those that the page's opening has just marked as seen, which are new on this one page.
    """
    box = vault_of(session).box(requests.get(session, request_id).key_id)
    wanted = select(RequestMessage).where(RequestMessage.request_id == request_id)
    rows = session.scalars(wanted.order_by(RequestMessage.sent_at, RequestMessage.id))
    return Conversation(tuple(_opened(box, row, new) for row in rows))


def sides(session: Session, request_id: uuid.UUID, case_id: uuid.UUID) -> Sequence[OpenedMessage]:
    """What the person put beside the answer of a case, oldest first."""
    box = vault_of(session).box(requests.get(session, request_id).key_id)
    wanted = select(RequestMessage).where(
        RequestMessage.request_id == request_id,
        RequestMessage.case_id == case_id,
        RequestMessage.kind == MessageKind.MY_SIDE,
    )
    return [_opened(box, m, ()) for m in session.scalars(wanted.order_by(RequestMessage.sent_at, RequestMessage.id))]


def count_unseen(session: Session, request_id: uuid.UUID, *, by: Sender) -> int:
    """How many messages wait to be seen by that side."""
    query = select(func.count()).where(
        RequestMessage.request_id == request_id, RequestMessage.sender == by.other, RequestMessage.seen_on.is_(None)
    )
    return session.scalar(query) or 0


def last_from_us(session: Session, request_id: uuid.UUID) -> datetime | None:
    """When staff last wrote to the person; None when they never did. Opens no seal."""
    query = select(func.max(RequestMessage.sent_at)).where(
        RequestMessage.request_id == request_id, RequestMessage.sender == Sender.WORKER
    )
    return session.scalar(query)


def waiting() -> Select[uuid.UUID]:
    """The requests in which a person wrote something that staff have not seen: for a list, which opens no seal."""
    return select(RequestMessage.request_id).where(
        RequestMessage.sender == Sender.PERSON, RequestMessage.seen_on.is_(None)
    )


def waiting_among(session: Session, request_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these requests hold something that staff have not seen."""
    return frozenset(session.scalars(waiting().where(RequestMessage.request_id.in_(list(request_ids)))))


def by_submission(session: Session, request_id: uuid.UUID, submission: str) -> RequestMessage | None:
    """The message that came from this form, if it was sent before."""
    return session.scalar(
        select(RequestMessage).where(RequestMessage.request_id == request_id, RequestMessage.submission == submission)
    )


def _opened(box: Box, row: RequestMessage, new: Collection[uuid.UUID]) -> OpenedMessage:
    reasons = box.get_json(row, "reasons") if row.reasons else ()
    return OpenedMessage(
        id=row.id, case_id=row.case_id, kind=row.kind, sender=row.sender, worker_id=row.worker_id, part=row.part,
        body=box.get(row, "body"), reasons=tuple(reasons), sent_at=row.sent_at, seen_on=row.seen_on,
        is_new=row.id in new,
    )  # fmt: skip
