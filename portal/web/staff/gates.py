"""The two moments of a check that matter to a clock: more was asked for, and it is known who asks.

Art 12A(2)(b): the month begins when what was asked for under Art 12(6) has come. Whatever has to happen at these
moments besides the check itself happens here, in the same transaction.
"""

import uuid
from datetime import datetime

from portal.accounts.actor import Actor
from portal.extensions import db
from portal.messages import service as messages


def identity_asked(request_id: uuid.UUID, words: str, *, submission: str, actor: Actor, at: datetime) -> None:
    """More than a known way was asked for. With `words` the person is told by a message; without, in a call.

    Raises RuleBroken for words that are too hard to read, AlreadyWritten.
    """
    _tell(request_id, words, submission, actor, at)


def identity_met(request_id: uuid.UUID, *, actor: Actor, at: datetime) -> str:  # noqa: ARG001  # the moment is what this is
    """It was decided that it is them. Gives the words for the worker."""
    return "Written down: it is them."


def identity_doubted(request_id: uuid.UUID, words: str, *, submission: str, actor: Actor, at: datetime) -> None:
    """It is not sure yet. The person is told by a message, or was told in a call. Raises as `identity_asked`."""
    _tell(request_id, words, submission, actor, at)


def _tell(request_id: uuid.UUID, words: str, submission: str, actor: Actor, at: datetime) -> None:
    if words:
        messages.reply(db.session, request_id, words, submission=submission, actor=actor, at=at)
