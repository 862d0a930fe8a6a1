"""Lists of cases, a page at a time, in both directions. No page reads much more of the table than it shows.

Each shelf of a list is read on its own, in the order of an index, and the shelves are merged: a database that is asked
for several shelves at once sorts all of them before it gives the first case. So are the cases of a worker's team and
those of all.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from portal.cases.filters import NOBODY, NOT_KNOWN, Filters, Sort, Tab, days_of
from portal.cases.models import Case
from portal.cases.sight import Sight, visible, ways
from portal.cases.states import Status
from portal.cases.stretches import Course, Key, Stretch, choices, joined, walk
from portal.core.calendars import Calendar
from portal.messages.queries import waiting

PAGE = 25
LOOKS = 3  # how often a page on which there would be no case looks further by itself


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, the key after which the next begins and the key before which the previous one ends.

    `looked_until`: the page is not full, and the list was not looked through to its end but up to this key.
    """

    cases: Sequence[Case]
    next_key: Key | None = None
    previous_key: Key | None = None
    looked_until: Key | None = None


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
    backwards, edge = before is not None, before or after
    course = course_of(filters, edge, backwards=backwards, limit=size + 1)
    found, end = _look(session, filters, desk, course)
    cases = found[:size]
    onwards = course.key(cases[-1]) if len(found) > size else end
    first = course.key(cases[0]) if cases else None
    back = first if edge and first and _is_before(session, filters, desk, first, backwards=backwards) else None
    if backwards:
        return Page(cases[::-1], back, onwards, end)
    return Page(cases, onwards, back, end)


def course_of(filters: Filters, after: Key | None, *, backwards: bool, limit: int) -> Course:
    """The order of the list, in this direction."""
    newest = filters.order is Sort.NEWEST
    return Course("received_on" if newest else "sort_on", backwards != newest, after, limit)


def stretches(filters: Filters, desk: Desk) -> Iterator[list[Stretch]]:
    """What a page is put together from: for each shelf and each reason to see a case, stretches to choose from."""
    narrowed, within = tuple(_narrow(Case, filters, desk)), tuple(_days(Case, filters, desk))
    besides = desk.sight.besides if desk.sight else ()
    hidden = (Case.request_id.not_in(besides),) if besides else ()
    for shelf in filters.shelves:
        for reason in ways(desk.sight) if desk.sight else [()]:
            first, others = reason[:1], reason[1:]
            yield list(choices(Case.shelf == shelf, (*first, *narrowed), within, (*others, *hidden)))


def with_news(filters: Filters, desk: Desk, course: Course) -> Select[Any]:
    """Begin with what waits to be read, which is little, and never with the cases, which are many.

    "Offset 0" changes nothing in what is found; it keeps a database from beginning at the other end all the same.
    """
    few = aliased(Case, select(Case).where(Case.request_id.in_(waiting())).offset(0).subquery())
    query = select(few).where(few.shelf.in_(filters.shelves), *_narrow(few, filters, desk), *_days(few, filters, desk))
    return course.ordered(query.where(*visible(desk.sight, few)), few).limit(course.limit)


def _look(session: Session, filters: Filters, desk: Desk, course: Course) -> tuple[list[Case], Key | None]:
    """The cases, and how far was looked when that was not to the end. A look that found nothing goes on for a while."""
    found, end = _read(session, filters, desk, course)
    for _ in range(LOOKS - 1):
        if found or end is None:
            break
        found, end = _read(session, filters, desk, replace(course, after=end))
    return found, end


def _read(session: Session, filters: Filters, desk: Desk, course: Course) -> tuple[list[Case], Key | None]:
    if filters.news or filters.tab is Tab.NEWS:
        return list(session.scalars(with_news(filters, desk, course))), None
    return joined([walk(session, alike, course) for alike in stretches(filters, desk)], course)


def _is_before(session: Session, filters: Filters, desk: Desk, key: Key, *, backwards: bool) -> bool:
    """Whether there is, or may be, a case on the other side of this one."""
    found, end = _look(session, filters, desk, course_of(filters, key, backwards=not backwards, limit=1))
    return bool(found) or end is not None


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


def _days(case: Any, filters: Filters, desk: Desk) -> Iterator[ColumnElement[bool]]:
    """The stretch of due dates. "In time" and "late" are two stretches of one shelf."""
    if filters.tab is Tab.LATE:
        yield case.sort_on < desk.today
    if filters.tab is Tab.IN_TIME:
        yield case.sort_on >= desk.today
    if filters.due is not None:
        yield case.sort_on.between(*days_of(filters.due, desk.today, desk.calendar))
