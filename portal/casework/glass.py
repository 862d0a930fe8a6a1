"""Breaking the glass: a case of another team opens for an hour, with a reason that a second person reads."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.casework.access import note_refused
from portal.casework.kinds import Looked
from portal.casework.models import BrokenGlass
from portal.casework.queries import refused_case
from portal.casework.rules import GLASS_MINUTES, LONGEST_REASON, SHORTEST_REASON, Refusal
from portal.core.errors import RuleBroken
from portal.vault import vault_of

UNKNOWN = "No case that you can open this way has this number"


class Hidden(RuleBroken):
    """The number is of no case, or of one that no glass opens: the two cannot be told apart. Commit, then show it."""

    def __init__(self) -> None:
        super().__init__(UNKNOWN, field="number")


def break_glass(session: Session, number: str, reason: str, *, actor: Actor, at: datetime) -> Case:
    """Open a case of another team for an hour. Gives the case; one that opens anyway is given without a break.

    Raises RuleBroken (too short a reason), Hidden, NotAllowed.
    """
    actor.must(Permission.CASE_BREAK_GLASS)
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise RuleBroken(f"Say why in {SHORTEST_REASON} to {LONGEST_REASON:,} letters", field="glass_reason")
    case = session.scalar(select(Case).where(Case.number == number.strip().replace(" ", "").upper()))
    why = refused_case(session, actor, case, at=at) if case else None
    if case is None or why is Refusal.CONFLICT:
        if case is not None and why is not None:
            note_refused(session, case.id, why, actor=actor, at=at)
        raise Hidden
    if why is not None:
        _break(session, case, reason, actor=actor, at=at)
    return case


def _break(session: Session, case: Case, reason: str, *, actor: Actor, at: datetime) -> None:
    row = BrokenGlass(
        id=uuid.uuid4(), case_id=case.id, worker_id=actor.worker_id, broken_at=at,
        until=at + timedelta(minutes=GLASS_MINUTES),
    )  # fmt: skip
    vault_of(session).box(case.request.key_id).put(row, "reason", reason)
    session.add(row)
    session.flush()
    record(session, Action.CASE_GLASS_BROKEN, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)


def note_read(session: Session, row: BrokenGlass, *, actor: Actor, at: datetime) -> None:
    """Somebody reads the reason: every opening is logged."""
    actor.must(Permission.CASE_REVIEW)
    record(
        session, Action.CASE_GLASS_READ, actor_kind=actor.kind, actor_id=actor.id, subject=row.case_id, at=at,
        entry=str(row.id),
    )  # fmt: skip


def review(session: Session, row: BrokenGlass, looked: Looked, *, actor: Actor, at: datetime) -> None:
    """Say what came of looking at it. Raises RuleBroken (one's own, or looked at before), NotAllowed."""
    actor.must(Permission.CASE_REVIEW)
    if row.worker_id == actor.id:
        raise RuleBroken("You opened this case yourself. Somebody else has to look at it.")
    if row.reviewed_at is not None:
        raise RuleBroken("Somebody looked at this before. Nothing was changed.")
    row.reviewed_at, row.reviewed_by_id, row.looked = at, actor.worker_id, looked
    session.flush()
    record(
        session, Action.CASE_GLASS_REVIEWED, actor_kind=actor.kind, actor_id=actor.id, subject=row.case_id, at=at,
        entry=str(row.id), outcome=looked.value,
    )  # fmt: skip
