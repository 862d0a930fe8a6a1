"""What the pages of one person of the register show. Nothing sealed is opened unless the page says that it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.casework.queries import known_to
from portal.disclosures.people import queries
from portal.disclosures.people.queries import Act, Alike
from portal.disclosures.queries import opened
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case
    from portal.disclosures.models import Disclosure

Key = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Name:
    """One name or address, readable, and the numbers of the entries that have it."""

    kind: IdentifierKind
    value: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person of the register."""

    entry: "Disclosure"
    entries: "Sequence[Disclosure]"
    has_more: bool
    count: int
    cases: "Sequence[Case]"
    alike: Sequence[Alike]
    acts: Sequence[Act]
    workers: dict[uuid.UUID, str]
    names: Sequence[Name] | None
    may_join: bool


@dataclass(frozen=True, slots=True)
class Half:
    """One of two people side by side."""

    entry: "Disclosure"
    entries: "Sequence[Disclosure]"
    names: Sequence[Name]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two people side by side, and how they stand. `same`: what both go by, in whatever spelling."""

    one: Half
    other: Half
    same: frozenset[tuple[IdentifierKind, str]]
    seen: str
    is_apart: bool


def person_page(
    session: "Session", entry_id: uuid.UUID, actor: Actor, *, at: datetime, after: Key | None = None,
    with_names: bool = False,
) -> PersonPage:  # fmt: skip
    """Gather the page. Raises NotFound for an entry that the worker may not know of."""
    locked, joins = actor.may(Permission.REGISTER_LOCKED), may_join(actor)
    mine = queries.visible(session, entry_id, locked=locked)
    rows = queries.page_of(session, mine, after=after)
    shown = rows[: queries.PAGE]
    acts = queries.acts_of(session, mine) if joins else []
    return PersonPage(
        entry=queries.one(session, entry_id),
        entries=shown,
        has_more=len(rows) > queries.PAGE,
        count=len(mine),
        cases=queries.cases_of(session, mine, actor, at=at),
        alike=queries.alike(session, entry_id, mine, locked=locked, besides=known_to(session, actor.worker_id)),
        acts=acts,
        workers=get_names(session, {act.row.by_id for act in acts}),
        names=names_of(session, shown, locked=locked) if with_names else None,
        may_join=joins,
    )


def compare_page(session: "Session", one: uuid.UUID, other: uuid.UUID) -> ComparePage:
    """Gather two people, for somebody who may know of locks."""
    halves = []
    for entry_id in (one, other):
        entries = queries.page_of(session, queries.visible(session, entry_id, locked=True))
        names = names_of(session, entries, locked=True)
        halves.append(Half(queries.one(session, entry_id), entries, names))
    both = [{(name.kind, normalise(name.kind, name.value)) for name in half.names} for half in halves]
    return ComparePage(
        halves[0],
        halves[1],
        frozenset(
            (name.kind, name.value)
            for half in halves
            for name in half.names
            if (name.kind, normalise(name.kind, name.value)) in both[0] & both[1]
        ),
        queries.seen_now(session, one, other),
        queries.are_apart(session, one, other),
    )


def names_of(session: "Session", entries: "Sequence[Disclosure]", *, locked: bool) -> list[Name]:
    """What these entries say that the person goes by, readable: each once."""
    found: dict[tuple[IdentifierKind, str], list[str]] = {}
    for row in entries:
        for kind, value in opened(session, row.id, locked=locked).identifiers:
            found.setdefault((kind, value), []).append(row.number)
    kinds = list(IdentifierKind)
    each = sorted(found.items(), key=lambda item: (kinds.index(item[0][0]), item[0][1].casefold()))
    return [Name(kind, value, tuple(numbers)) for (kind, value), numbers in each]


def may_join(actor: Actor) -> bool:
    """Whether the worker may join and split: only with sight of locks."""
    return actor.may(Permission.REGISTER_JOIN) and actor.may(Permission.REGISTER_LOCKED)
