"""Which entries are of one person, as ids. What may be shown of them is for whoever asks to say."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from portal.disclosures.kinds import Told
from portal.disclosures.models import Disclosure, DisclosureIdentifier
from portal.disclosures.people.models import PeopleApart, PersonEntry
from portal.requests.kinds import STRONG, IdentifierKind
from portal.requests.kinds import IdentifierKind as K

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_WEAK = 10  # more that could all be somebody else say nothing any more
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


def led_to(
    session: "Session",
    handles: Handles,
    *,
    locked: bool,
    decided: Collection[uuid.UUID] = (),
    mine: Collection[uuid.UUID] = (),
) -> tuple[dict[uuid.UUID, Handles], bool]:
    """Entries that these handles lead to, each with all of its own, and whether weak ones lead to a crowd.

    A crowd says nothing, so none of it is read: at 100,000 entries a nickname may have hundreds. Only what was
    `decided` before stays. Locked entries are led to only where allowed, and make no crowd elsewhere. `mine`: entries
    that have these handles, and that nobody looks for.
    """
    strong = _having(session, handles, STRONG, locked=locked)
    few = MOST_WEAK + 1 + len(strong) + len(decided) + len(mine)
    weak = _having(session, handles, {K.NICKNAME}, locked=locked, most=few)
    if K.FIRST_NAME in handles:
        weak |= _having(session, handles, {K.DATE_OF_BIRTH}, locked=locked, most=few, and_has=K.FIRST_NAME)
    loose = weak - strong - set(decided) - set(mine)
    is_crowd = len(loose) > MOST_WEAK
    again = in_sight(session, set(decided) - strong, locked=locked)
    return handles_of(session, strong | again | (set() if is_crowd else loose)), is_crowd


def _having(
    session: "Session", handles: Handles, kinds: Collection[IdentifierKind], *, locked: bool, most: int | None = None,
    and_has: IdentifierKind | None = None,
) -> set[uuid.UUID]:  # fmt: skip
    """Entries that have one of these handles of these kinds, and `and_has` one of that kind too."""
    indexes = sorted(index for kind in kinds for index in handles.get(kind, ()))
    if not indexes:
        return set()
    entry_id = DisclosureIdentifier.disclosure_id
    query = select(entry_id).where(DisclosureIdentifier.blind_index.in_(indexes)).limit(most)
    if and_has:
        also = aliased(DisclosureIdentifier)
        is_same = also.blind_index.in_(sorted(handles[and_has]))
        query = query.where(exists().where(also.disclosure_id == entry_id, is_same))
    if not locked:
        query = query.join(Disclosure, Disclosure.id == entry_id).where(NOT_LOCKED)
    return set(session.scalars(query))


def in_sight(session: "Session", entry_ids: Collection[uuid.UUID], *, locked: bool) -> set[uuid.UUID]:
    """Those of these entries that somebody sees who may, or may not, know of locks."""
    query = select(Disclosure.id).where(Disclosure.id.in_(sorted(entry_ids)))
    return set(session.scalars(query if locked else query.where(NOT_LOCKED))) if entry_ids else set()


def _by_entry(session: "Session", query: Any) -> dict[uuid.UUID, Handles]:
    found: dict[uuid.UUID, Handles] = {}
    for entry_id, kind, index in session.execute(query):
        found.setdefault(entry_id, {}).setdefault(kind, set()).add(index)
    return found
