"""What the handles of a person lead to in the register, with how much that says. Locked entries change nothing here."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.casework.persons import requests_of_one_person
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.people.groups import Handles, apart, in_sight, led_to, members, people_of
from portal.disclosures.people.matching import Confidence, Fit, Met, fit, leads_to_two, shared_kinds
from portal.requests.kinds import IdentifierKind, Right
from portal.requests.queries import spellings
from portal.vault import KeyDestroyed, Vault, vault_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case


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

    `is_crowd`: more entries share something weak than say anything; none of them is shown. `is_clash`: the handles lead
    to two people, and nothing is told before somebody looked.
    """

    suggestions: tuple[Suggestion, ...] = ()
    is_crowd: bool = False
    is_clash: bool = False

    @property
    def undecided(self) -> int:
        """How many wait for a decision: deny by default, nothing leaves before each has one."""
        return sum(one.decision is None for one in self.suggestions)


def register_index(vault: Vault, kind: IdentifierKind, spelling: str) -> str:
    """The blind index of an identifier in the register.

    It differs from the one in requests, so that a copy of the database cannot join the two and say whose entry it is.
    """
    return register_indexes(vault, [(kind, spelling)])[0]


def register_indexes(vault: Vault, pairs: Collection[tuple[IdentifierKind, str]]) -> list[str]:
    """The same for many, in their order."""
    return vault.blind_all([(f"register:{kind.value}", spelling) for kind, spelling in pairs])


def given_in(session: "Session", request_id: uuid.UUID) -> list[tuple[IdentifierKind, str]]:
    """What the person gave; nothing once it is destroyed."""
    try:
        return spellings(session, request_id)
    except KeyDestroyed:
        return []


def blind(session: "Session", given: Iterable[tuple[IdentifierKind, str]]) -> Handles:
    """Spellings as the register knows them: blind indexes, by kind."""
    pairs, found = [(kind, spelling) for kind, spelling in given if spelling], Handles()
    for (kind, _), index in zip(pairs, register_indexes(vault_of(session), pairs), strict=True):
        found.setdefault(kind, set()).add(index)
    return found


def handles_of_person(session: "Session", request_id: uuid.UUID) -> Handles:
    """Every handle of the person of a request, blind: given or linked, here or in one that workers linked to it.

    Raises KeyDestroyed when the request itself is gone.
    """
    given = spellings(session, request_id)
    for other_id in requests_of_one_person(session, request_id) - {request_id}:
        given += given_in(session, other_id)
    return blind(session, given)


def found(session: "Session", case: "Case") -> Found:
    """What the handles of a person lead to in the register; locked entries are left out, and change nothing here.

    Only the answer to "what did you share about me?" tells of them, so no other case asks for a decision.
    """
    return met(session, case) if case.right is Right.SHARED else Found()


def met(session: "Session", case: "Case") -> Found:
    """The same, whatever the case asks for."""
    mine = handles_of_person(session, case.request_id)
    fits: dict[uuid.UUID, tuple[frozenset[IdentifierKind], Fit]] = {}
    decisions = _decisions(session, case)
    led, is_crowd = led_to(session, mine, locked=False, decided=decisions.keys())
    for entry_id, theirs in led.items():
        same, differs = shared_kinds(mine, theirs)
        if fitting := fit(same, differs):
            fits[entry_id] = same, fitting
    shown = [
        Suggestion(row, tuple(sorted(fits[row.id][0])), decisions.get(row.id), fits[row.id][1])
        for row in _rows(session, fits.keys())
    ]
    shown.sort(key=lambda one: one.fit.is_weak)  # stable: newest first among the strong, then among the weak
    return Found(tuple(shown), is_crowd, _is_clash(session, shown))


def _rows(session: "Session", entry_ids: Collection[uuid.UUID]) -> Sequence[Disclosure]:
    query = select(Disclosure).where(Disclosure.id.in_(sorted(entry_ids)))
    return session.scalars(query.order_by(Disclosure.decided_at.desc(), Disclosure.id)).all() if entry_ids else ()


def _is_clash(session: "Session", shown: Collection[Suggestion]) -> bool:
    """Whether strong handles lead to two people. What was refused counts no more: it is said to be somebody else's."""
    counted = [one for one in shown if not one.fit.is_weak and one.decision is not k.MatchDecision.REFUSED]
    if any(one.fit.confidence is Confidence.CLASH for one in counted):
        return True
    people = people_of(session, {one.disclosure.id for one in counted})
    if not set(people.values()) - people.keys():
        return False  # nobody joined any of them, or said that they are two
    each = members(session, set(people.values()))
    seen = in_sight(session, {entry_id for entries in each.values() for entry_id in entries}, locked=False)
    met = [
        Met(entry_id, person_id, len(each.get(person_id, {entry_id}) & seen - {entry_id}))
        for entry_id, person_id in people.items()
    ]
    return leads_to_two(met, apart(session, set(people.values())))


def _decisions(session: "Session", case: "Case") -> dict[uuid.UUID, k.MatchDecision]:
    rows = session.execute(
        select(DisclosureMatch.disclosure_id, DisclosureMatch.decision).where(DisclosureMatch.case_id == case.id)
    )
    return {disclosure_id: decision for disclosure_id, decision in rows}  # noqa: C416  # rows are Row objects
