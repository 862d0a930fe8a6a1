"""Cases of one person: hints from shared identifiers, links made by hand, and taken back."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.queries import of_request
from portal.casework.conflicts import carry_over
from portal.casework.kinds import LINKS, UNLINKS, LinkReason
from portal.casework.models import CaseLink
from portal.casework.persons import links_of, other_of
from portal.casework.queries import may_open
from portal.casework.rules import Confidence, confidence
from portal.core.errors import RuleBroken
from portal.requests.kinds import COMMON, IdentifierKind
from portal.requests.models import Identifier

UNKNOWN = "No case that you can open has this number"
MOST_HINTS = 10


@dataclass(frozen=True, slots=True)
class Hint:
    """A case that may be of the same person, and what the two requests share. Nobody has said that it is."""

    case: Case
    kinds: tuple[IdentifierKind, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Linked:
    """A case that a worker linked to this one."""

    link: CaseLink
    case: Case


@dataclass(frozen=True, slots=True)
class Relatives:
    """Other cases of the person: in the same request, linked by hand, and those that may be. Only what opens."""

    siblings: tuple[Case, ...]
    linked: tuple[Linked, ...]
    hints: tuple[Hint, ...]


def relatives(session: Session, case: Case, *, actor: Actor, at: datetime) -> Relatives:
    """Everything about other cases that this worker may know of."""
    siblings = tuple(one for one in of_request(session, case.request_id) if one.id != case.id)
    links = [Linked(link, other_of(session, link, case.id)) for link in links_of(session, case.id)]
    told = {case.id, *(one.id for one in siblings), *(one.case.id for one in links)}
    return Relatives(
        siblings=tuple(one for one in siblings if may_open(session, actor, one, at=at)),
        linked=tuple(one for one in links if may_open(session, actor, one.case, at=at)),
        hints=tuple(
            hint
            for hint in _hints(session, case)
            if hint.case.id not in told and may_open(session, actor, hint.case, at=at)
        )[:MOST_HINTS],
    )


def link(session: Session, case: Case, number: str, reason: LinkReason, *, actor: Actor, at: datetime) -> CaseLink:
    """Say that another case is of the same person. Whoever is kept out of one is kept out of both from now on.

    Raises RuleBroken (no case of that number that the worker may open, the same request, linked before), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if reason not in LINKS:
        raise RuleBroken("Say how you know", field="link_reason")
    other = session.scalar(select(Case).where(Case.number == number.strip().replace(" ", "").upper()))
    if other is None or not may_open(session, actor, other, at=at):
        raise RuleBroken(UNKNOWN, field="link_number")
    if other.request_id == case.request_id:
        raise RuleBroken("This is a case of the same request: the two belong together as they are", field="link_number")
    if any(other.id in {one.case_id, one.other_id} for one in links_of(session, case.id)):
        raise RuleBroken("These two are linked already", field="link_number")
    row = CaseLink(
        id=uuid.uuid4(), case_id=case.id, other_id=other.id, reason=reason, linked_by_id=actor.worker_id, linked_at=at
    )
    session.add(row)
    session.flush()
    carry_over(session, case.request_id, actor=actor, at=at)
    for subject, entry in ((case.id, other.id), (other.id, case.id)):
        _note(session, Action.CASE_LINKED, subject, entry, reason, actor, at)
    return row


def unlink(session: Session, case: Case, link_id: uuid.UUID, reason: LinkReason, *, actor: Actor, at: datetime) -> None:
    """Take a link back. Who was kept out stays out. Raises RuleBroken (not linked any more, no reason), NotAllowed."""
    actor.must(Permission.CASE_WORK)
    row = next((one for one in links_of(session, case.id) if one.id == link_id), None)
    if row is None:
        raise RuleBroken("These two are not linked any more. Nothing was changed.")
    if reason not in UNLINKS:
        raise RuleBroken("Say why the two are not of one person. Nothing was changed.")
    row.unlinked_at, row.unlinked_by_id, row.unlinked_why = at, actor.worker_id, reason
    session.flush()
    for subject, entry in ((row.case_id, row.other_id), (row.other_id, row.case_id)):
        _note(session, Action.CASE_UNLINKED, subject, entry, reason, actor, at)


def _hints(session: Session, case: Case) -> list[Hint]:
    """Cases of requests that share an identifier, surest first. The seals stay closed: blind indexes meet."""
    mine, theirs = aliased(Identifier), aliased(Identifier)
    rows = session.execute(
        select(Case, theirs.kind)
        .join(theirs, theirs.request_id == Case.request_id)
        .join(mine, (mine.blind_index == theirs.blind_index) & (mine.kind == theirs.kind))
        .where(mine.request_id == case.request_id, theirs.request_id != case.request_id, mine.kind.not_in(COMMON))
    )
    met: dict[uuid.UUID, tuple[Case, set[IdentifierKind]]] = {}
    for found, kind in rows:
        met.setdefault(found.id, (found, set()))[1].add(kind)
    hints = [Hint(one, tuple(sorted(kinds)), confidence(kinds)) for one, kinds in met.values()]
    order = list(Confidence)
    return sorted(hints, key=lambda hint: (order.index(hint.confidence), hint.case.number))


def _note(
    session: Session, action: Action, subject: uuid.UUID, entry: uuid.UUID, reason: LinkReason, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=subject, at=at, entry=str(entry),
        reason=reason.value,
    )  # fmt: skip
