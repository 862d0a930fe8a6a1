"""That a list of cases left the portal as a file."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record


def note_exported(session: Session, *, actor: Actor, at: datetime) -> None:
    """Write down who took a list. Raises NotAllowed."""
    actor.must(Permission.CASES_EXPORT)
    record(
        session, Action.LIST_EXPORTED, actor_kind=actor.kind, actor_id=actor.id, subject=actor.worker_id, at=at
    )  # fmt: skip
