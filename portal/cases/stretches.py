"""Along which stretch of which index a list walks, and how far.

A list narrowed by one thing stands in one index, in its order. Narrowed by more, it walks the shortest of their
stretches and passes over what the others leave out. Things that seldom meet would be sought to the very end: so a walk
ends after FAR cases, and the page says how far it looked.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BinaryExpression, ColumnElement, Select, case, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.operators import is_

from portal.cases.models import Case

FAR = 4_000
Key = tuple[date, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Course:
    """In which order a list is read, from where, and how many cases of it. `falls`: from the last to the first."""

    by: str
    falls: bool
    after: Key | None
    limit: int

    def is_past(self, key: Key, end: Key) -> bool:
        """Whether the key comes behind the end."""
        return key < end if self.falls else key > end

    def key(self, found: Case) -> Key:
        """Where a case stands in this order."""
        return getattr(found, self.by), found.id

    def ordered(self, query: Select[Any], case: Any, *, fixed: Sequence[Any] = ()) -> Select[Any]:
        """The query in this order and from there on. `fixed` are columns that are the same in all its rows."""
        day = getattr(case, self.by)
        if self.after is not None:
            here, there = tuple_(day, case.id), tuple_(*self.after)
            query = query.where(here < there if self.falls else here > there)
        return query.order_by(*(column.desc() if self.falls else column.asc() for column in (*fixed, day, case.id)))

    def no_further(self, until: Key) -> ColumnElement[bool]:
        """Up to this key, and with it."""
        here, there = tuple_(getattr(Case, self.by), Case.id), tuple_(*until)
        return here >= there if self.falls else here <= there


@dataclass(frozen=True, slots=True)
class Stretch:
    """Cases of one shelf that share one thing. `along` and `within` are read from the index, `passed` row by row."""

    shelf: ColumnElement[bool]
    along: ColumnElement[bool] | None
    within: tuple[ColumnElement[bool], ...] = ()
    passed: tuple[ColumnElement[bool], ...] = ()

    def cases(self, course: Course, until: Key | None = None) -> Select[Any]:
        """The cases of the stretch that are not passed over, up to `until`."""
        query = self._ordered(select(Case), course).where(*(_row_by_row(condition) for condition in self.passed))
        if until is not None:
            query = query.where(course.no_further(until))
        return query.limit(course.limit)

    def end(self, course: Course) -> Select[Any]:
        """Where a walk of FAR cases ends: read from the index alone, and no further than that."""
        return self._ordered(select(getattr(Case, course.by), Case.id), course).offset(FAR - 1).limit(1)

    def _ordered(self, query: Select[Any], course: Course) -> Select[Any]:
        along = () if self.along is None else (self.along,)
        return course.ordered(query.where(self.shelf, *along, *self.within), Case, fixed=_empty(self.along))


def choices(
    shelf: ColumnElement[bool],
    narrowed: Sequence[ColumnElement[bool]],
    within: tuple[ColumnElement[bool], ...],
    passed: tuple[ColumnElement[bool], ...],
) -> Iterator[Stretch]:
    """Every stretch that leads to the same cases: one along each thing by which the list is narrowed."""
    if not narrowed:
        yield Stretch(shelf, None, within, passed)
    for number, along in enumerate(narrowed):
        yield Stretch(shelf, along, within, (*narrowed[:number], *narrowed[number + 1 :], *passed))


def walk(session: Session, alike: Sequence[Stretch], course: Course) -> tuple[list[Case], Key | None]:
    """Walk the one of these that gets furthest in FAR cases.

    Gives the cases found, and where the walk ended if it ended before it had as many as were asked for.
    """
    best, until = alike[0], None
    for stretch in alike if best.passed else ():
        row = session.execute(stretch.end(course)).one_or_none()
        if row is None:  # all of it is nearer than that
            best, until = stretch, None
            break
        end = row[0], row[1]
        if until is None or course.is_past(end, until):
            best, until = stretch, end
    found = list(session.scalars(best.cases(course, until)))
    return found, until if len(found) < course.limit else None


def joined(walks: Sequence[tuple[list[Case], Key | None]], course: Course) -> tuple[list[Case], Key | None]:
    """Several walks as one: in order, and no further than the one that ended first, or cases would be skipped."""
    found = sorted((one for cases, _ in walks for one in cases), key=course.key, reverse=course.falls)
    ends = sorted((end for _, end in walks if end is not None), reverse=course.falls)
    if ends:
        found = [one for one in found if not course.is_past(course.key(one), ends[0])]
    return found[: course.limit], ends[0] if ends and len(found) < course.limit else None


def _empty(along: ColumnElement[bool] | None) -> tuple[Any, ...]:
    """The column, of "is empty": that fixes it as "is this" does, and PostgreSQL sees that only when it is named."""
    return (along.left,) if isinstance(along, BinaryExpression) and along.operator is is_ else ()


def _row_by_row(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition in a shape for which no database takes an index: it shall walk where we say."""
    return case((condition, 1), else_=0) == 1
