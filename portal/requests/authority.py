"""Whether somebody who asks for a young person may do so: decided by a worker, with the reason kept.

A young person's rights are their own at any age. A parent acts for them only if they agree, if they do not understand
enough, or if it is clearly best for them (guidance of the regulator; in Scotland s.208 DPA 2018 presumes that somebody
of 12 or over understands). No age decides by itself.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.requests.models import Request
from portal.requests.queries import opened
from portal.vault import vault_of


class Authority(StrEnum):
    """What was decided, and on which ground."""

    AGREED = "agreed"
    NO_UNDERSTANDING = "no-understanding"
    BEST_FOR_THEM = "best-for-them"
    MAY_NOT = "may-not"


MAY_ASK = frozenset({Authority.AGREED, Authority.NO_UNDERSTANDING, Authority.BEST_FOR_THEM})


def decide(session: Session, request: Request, authority: Authority, words: str, *, actor: Actor, at: datetime) -> None:
    """Write down whether the helper may ask, and why. It can be decided again: people change their minds.

    Raises RuleBroken when the person asked for themselves, or without a reason in words; NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if not opened(session, request.id).asking.is_somebody_else:
        raise RuleBroken("They ask for themselves. There is nothing to decide.")
    if not words.strip():
        raise RuleBroken("Say what it rests on: who asked the young person, how, and what they said", field="words")
    request.authority = authority
    vault_of(session).box(request.key_id).put(request, "authority_words", words.strip())
    session.flush()
    record(
        session, Action.REQUEST_AUTHORITY_DECIDED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at,
        reason=authority.value,
    )  # fmt: skip


def may_be_answered(session: Session, request: Request) -> bool:
    """Whether anything may go out to whoever asked. Not decided is no."""
    return not opened(session, request.id).asking.is_somebody_else or request.authority in MAY_ASK
