"""The two moments of a check that matter to a clock: more was asked for, and it is known who asks.

Art 12A(2)(b): the month begins when what was asked for under Art 12(6) has come. Whatever has to happen at these
moments besides the check itself happens here, in the same transaction.
"""

import uuid
from datetime import datetime

from portal.accounts.actor import Actor
from portal.cases.clock import meet_where_waiting
from portal.cases.deadlines import GateKind
from portal.extensions import db
from portal.installation import installation
from portal.messages import service as messages


def identity_asked(request_id: uuid.UUID, words: str, *, submission: str, actor: Actor, at: datetime) -> None:
    """More than a known way was asked for. With `words` the person is told by a message; without, in a call.

    No clock stands still for it: to let one wait needs a reason of its own, on the page of the clock.

    Raises RuleBroken for words that are too hard to read, AlreadyWritten.
    """
    _tell(request_id, words, submission, actor, at)


def identity_met(request_id: uuid.UUID, *, actor: Actor, at: datetime) -> str:
    """It was decided that it is them: every clock that waits for it starts. Gives the words for the worker."""
    calendar = installation().calendar
    started = meet_where_waiting(db.session, request_id, GateKind.ID, calendar=calendar, actor=actor, at=at)
    return "Written down: it is them." + (" The month starts today." if started else "")


def identity_doubted(request_id: uuid.UUID, words: str, *, submission: str, actor: Actor, at: datetime) -> None:
    """It is not sure yet. The person is told by a message, or was told in a call. Raises as `identity_asked`."""
    _tell(request_id, words, submission, actor, at)


def _tell(request_id: uuid.UUID, words: str, submission: str, actor: Actor, at: datetime) -> None:
    if words:
        messages.reply(db.session, request_id, words, submission=submission, actor=actor, at=at)
