"""Reads of one person of the register: their entries, the cases they were told in, and who may be the same."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_

from portal.cases.models import Case
from portal.casework.queries import may_open
from portal.disclosures import queries as register
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.people import groups
from portal.disclosures.people.kinds import ChangeKind
from portal.disclosures.people.matching import Confidence, Fit, fit, shared_kinds
from portal.disclosures.people.models import ChangedEntry, PeopleChange
from portal.disclosures.people.service.standing import fingerprint, standing
from portal.disclosures.people.service.undo import is_undone, still_stands
from portal.requests.kinds import IdentifierKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.accounts.actor import Actor

PAGE = 25
MOST_ALIKE = 10
LAST_ACTS = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody in the register who shares something: their entry that fits best. Nobody said that the two are one."""

    entry: Disclosure
    entries: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Act:
    """One act on this person, and whether it can still be undone."""

    row: PeopleChange
    is_undone: bool
    can_undo: bool


def visible(session: "Session", entry_id: uuid.UUID, *, locked: bool) -> frozenset[uuid.UUID]:
    """The entries of the person of this entry that the asker may know of. Raises NotFound when it is not among them."""
    register.get(session, entry_id, locked=locked)
    return frozenset(groups.in_sight(session, groups.joined_with(session, entry_id), locked=locked))


def page_of(
    session: "Session",
    entry_ids: Collection[uuid.UUID],
    *,
    after: tuple[datetime, uuid.UUID] | None = None,
    most: int = PAGE,
) -> Sequence[Disclosure]:
    """One page of these entries and one more, in the order in which it was decided."""
    query = select(Disclosure).where(Disclosure.id.in_(sorted(entry_ids)))
    if after is not None:
        query = query.where(tuple_(Disclosure.decided_at, Disclosure.id) > tuple_(*after))
    return session.scalars(query.order_by(Disclosure.decided_at, Disclosure.id).limit(most + 1)).all()


def one(session: "Session", entry_id: uuid.UUID) -> Disclosure:
    """An entry that the asker may know of."""
    return session.get_one(Disclosure, entry_id)


def find_number(session: "Session", number: str, *, locked: bool) -> Disclosure | None:
    """The entry with this number, if the asker may know of it."""
    query = select(Disclosure).where(Disclosure.number == number.replace(" ", "").upper())
    return session.scalar(query if locked else query.where(groups.NOT_LOCKED))


def are_apart(session: "Session", one_id: uuid.UUID, other_id: uuid.UUID) -> bool:
    """Whether somebody said that the people of these two entries are two."""
    whose = groups.people_of(session, [one_id, other_id])
    return frozenset(whose.values()) in groups.apart(session, list(whose.values()))


def seen_now(session: "Session", *entry_ids: uuid.UUID) -> str:
    """What a form carries of how these entries stand."""
    return fingerprint(standing(session, *entry_ids))


def cases_of(session: "Session", entry_ids: Collection[uuid.UUID], actor: "Actor", *, at: datetime) -> list[Case]:
    """Cases that one of these entries was matched to, newest first; only what opens for the worker."""
    matched = select(DisclosureMatch.case_id).where(
        DisclosureMatch.disclosure_id.in_(sorted(entry_ids)), DisclosureMatch.decision == MatchDecision.CONFIRMED
    )
    query = select(Case).where(Case.id.in_(matched)).order_by(Case.received_on.desc(), Case.id)
    return [case for case in session.scalars(query) if may_open(session, actor, case, at=at)]


def alike(
    session: "Session", entry_id: uuid.UUID, mine: Collection[uuid.UUID], *, locked: bool,
    besides: Collection[uuid.UUID] = (),
) -> list[Alike]:  # fmt: skip
    """Who may be the same person, surest first, without those of whom it was said that they are not.

    Only entries in the asker's sight lead anywhere or are found; a crowd that shares something weak is left out.
    `besides`: requests of people the worker knows.
    """
    handles = _all_of(groups.handles_of(session, mine).values())
    fits = {}
    for other_id, theirs in groups.led_to(session, handles, locked=locked, mine=mine)[0].items():
        if other_id not in mine and (fitting := fit(*shared_kinds(handles, theirs))):
            fits[other_id] = fitting
    whose = groups.people_of(session, [entry_id, *fits])
    me = whose[entry_id]
    not_me = {me} | {one for pair in groups.apart(session, [me]) for one in pair}
    best: dict[uuid.UUID, uuid.UUID] = {}
    for other_id in sorted(fits, key=lambda one: (ORDER.index(fits[one].confidence), str(one))):
        if whose[other_id] not in not_me:
            best.setdefault(whose[other_id], other_id)
    sizes = _sizes(session, best.keys(), locked=locked)
    return [
        Alike(session.get_one(Disclosure, other_id), sizes.get(person_id, 1), fits[other_id])
        for person_id, other_id in list(best.items())[:MOST_ALIKE]
        if not (besides and register.is_about(session, other_id, besides))
    ]


def acts_of(session: "Session", entry_ids: Collection[uuid.UUID]) -> list[Act]:
    """The last acts that touched these entries, newest first. For those who may know of locks."""
    touching = select(ChangedEntry.change_id).where(ChangedEntry.disclosure_id.in_(sorted(entry_ids)))
    query = select(PeopleChange).where(PeopleChange.id.in_(touching))
    rows = session.scalars(query.order_by(PeopleChange.at.desc(), PeopleChange.id).limit(LAST_ACTS)).all()
    return [_act(session, row) for row in rows]


ORDER = (Confidence.VERY_LIKELY, Confidence.LIKELY, Confidence.CLASH, Confidence.SOMEBODY_ELSE)


def _act(session: "Session", row: PeopleChange) -> Act:
    undone = is_undone(session, row)
    can_undo = row.kind is not ChangeKind.UNDO and not undone and still_stands(session, row)
    return Act(row, undone, can_undo)


def _all_of(each: Collection[groups.Handles]) -> groups.Handles:
    together: dict[IdentifierKind, set[str]] = {}
    for handles in each:
        for kind, indexes in handles.items():
            together.setdefault(kind, set()).update(indexes)
    return together


def _sizes(session: "Session", person_ids: Collection[uuid.UUID], *, locked: bool) -> dict[uuid.UUID, int]:
    each = groups.members(session, person_ids)
    seen = groups.in_sight(session, {one for ones in each.values() for one in ones}, locked=locked)
    return {person_id: len(ones & seen) for person_id, ones in each.items()}
