"""Which cases a worker may know of: one rule for lists, counts, searches and hints."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_

from portal.cases.models import Case


@dataclass(frozen=True, slots=True)
class Sight:
    """Which cases a worker sees in a list: of all, of their team, their own, and where they broke the glass.

    `besides`: requests of people they know, which they see in no list at all. `elsewhere`: other teams in which they
    have cases. Made by `casework.queries.sight_of`.
    """

    worker_id: uuid.UUID
    team: str | None = None
    besides: frozenset[uuid.UUID] = frozenset()
    opened: frozenset[uuid.UUID] = frozenset()
    elsewhere: frozenset[str] = frozenset()


def visible(sight: Sight | None, case: Any = Case) -> tuple[ColumnElement[bool], ...]:
    """Conditions that leave out what the worker may not know of. Without a sight none: for the portal's own work."""
    if sight is None:
        return ()
    return (or_(_of_team(sight, case), _by_name(sight, case)), case.request_id.not_in(sight.besides))


def ways(sight: Sight, case: Any = Case) -> list[tuple[ColumnElement[bool], ...]]:
    """The same, as reasons of which each case has one at most. The first part of each is a stretch of an index."""
    reasons: list[tuple[ColumnElement[bool], ...]] = [(case.team.is_(None),)]
    if sight.team:
        reasons.append((case.team == sight.team,))
    if sight.elsewhere:
        reasons.append((case.owner_id == sight.worker_id, case.team.in_(sorted(sight.elsewhere))))
    if sight.opened:
        reasons.append((case.id.in_(sorted(sight.opened)), ~_of_team(sight, case), _not_mine(sight, case)))
    return reasons


def _of_team(sight: Sight, case: Any) -> ColumnElement[bool]:
    return or_(case.team.is_(None), case.team == sight.team) if sight.team else case.team.is_(None)


def _by_name(sight: Sight, case: Any) -> ColumnElement[bool]:
    return or_(case.owner_id == sight.worker_id, case.id.in_(sight.opened))


def _not_mine(sight: Sight, case: Any) -> ColumnElement[bool]:
    return or_(case.owner_id.is_(None), case.owner_id != sight.worker_id)
