"""Which cases a worker may know of: one rule for lists, counts, searches and hints."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from portal.cases.models import Case


@dataclass(frozen=True, slots=True)
class Sight:
    """Which cases a worker sees in a list: of all, of their team, their own, and where they broke the glass.

    `besides`: requests of people they know, which they see in no list at all. Made by `casework.queries.sight_of`.
    """

    worker_id: uuid.UUID
    team: str | None = None
    besides: frozenset[uuid.UUID] = frozenset()
    opened: frozenset[uuid.UUID] = frozenset()


def visible(sight: Sight | None, case: Any = Case) -> tuple[ColumnElement[bool], ...]:
    """Conditions that leave out what the worker may not know of. Without a sight none: for the portal's own work."""
    if sight is None:
        return ()
    return (or_(_of_team(sight, case), _by_name(sight, case)), case.request_id.not_in(sight.besides))


def exceptions(sight: Sight) -> ColumnElement[bool]:
    """The few cases for which the team alone does not tell whether the worker sees them."""
    others = and_(_by_name(sight, Case), ~_of_team(sight, Case))
    return or_(others, Case.request_id.in_(sight.besides))


def _of_team(sight: Sight, case: Any) -> ColumnElement[bool]:
    return or_(case.team.is_(None), case.team == sight.team) if sight.team else case.team.is_(None)


def _by_name(sight: Sight, case: Any) -> ColumnElement[bool]:
    return or_(case.owner_id == sight.worker_id, case.id.in_(sight.opened))
