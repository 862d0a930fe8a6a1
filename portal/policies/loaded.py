"""Whose rules stand in this database: two charities in one would each speak for the other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import Action, AuditEvent
from portal.core.errors import RuleBroken
from portal.policies.models import PolicyVersion


def pack_of(session: Session) -> str | None:
    """The id of the pack that was loaded first, and whose versions still stand here; None for an empty portal."""
    loaded = (
        select(AuditEvent.facts)
        .join(PolicyVersion, PolicyVersion.id == AuditEvent.subject)
        .where(AuditEvent.action == Action.POLICY_LOADED)
        .order_by(AuditEvent.number)
        .limit(1)
    )
    facts = session.scalar(loaded)
    return str(facts["pack"]) if facts else None


def refuse_another(session: Session, pack: str) -> None:
    """Raise RuleBroken when the database holds the rules of another pack than `pack` (an id)."""
    held = pack_of(session)
    if held not in {None, pack}:
        raise RuleBroken(
            f"this database holds the rules of {held}, and this pack is {pack}. Set CANDOUR_PACK to the pack of {held},"
            f" or give {pack} a database of its own with CANDOUR_DATABASE_URL."
        )
