"""What the handles of a person lead to in the register, with how much that says. Locked entries change nothing here."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.casework.persons import requests_of_one_person
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.people.groups import Handles, apart, members, people_of, sharing
from portal.disclosures.people.matching import Confidence, Fit, Met, fit, leads_to_two, shared_kinds
from portal.requests.kinds import IdentifierKind, Right
from portal.requests.queries import spellings
from portal.vault import KeyDestroyed, Vault, vault_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case

MOST_WEAK = 10  # more that could all be somebody else say nothing any more
NOT_LOCKED = Disclosure.told != k.Told.MUST_NOT


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that shares handles with a person: which kinds met, what was decided about it, and what that says."""

    disclosure: Disclosure
    kinds: tuple[IdentifierKind, ...]
    decision: k.MatchDecision | None
    fit: Fit


@dataclass(frozen=True, slots=True)
class Found:
    """What the handles of a person lead to.

    `crowd`: how many entries share only what too many share; none of them is shown. `is_clash`: the handles lead to two
    people, and nothing is told before somebody looked.
    """

    suggestions: tuple[Suggestion, ...] = ()
    crowd: int = 0
    is_clash: bool = False


def register_index(vault: Vault, kind: IdentifierKind, spelling: str) -> str:
    """The blind index of an identifier in the register.

    It differs from the one in requests, so that a copy of the database cannot join the two and say whose entry it is.
    """
    return vault.blind(f"register:{kind.value}", spelling)


def given_in(session: "Session", request_id: uuid.UUID) -> list[tuple[IdentifierKind, str]]:
    """What the person gave; nothing once it is destroyed."""
    try:
        return spellings(session, request_id)
    except KeyDestroyed:
        return []


def blind(session: "Session", given: Iterable[tuple[IdentifierKind, str]]) -> Handles:
    """Spellings as the register knows them: blind indexes, by kind."""
    vault, found = vault_of(session), Handles()
    for kind, spelling in given:
        if spelling:
            found.setdefault(kind, set()).add(register_index(vault, kind, spelling))
    return found


def handles_of_person(session: "Session", case: "Case") -> Handles:
    """Every handle of the person of a case, blind: given or linked, here or in a request that workers linked to it.

    Raises KeyDestroyed when the request itself is gone.
    """
    given = spellings(session, case.request_id)
    for request_id in requests_of_one_person(session, case.request_id) - {case.request_id}:
        given += given_in(session, request_id)
    return blind(session, given)


def found(session: "Session", case: "Case") -> Found:
    """What the handles of a person lead to in the register; locked entries are left out, and change nothing here.

    Only the answer to "what did you share about me?" tells of them, so no other case asks for a decision.
    """
    if case.right is not Right.SHARED:
        return Found()
    mine = handles_of_person(session, case)
    fits: dict[uuid.UUID, tuple[frozenset[IdentifierKind], Fit]] = {}
    for entry_id, theirs in sharing(session, mine).items():
        same, differs = shared_kinds(mine, theirs)
        if fitting := fit(same, differs):
            fits[entry_id] = same, fitting
    if not fits:
        return Found()
    query = select(Disclosure).where(Disclosure.id.in_(sorted(fits)), NOT_LOCKED)
    rows = session.scalars(query.order_by(Disclosure.decided_at.desc(), Disclosure.id)).all()
    decisions = _decisions(session, case)
    each = [Suggestion(d, tuple(sorted(fits[d.id][0])), decisions.get(d.id), fits[d.id][1]) for d in rows]
    loose = [one for one in each if one.fit.is_weak and one.decision is None]
    crowd = {one.disclosure.id for one in loose} if len(loose) > MOST_WEAK else set[uuid.UUID]()
    shown = [one for one in each if one.disclosure.id not in crowd]
    shown.sort(key=lambda one: one.fit.is_weak)  # stable: newest first among the strong, then among the weak
    return Found(tuple(shown), len(crowd), _is_clash(session, shown))


def _is_clash(session: "Session", shown: Collection[Suggestion]) -> bool:
    """Whether strong handles lead to two people. What was refused counts no more: it is said to be somebody else's."""
    counted = [one for one in shown if not one.fit.is_weak and one.decision is not k.MatchDecision.REFUSED]
    if any(one.fit.confidence is Confidence.CLASH for one in counted):
        return True
    people = people_of(session, {one.disclosure.id for one in counted})
    if len(set(people.values())) < len(("one", "two")):
        return False
    in_sight = visible_members(session, set(people.values()))
    met = [
        Met(entry_id, person_id, len(in_sight.get(person_id, {entry_id})) - 1) for entry_id, person_id in people.items()
    ]
    return leads_to_two(met, apart(session, set(people.values())))


def visible_members(session: "Session", person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The entries of people without the locked ones: what somebody sees who may not know of locks."""
    each = members(session, person_ids)
    every = {entry_id for entries in each.values() for entry_id in entries}
    query = select(Disclosure.id).where(Disclosure.id.in_(sorted(every)), NOT_LOCKED)
    seen = set(session.scalars(query)) if every else set()
    return {person_id: entries & seen for person_id, entries in each.items()}


def _decisions(session: "Session", case: "Case") -> dict[uuid.UUID, k.MatchDecision]:
    rows = session.execute(
        select(DisclosureMatch.disclosure_id, DisclosureMatch.decision).where(DisclosureMatch.case_id == case.id)
    )
    return {disclosure_id: decision for disclosure_id, decision in rows}  # noqa: C416  # rows are Row objects
