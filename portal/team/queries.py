"""The figures of one period, from counts by day; and how things stand now, from open cases alone."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.accounts.permissions import Permission, permissions_of
from portal.cases.deadlines import ClockState
from portal.cases.models import Case
from portal.cases.shelves import OPEN_SHELVES
from portal.casework.debriefs import count_asked
from portal.requests.kinds import Right
from portal.team.kinds import Measure
from portal.team.models import TeamCount
from portal.team.rules import DEBRIEFS, LATE, LOADS, Period, band_of, in_bands, percent, percentile, shares

MOST, NEARLY_ALL = 50, 90


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a period: to one right, or to all together (`right` is None)."""

    right: Right | None
    taken: int
    days_half: int | None
    days_most: int | None
    answered: int
    on_time: int | None
    extended: int | None
    closed: int
    left_out: int | None  # None: there is none, or too few to show


@dataclass(frozen=True, slots=True)
class Now:
    """How it stands: open cases that wait for something, late ones by age, and how many workers carry how much."""

    open: int
    paused: int
    late: list[tuple[str, int]]
    loads: list[tuple[str, int]]

    @property
    def late_cases(self) -> int:
        """All late cases together."""
        return sum(count for _, count in self.late)


def figures(session: Session, period: Period) -> list[Figures]:
    """All rights together, then each right of which anything happened, in the order of the table of rights."""
    counts: defaultdict[tuple[Right, Measure], Counter[int]] = defaultdict(Counter)
    query = (
        select(TeamCount.right, TeamCount.measure, TeamCount.value, func.sum(TeamCount.cases))
        .where(TeamCount.day >= period.first, TeamCount.day <= period.last)
        .group_by(TeamCount.right, TeamCount.measure, TeamCount.value)
    )
    for right, measure, value, cases in session.execute(query):
        counts[right, measure][value] += int(cases)
    seen = {right for right, _ in counts}
    of_all, of_each = shares({right: counts.get((right, Measure.LEFT_OUT), Counter()) for right in seen})
    return [
        _figures(None, counts, seen, of_all),
        *(_figures(right, counts, {right}, of_each[right]) for right in Right if right in seen),
    ]


def now(session: Session, today: date) -> Now:
    """How it stands today. Reads open cases and active workers, however many closed ones there are."""
    is_open = Case.shelf.in_(OPEN_SHELVES)
    due = session.execute(select(Case.due_on, func.count()).where(is_open).group_by(Case.due_on)).all()
    days_late = Counter({(today - day).days: n for day, n in due if day is not None and day < today})
    waits = (Case.clock_state == ClockState.STOPPED) & (Case.acknowledged_at.is_(None))
    paused = session.scalar(select(func.count()).select_from(Case).where(is_open, waits)) or 0
    return Now(sum(n for _, n in due), paused, in_bands(days_late, LATE), in_bands(_loads(session), LOADS))


def debriefs(session: Session, period: Period) -> str:
    """How many debriefs were asked for in a period, as a band."""
    return band_of(count_asked(session, period.first, period.last), DEBRIEFS)


def _loads(session: Session) -> Mapping[int, int]:
    """How many workers who may work on cases have how many open ones."""
    query = select(Case.owner_id, func.count()).where(Case.shelf.in_(OPEN_SHELVES), Case.owner_id.is_not(None))
    carried: dict[uuid.UUID | None, int] = {who: n for who, n in session.execute(query.group_by(Case.owner_id))}  # noqa: C416  # rows are Row objects
    active = session.scalars(select(Worker).where(Worker.disabled_at.is_(None)).order_by(Worker.id))
    return Counter(carried.get(one.id, 0) for one in active if _works_on_cases(one))


def _works_on_cases(worker: Worker) -> bool:
    return Permission.CASE_WORK in permissions_of(worker.trusted_with)


def _figures(
    right: Right | None,
    counts: Mapping[tuple[Right, Measure], Counter[int]],
    among: Iterable[Right],
    left_out: int | None,
) -> Figures:
    waited, on_time, extended, closed = (
        sum((counts.get((one, measure), Counter()) for one in among), Counter[int]()) for measure in Measure
    )
    return Figures(
        right=right,
        taken=waited.total(),
        days_half=percentile(waited, MOST),
        days_most=percentile(waited, NEARLY_ALL),
        answered=extended.total(),
        on_time=percent(on_time),
        extended=percent(extended),
        closed=closed.total(),
        left_out=left_out,
    )
