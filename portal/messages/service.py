"""What can happen to a message: it is written, and it is seen."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, ActorKind
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.words import N_
from portal.letters import Letter
from portal.letters.kinds import FOR_ADULTS
from portal.messages.kinds import MessageKind, Sender
from portal.messages.models import RequestMessage
from portal.messages.queries import by_submission
from portal.messages.rules import LONGEST_LETTER, MOST_A_DAY, must_be_easy, tidy
from portal.requests import queries as requests
from portal.requests.models import Request
from portal.requests.reaching import tell
from portal.vault import vault_of


class AlreadyWritten(RuleBroken):
    """The same form was sent before: one press of Send makes one message."""

    message = "You have already sent this. Nothing was sent twice."


def write(
    session: Session,
    request_id: uuid.UUID,
    text: str,
    *,
    submission: str,
    kind: MessageKind = MessageKind.NOTE,
    case_id: uuid.UUID | None = None,
    part: int | None = None,
    reasons: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> RequestMessage:
    """A person writes, sealed under their request's key. A complaint may be without words.

    Raises RuleBroken (no words, too many, too often), AlreadyWritten, NotAllowed for somebody else's request.
    """
    if actor.kind is not ActorKind.PERSON or actor.id != request_id:
        raise NotAllowed
    text = tidy(text, field="message", may_be_empty=kind is MessageKind.COMPLAINT)
    request = requests.get(session, request_id)
    must_be_new(session, request.id, submission)
    if _written_since(session, request, at - timedelta(days=1)) >= MOST_A_DAY:
        raise RuleBroken(N_("You wrote a lot today. You can write more tomorrow"), field="message")
    message = RequestMessage(
        id=uuid.uuid4(), request_id=request.id, case_id=case_id, kind=kind, sender=Sender.PERSON, part=part,
        submission=submission, sent_at=at,
    )  # fmt: skip
    if reasons:
        vault_of(session).box(request.key_id).put_json(message, "reasons", list(reasons))
    _keep(session, request, message, text, actor=actor, at=at)
    return message


def reply(
    session: Session,
    request_id: uuid.UUID,
    text: str,
    *,
    submission: str,
    kind: MessageKind = MessageKind.NOTE,
    case_id: uuid.UUID | None = None,
    permission: Permission = Permission.CASE_WORK,
    actor: Actor,
    at: datetime,
) -> RequestMessage:
    """A worker writes to the person, in words a young reader can read.

    Raises RuleBroken (no words, too many, too hard), AlreadyWritten, NotAllowed.
    """
    actor.must(permission)
    text = tidy(text, field="message")
    must_be_easy(text, field="message")
    return _from_us(
        session, request_id, text, submission=submission, kind=kind, case_id=case_id, worker_id=actor.worker_id,
        actor=actor, at=at,
    )  # fmt: skip


def send_letter(
    session: Session,
    request_id: uuid.UUID,
    letter: Letter,
    *,
    submission: str,
    kind: MessageKind = MessageKind.NOTE,
    case_id: uuid.UUID | None = None,
    permission: Permission = Permission.CASE_WORK,
    actor: Actor,
    at: datetime,
) -> RequestMessage:
    """Send a letter as a message. Its kind, its version and its final words are kept, whatever the pack says later.

    Raises RuleBroken (too long, or too hard for a young reader), AlreadyWritten, NotAllowed.
    """
    actor.must(permission)
    if len(letter.text) > LONGEST_LETTER:
        raise RuleBroken("Make it shorter: a letter has 10,000 letters or fewer")
    if letter.kind not in FOR_ADULTS:
        must_be_easy(letter.text, field="")
    given = {"letter": letter.kind.value, "letter_version": letter.version}
    return _from_us(
        session, request_id, letter.text, submission=submission, kind=kind, case_id=case_id,
        worker_id=actor.worker_id, actor=actor, at=at, **given,
    )  # fmt: skip


def write_for_us(
    session: Session,
    request_id: uuid.UUID,
    text: str,
    *,
    submission: str,
    kind: MessageKind,
    case_id: uuid.UUID,
    at: datetime,
) -> RequestMessage:
    """The portal writes, in words of ours that nobody typed. Raises AlreadyWritten."""
    return _from_us(
        session, request_id, text, submission=submission, kind=kind, case_id=case_id, worker_id=None, actor=SYSTEM,
        at=at,
    )  # fmt: skip


def must_be_new(session: Session, request_id: uuid.UUID, submission: str) -> None:
    """Raise AlreadyWritten for a form that was sent before: a second press of Send is no second act."""
    if by_submission(session, request_id, submission):
        raise AlreadyWritten


def note_seen(session: Session, request_id: uuid.UUID, *, by: Sender, actor: Actor, at: datetime) -> set[uuid.UUID]:
    """That side has the messages before its eyes. Gives those it had not seen before: their day is kept, no hour."""
    unseen = update(RequestMessage).where(
        RequestMessage.request_id == request_id, RequestMessage.sender == by.other, RequestMessage.seen_on.is_(None)
    )
    # one statement, so that two tabs opened at once see a message for the first time only once
    fresh = set(session.scalars(unseen.values(seen_on=local_date(at)).returning(RequestMessage.id)))
    if fresh:
        _note(session, Action.MESSAGE_SEEN, request_id, actor, at)
    return fresh


def _from_us(
    session: Session,
    request_id: uuid.UUID,
    text: str,
    *,
    submission: str,
    kind: MessageKind,
    case_id: uuid.UUID | None,
    worker_id: uuid.UUID | None,
    actor: Actor,
    at: datetime,
    **given: Any,
) -> RequestMessage:
    must_be_new(session, request_id, submission)
    request = requests.get(session, request_id)
    message = RequestMessage(
        id=uuid.uuid4(), request_id=request.id, case_id=case_id, kind=kind, sender=Sender.WORKER, worker_id=worker_id,
        submission=submission, sent_at=at, **given,
    )  # fmt: skip
    _keep(session, request, message, text, actor=actor, at=at)
    tell(session, request.id, at=at)
    return message


def _written_since(session: Session, request: Request, since: datetime) -> int:
    query = select(func.count()).where(
        RequestMessage.request_id == request.id, RequestMessage.sender == Sender.PERSON, RequestMessage.sent_at > since
    )
    return session.scalar(query) or 0


def _keep(
    session: Session, request: Request, message: RequestMessage, text: str, *, actor: Actor, at: datetime
) -> None:
    vault_of(session).box(request.key_id).put(message, "body", text)
    session.add(message)
    try:
        session.flush()
    except IntegrityError:  # another press of Send was faster by less than a look
        raise AlreadyWritten from None
    _note(session, Action.MESSAGE_SENT, request.id, actor, at, kind=message.kind.value)


def _note(session: Session, action: Action, request_id: uuid.UUID, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=request_id, at=at, **facts)
