"""New words for somebody who lost theirs. Two workers, two steps, and a week; whatever is missing, nothing is made.

The old words, and every visit they opened, end with the new ones (`web.actors` compares the hash on every page).
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.words import N_
from portal.requests.code import ReturnCode
from portal.requests.kinds import Recognised
from portal.requests.models import Request, WordsAsk
from portal.requests.service import FreshCode, replace_words

STAYS_OPEN = timedelta(days=7)


def open_ask(session: Session, request_id: uuid.UUID, *, at: datetime, hold: bool = False) -> WordsAsk | None:
    """The ask that waits for its second worker, if there is one. `hold` makes a second press wait for the first."""
    wanted = select(WordsAsk).where(
        WordsAsk.request_id == request_id, WordsAsk.closed_at.is_(None), WordsAsk.asked_at > at - STAYS_OPEN
    )
    newest = wanted.order_by(WordsAsk.asked_at.desc(), WordsAsk.id).limit(1)
    return session.scalar(newest.with_for_update() if hold else newest)


def ask_for_words(
    session: Session, request: Request, recognised: Recognised, *, actor: Actor, at: datetime
) -> WordsAsk:
    """The first worker says how they know that it is this person. An earlier ask that waits is closed.

    Raises NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    _close_all(session, request, at)
    ask = WordsAsk(
        id=uuid.uuid4(), request_id=request.id, recognised=recognised, asked_by_id=actor.worker_id, asked_at=at
    )
    session.add(ask)
    session.flush()
    _note(session, Action.REQUEST_WORDS_ASKED, request, actor, at, reason=recognised.value)
    return ask


def make_words(session: Session, request: Request, *, fresh: FreshCode, actor: Actor, at: datetime) -> ReturnCode:
    """The second worker makes the words. They are returned this once, and kept as a hash.

    Raises RuleBroken (nobody asked, too long ago, or the same worker), NotAllowed.
    """
    actor.must(Permission.CASE_READ)
    actor.must(Permission.ANSWER_APPROVE)
    ask = open_ask(session, request.id, at=at, hold=True)
    if ask is None:
        raise RuleBroken("Nobody has asked for new words in the last 7 days. Nothing was made.")
    if ask.asked_by_id == actor.worker_id:
        raise RuleBroken("You said how they were recognised. Somebody else has to make the words.")
    ask.made_by_id, ask.closed_at = actor.worker_id, at
    return replace_words(session, request, fresh=fresh, actor=actor, at=at)


def refuse_words(session: Session, request: Request, *, actor: Actor, at: datetime) -> None:
    """The person came back with the words they have, and says that they lost none. Raises NotAllowed, RuleBroken."""
    if actor.id != request.id:
        raise NotAllowed
    if open_ask(session, request.id, at=at, hold=True) is None:
        raise RuleBroken(N_("Nobody waits for new words now. Nothing was changed."))
    _close_all(session, request, at)
    _note(session, Action.REQUEST_WORDS_REFUSED, request, actor, at)


def _close_all(session: Session, request: Request, at: datetime) -> None:
    waiting = select(WordsAsk).where(WordsAsk.request_id == request.id, WordsAsk.closed_at.is_(None))
    for ask in session.scalars(waiting.with_for_update()):
        ask.closed_at = at
    session.flush()


def _note(session: Session, action: Action, request: Request, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at, **facts)
