"""Lists of cases, a page at a time, in both directions. No list reads more of the table than it shows.

Each shelf of a list is read on its own, in the order of an index, and the shelves are merged here: a database that is
asked for several shelves at once sorts all of them before it gives the first case.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session, aliased

from portal.cases.filters import NOBODY, NOT_KNOWN, Filters, Sort, Tab, days_of
from portal.cases.models import Case
from portal.cases.sight import Sight, visible
from portal.cases.states import Status
from portal.core.calendars import Calendar
from portal.messages.queries import waiting

PAGE = 25
Key = tuple[date, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, the key after which the next begins and the key before which the previous one ends."""

    cases: Sequence[Case]
    next_key: Key | None = None
    previous_key: Key | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is, and when: what "mine" and "late" mean."""

    today: date
    calendar: Calendar
    worker_id: uuid.UUID
    sight: Sight | None = None


def list_cases(
    session: Session,
    filters: Filters,
    desk: Desk,
    *,
    after: Key | None = None,
    before: Key | None = None,
    size: int = PAGE,
) -> Page:
    """A page of the list; `after` is the key of the last case seen, `before` that of the first."""
    backwards = before is not None
    found = _read(session, filters, desk, before or after, backwards=backwards, limit=size + 1)
    cases = found[:size]
    more = len(found) > size
    if backwards:
        cases.reverse()
    edge = before or after
    behind = bool(edge) and bool(
        _read(session, filters, desk, _edge(cases, filters, edge, backwards), backwards=not backwards, limit=1)
    )
    forwards, back = (behind, more) if backwards else (more, behind)
    return Page(
        cases,
        _key(cases[-1], filters) if forwards and cases else None,
        _key(cases[0], filters) if back and cases else None,
    )


def statements(filters: Filters, desk: Desk, key: Key | None, *, backwards: bool, limit: int) -> list[Select[Any]]:
    """The queries behind a page, one for each shelf; for the test that looks at their plans."""
    if filters.news or filters.tab is Tab.NEWS:
        return [_with_news(filters, desk, key, backwards=backwards, limit=limit)]
    return [
        _ordered(
            select(Case).where(Case.shelf == shelf, *_narrow(Case, filters, desk)), Case, filters, key, backwards, limit
        )
        for shelf in filters.shelves
    ]


def _read(
    session: Session, filters: Filters, desk: Desk, key: Key | None, *, backwards: bool, limit: int
) -> list[Case]:
    found: list[Case] = []
    for query in statements(filters, desk, key, backwards=backwards, limit=limit):
        found.extend(session.scalars(query))
    falls = backwards != (filters.order is Sort.NEWEST)
    found.sort(key=lambda case: _key(case, filters), reverse=falls)
    return list(islice(found, limit))


def _with_news(filters: Filters, desk: Desk, key: Key | None, *, backwards: bool, limit: int) -> Select[Any]:
    """Begin with what waits to be read, which is little, and never with the cases, which are many.

    "Offset 0" changes nothing in what is found; it keeps a database from beginning at the other end all the same.
    """
    few = aliased(Case, select(Case).where(Case.request_id.in_(waiting())).offset(0).subquery())
    query = select(few).where(few.shelf.in_(filters.shelves), *_narrow(few, filters, desk))
    return _ordered(query, few, replace(filters, owner=None, age=None), key, backwards, limit)


def _narrow(case: Any, filters: Filters, desk: Desk) -> Iterator[ColumnElement[bool]]:
    stage = Status.CHECKING if filters.tab is Tab.CHECKING else filters.stage
    for column, wanted in ((case.right, filters.right), (case.status, stage), (case.channel, filters.channel)):
        if wanted is not None:
            yield column == wanted
    if filters.tab is Tab.MINE:
        yield case.owner_id == desk.worker_id
    if filters.owner is not None:
        yield case.owner_id.is_(None) if filters.owner == NOBODY else case.owner_id == filters.owner
    if filters.age is not None:
        yield case.age_band.is_(None) if filters.age == NOT_KNOWN else case.age_band == filters.age
    yield from visible(desk.sight, case)
    yield from _days(case, filters, desk)


def _days(case: Any, filters: Filters, desk: Desk) -> Iterator[ColumnElement[bool]]:
    """The stretch of due dates. "In time" and "late" are two stretches of one shelf."""
    if filters.tab is Tab.LATE:
        yield case.sort_on < desk.today
    if filters.tab is Tab.IN_TIME:
        yield case.sort_on >= desk.today
    if filters.due is not None:
        yield case.sort_on.between(*days_of(filters.due, desk.today, desk.calendar))


def _ordered(
    query: Select[Any], case: Any, filters: Filters, key: Key | None, backwards: bool, limit: int
) -> Select[Any]:
    day = case.received_on if filters.order is Sort.NEWEST else case.sort_on
    falls = backwards != (filters.order is Sort.NEWEST)
    if key is not None:
        here, there = tuple_(day, case.id), tuple_(*key)
        query = query.where(here < there if falls else here > there)
    # "Is empty" fixes a column of the index as "is this" does, and PostgreSQL sees that only when it is named.
    fixed = [case.owner_id] if filters.owner == NOBODY else []
    fixed += [case.age_band] if filters.age == NOT_KNOWN else []
    order = [*fixed[:1], day, case.id]
    return query.order_by(*(column.desc() if falls else column.asc() for column in order)).limit(limit)


def _key(case: Case, filters: Filters) -> Key:
    return (case.received_on if filters.order is Sort.NEWEST else case.sort_on), case.id


def _edge(cases: Sequence[Case], filters: Filters, edge: Key | None, backwards: bool) -> Key | None:
    if not cases:
        return edge
    return _key(cases[-1] if backwards else cases[0], filters)
