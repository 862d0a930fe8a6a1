"""Which entries are of one person, as ids. What may be shown of them is for whoever asks to say."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from portal.disclosures.models import DisclosureIdentifier
from portal.disclosures.people.models import PeopleApart, PersonEntry
from portal.requests.kinds import IdentifierKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Handles = dict[IdentifierKind, set[str]]


def people_of(session: "Session", entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Whose each entry is. An entry that was joined to none is a person of its own, under its own id."""
    query = select(PersonEntry).where(PersonEntry.disclosure_id.in_(sorted(entry_ids)))
    found = {row.disclosure_id: row.person_id for row in session.scalars(query)} if entry_ids else {}
    return {entry_id: found.get(entry_id, entry_id) for entry_id in entry_ids}


def joined_with(session: "Session", entry_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The entry and every entry of the same person, locked ones too."""
    mine = select(PersonEntry.person_id).where(PersonEntry.disclosure_id == entry_id).scalar_subquery()
    query = select(PersonEntry.disclosure_id).where(PersonEntry.person_id == mine)
    return frozenset(session.scalars(query)) | {entry_id}


def members(session: "Session", person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The entries of people that have a row, locked ones too."""
    query = select(PersonEntry).where(PersonEntry.person_id.in_(sorted(person_ids)))
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for row in session.scalars(query) if person_ids else ():
        found.setdefault(row.person_id, set()).add(row.disclosure_id)
    return found


def apart(session: "Session", person_ids: Collection[uuid.UUID]) -> set[frozenset[uuid.UUID]]:
    """Pairs of which one at least is among these, and of whom a worker said that they are two."""
    if not person_ids:
        return set()
    ids = sorted(person_ids)
    query = select(PeopleApart).where(or_(PeopleApart.one_id.in_(ids), PeopleApart.other_id.in_(ids)))
    return {frozenset({row.one_id, row.other_id}) for row in session.scalars(query)}


def handles_of(session: "Session", entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Handles]:
    """The blind indexes of entries, by kind. The seals stay closed."""
    query = select(DisclosureIdentifier).where(DisclosureIdentifier.disclosure_id.in_(sorted(entry_ids)))
    found: dict[uuid.UUID, Handles] = {}
    for row in session.scalars(query) if entry_ids else ():
        found.setdefault(row.disclosure_id, {}).setdefault(row.kind, set()).add(row.blind_index)
    return found


def sharing(session: "Session", handles: Handles) -> dict[uuid.UUID, Handles]:
    """Entries that share one of these handles, each with all of its own.

    A first name is looked up in none of them: it is compared where a birthday led, for by itself it leads to hundreds.
    """
    indexes = {index for kind, ours in handles.items() if kind is not IdentifierKind.FIRST_NAME for index in ours}
    if not indexes:
        return {}
    query = select(DisclosureIdentifier.disclosure_id).where(DisclosureIdentifier.blind_index.in_(sorted(indexes)))
    return handles_of(session, set(session.scalars(query)))
