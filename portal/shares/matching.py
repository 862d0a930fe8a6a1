"""Blind indexes of the people in sets, and which sets the person of a case may be in."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.service import STILL_DECIDING
from portal.requests.kinds import IdentifierKind
from portal.requests.queries import spellings
from portal.shares.models import ShareHandle, ShareMatch, ShareMember, ShareSet
from portal.shares.rules import TELLS_SETS, tells_recipients
from portal.shares.states import ShareState
from portal.vault import KeyDestroyed, Vault, vault_of


@dataclass(frozen=True, slots=True)
class SetSuggestion:
    """A set in which somebody shares handles with a request: which kinds met, and what was decided about it."""

    row: ShareSet
    kinds: tuple[IdentifierKind, ...]
    decision: MatchDecision | None


def share_index(vault: Vault, kind: IdentifierKind, spelling: str) -> str:
    """The blind index of a handle in sets and opt-outs.

    It differs from those in requests and in the register, so that a copy of the database cannot join them.
    """
    return vault.blind(f"share:{kind.value}", spelling)


def indexes_of(session: Session, request_id: uuid.UUID) -> set[str]:
    """The indexes of every handle of the person: given by them, or linked. None once the request is destroyed."""
    vault = vault_of(session)
    try:
        return {share_index(vault, kind, spelling) for kind, spelling in spellings(session, request_id) if spelling}
    except KeyDestroyed:
        return set()


def suggestions(session: Session, case: Case) -> list[SetSuggestion]:
    """Sets that went out and in which somebody shares a handle with the person, newest first; never a locked one.

    For rights whose answer tells of them, and for changes that their receivers have to hear of (Art 19).
    """
    if case.right not in TELLS_SETS and not tells_recipients(case.right):
        return []
    indexes = indexes_of(session, case.request_id)
    rows = session.execute(
        select(ShareMember.set_id, ShareHandle.kind)
        .join(ShareMember, ShareMember.id == ShareHandle.member_id)
        .where(ShareHandle.blind_index.in_(sorted(indexes)))
    )
    met: dict[uuid.UUID, set[IdentifierKind]] = {}
    for set_id, kind in rows:
        met.setdefault(set_id, set()).add(kind)
    if not met:
        return []
    found = session.scalars(
        select(ShareSet)
        .where(ShareSet.id.in_(sorted(met)), ShareSet.state == ShareState.CLOSED, ShareSet.is_locked.is_(False))
        .order_by(ShareSet.shared_on.desc(), ShareSet.id)
    )
    decisions = {match.set_id: match.decision for match in session.scalars(_matches(case))}
    return [SetSuggestion(row, tuple(sorted(met[row.id])), decisions.get(row.id)) for row in found]


def undecided(session: Session, case: Case) -> int:
    """How many suggested sets have no decision."""
    return sum(1 for found in suggestions(session, case) if found.decision is None)


def confirmed(session: Session, case: Case) -> list[ShareSet]:
    """The sets a worker confirmed this person to be in, oldest first. One that shares nothing any more is out."""
    rows = [one.row for one in suggestions(session, case) if one.decision is MatchDecision.CONFIRMED]
    return sorted(rows, key=lambda row: (row.shared_on or row.begun_at.date(), row.id))


def deciders(session: Session, case: Case) -> set[uuid.UUID]:
    """Everybody who ever decided on a set of this case."""
    return {uuid.UUID(one) for match in session.scalars(_matches(case)) for one in match.decider_ids}


def decide_match(
    session: Session, case: Case, set_id: uuid.UUID, decision: MatchDecision, *, actor: Actor, at: datetime
) -> ShareMatch:
    """Say whether the person of the case is in a suggested set.

    Raises NotFound (no such suggestion, or locked), RuleBroken (the answer is being checked), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if case.status not in STILL_DECIDING:
        raise RuleBroken("Take the answer back first: it tells what was decided before. Nothing was changed.")
    if all(found.row.id != set_id for found in suggestions(session, case)):
        raise NotFound
    match = session.scalar(_matches(case).where(ShareMatch.set_id == set_id)) or ShareMatch(
        id=uuid.uuid4(), case_id=case.id, set_id=set_id
    )
    match.decision, match.decided_at = decision, at
    match.decider_ids = sorted({*(match.decider_ids or []), str(actor.worker_id)})
    session.add(match)
    flag_modified(case, "status")  # a decision is a change of the case: an old page of it is told so
    session.flush()
    action = Action.SHARE_MATCHED if decision is MatchDecision.CONFIRMED else Action.SHARE_MATCH_REFUSED
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at, entry=str(set_id))
    return match


def _matches(case: Case) -> Select[ShareMatch]:
    return select(ShareMatch).where(ShareMatch.case_id == case.id)
