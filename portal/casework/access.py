"""Writing down that somebody was not let in."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.casework.rules import Refusal


def note_refused(session: Session, subject: uuid.UUID, why: Refusal, *, actor: Actor, at: datetime) -> None:
    """A worker asked for something that is shut for them. They read what they would read if it did not exist."""
    record(
        session, Action.CASE_REFUSED, actor_kind=actor.kind, actor_id=actor.id, subject=subject, at=at,
        reason=why.value,
    )  # fmt: skip
