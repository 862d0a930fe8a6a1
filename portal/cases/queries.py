"""Reads of cases. The queue pages by key, never by offset."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.states import OPEN, Status
from portal.core.errors import NotFound
from portal.messages.queries import waiting

PAGE = 25


@dataclass(frozen=True, slots=True)
class Sight:
    """Which cases a worker sees in a list: of all, of their team, their own, and where they broke the glass.

    `besides`: requests of people they know, which they see in no list at all. Made by `casework.queries.sight_of`.
    """

    worker_id: uuid.UUID
    team: str | None
    besides: frozenset[uuid.UUID]
    opened: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue and the key of the next, if there is one."""

    cases: Sequence[Case]
    next_key: tuple[date, uuid.UUID] | None


def get(session: Session, case_id: uuid.UUID) -> Case:
    """The case. Raises NotFound."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case


def list_queue(
    session: Session,
    *,
    statuses: frozenset[Status] = OPEN,
    late_before: date | None = None,
    owner_id: uuid.UUID | None = None,
    with_new_messages: bool = False,
    sight: Sight | None = None,
    after: tuple[date, uuid.UUID] | None = None,
) -> Page:
    """Cases soonest due first; `after` is the last key seen.

    `late_before` keeps those due before that day, `with_new_messages` those in which a person wrote something that
    staff have not seen, `sight` those that a worker may know of.
    """
    query = _narrow(select(Case), statuses, late_before, owner_id).where(*visible(sight))
    if with_new_messages:
        query = query.where(Case.request_id.in_(waiting()))
    if after is not None:
        query = query.where(tuple_(Case.sort_on, Case.id) > tuple_(*after))
    rows = session.scalars(query.order_by(Case.sort_on, Case.id).limit(PAGE + 1)).all()
    more = len(rows) > PAGE
    last = rows[PAGE - 1] if more else None
    return Page(rows[:PAGE], (last.sort_on, last.id) if last else None)


def _narrow(
    query: Select[Case], statuses: frozenset[Status], late_before: date | None, owner_id: uuid.UUID | None
) -> Select[Case]:
    query = query.where(Case.status.in_(sorted(statuses)))
    if late_before is not None:
        query = query.where(Case.due_on < late_before)
    if owner_id is not None:
        query = query.where(Case.owner_id == owner_id)
    return query


def visible(sight: Sight | None) -> tuple[ColumnElement[bool], ...]:
    """Conditions that leave out what the worker may not know of. Without a sight none: for the portal's own work."""
    if sight is None:
        return ()
    is_open = (Case.team.is_(None), Case.owner_id == sight.worker_id, Case.id.in_(sight.opened))
    of_team = (Case.team == sight.team,) if sight.team else ()
    return (or_(*is_open, *of_team), Case.request_id.not_in(sight.besides))


def count_by_status(session: Session, sight: Sight | None = None) -> dict[Status, int]:
    """How many cases stand where."""
    rows = session.execute(select(Case.status, func.count()).where(*visible(sight)).group_by(Case.status))
    return {status: count for status, count in rows}  # noqa: C416  # rows are Row objects


def count_late(session: Session, today: date, sight: Sight | None = None) -> int:
    """How many open cases are past their due date."""
    query = select(func.count()).select_from(Case).where(Case.status.in_(sorted(OPEN)), Case.due_on < today)
    return session.scalar(query.where(*visible(sight))) or 0


def of_request(session: Session, request_id: uuid.UUID) -> Sequence[Case]:
    """The cases inside one request, oldest first."""
    query = select(Case).where(Case.request_id == request_id).order_by(Case.created_at, Case.id)
    return session.scalars(query).all()
