"""Which entries are of one person, as ids. What may be shown of them is for whoever asks to say."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from portal.disclosures.kinds import Told
from portal.disclosures.models import Disclosure, DisclosureIdentifier
from portal.disclosures.people.models import PeopleApart, PersonEntry
from portal.requests.kinds import IdentifierKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Handles = dict[IdentifierKind, set[str]]
NOT_LOCKED = Disclosure.told != Told.MUST_NOT
_ROW = (DisclosureIdentifier.disclosure_id, DisclosureIdentifier.kind, DisclosureIdentifier.blind_index)


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
    return (
        _by_entry(session, select(*_ROW).where(DisclosureIdentifier.disclosure_id.in_(sorted(entry_ids))))
        if entry_ids
        else {}
    )


def sharing(session: "Session", handles: Handles, *, locked: bool) -> dict[uuid.UUID, Handles]:
    """Entries that share one of these handles, each with all of its own; locked ones only where allowed.

    A first name is looked up in none of them: it is compared where a birthday led, for by itself it leads to hundreds.
    """
    indexes = {index for kind, ours in handles.items() if kind is not IdentifierKind.FIRST_NAME for index in ours}
    if not indexes:
        return {}
    led_to = select(DisclosureIdentifier.disclosure_id).where(DisclosureIdentifier.blind_index.in_(sorted(indexes)))
    if not locked:
        led_to = led_to.join(Disclosure, Disclosure.id == DisclosureIdentifier.disclosure_id).where(NOT_LOCKED)
    return _by_entry(session, select(*_ROW).where(DisclosureIdentifier.disclosure_id.in_(led_to)))


def in_sight(session: "Session", entry_ids: Collection[uuid.UUID], *, locked: bool) -> set[uuid.UUID]:
    """Those of these entries that somebody sees who may, or may not, know of locks."""
    query = select(Disclosure.id).where(Disclosure.id.in_(sorted(entry_ids)))
    return set(session.scalars(query if locked else query.where(NOT_LOCKED))) if entry_ids else set()


def _by_entry(session: "Session", query: Any) -> dict[uuid.UUID, Handles]:
    found: dict[uuid.UUID, Handles] = {}
    for entry_id, kind, index in session.execute(query):
        found.setdefault(entry_id, {}).setdefault(kind, set()).add(index)
    return found
