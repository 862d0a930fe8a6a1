"""Finding cases by what somebody on the phone reads out: a number, a reference, or something they go by."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.throttling import take
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.sight import Sight, visible
from portal.core.errors import RuleBroken
from portal.requests.code import ALPHABET, LENGTH, tidy_reference
from portal.requests.identifiers import normalise
from portal.requests.kinds import COMMON, IdentifierKind
from portal.requests.models import Identifier, Request
from portal.vault import vault_of

MOST = 50  # cases that are shown
LOOK = 200  # requests that are looked at: many share a nickname
SEARCHES = 60  # in fifteen minutes: enough for the telephone, too few to try out a list of names


@dataclass(frozen=True, slots=True)
class Found:
    """Cases, newest first, and whether there are more than are shown."""

    cases: Sequence[Case]
    more: bool


def search(session: Session, typed: str, *, sight: Sight | None = None, actor: Actor, at: datetime) -> Found:
    """The cases behind what was typed. That somebody searched is written down, what they typed is not.

    Raises RuleBroken (nothing typed, or searched too often), NotAllowed.
    """
    actor.must(Permission.CASE_READ)
    if not typed.strip():
        raise RuleBroken("Type what to look for", field="wanted")
    verdict = take(session, "search", str(actor.id), limit=SEARCHES, at=at)
    if not verdict.allowed:
        minutes = verdict.wait_minutes
        raise RuleBroken(f"You searched very often. Wait {minutes} minute{'s' if minutes > 1 else ''}.", field="wanted")
    kind, cases = _look(session, typed, sight)
    found = Found(cases[:MOST], len(cases) > MOST)
    record(
        session, Action.SEARCH_MADE, actor_kind=actor.kind, actor_id=actor.id, subject=actor.worker_id, at=at,
        kind=kind, found=len(found.cases),
    )  # fmt: skip
    return found


def by_ids(session: Session, case_ids: Sequence[uuid.UUID], sight: Sight | None = None) -> Sequence[Case]:
    """These cases, newest first."""
    query = select(Case).where(Case.id.in_(case_ids), *visible(sight)).order_by(Case.created_at.desc(), Case.id)
    return session.scalars(query).all()


def _look(session: Session, typed: str, sight: Sight | None) -> tuple[str, Sequence[Case]]:
    tidy = tidy_reference(typed)
    if len(tidy) == LENGTH and set(tidy) <= set(ALPHABET):
        index = vault_of(session).blind("reference", tidy)
        request_id = session.scalar(select(Request.id).where(Request.reference_index == index))
        named = or_(Case.number == tidy, Case.request_id == request_id) if request_id else Case.number == tidy
        found = _cases(session, named, sight)
        if found:
            return "number", found
    who = select(Identifier.request_id).where(Identifier.blind_index.in_(list(_indexes(session, typed)))).limit(LOOK)
    return "identifier", _cases(session, Case.request_id.in_(session.scalars(who).all()), sight)


def _cases(session: Session, wanted: ColumnElement[bool], sight: Sight | None) -> Sequence[Case]:
    query = select(Case).where(wanted, *visible(sight)).order_by(Case.created_at.desc(), Case.id).limit(MOST + 1)
    return session.scalars(query).all()


def _indexes(session: Session, typed: str) -> Iterator[str]:
    """What was typed as each kind of identifier: nobody says whether a name is a nickname."""
    for kind in IdentifierKind:
        if kind not in COMMON and (spelling := normalise(kind, typed)):
            yield vault_of(session).blind(kind.value, spelling)
