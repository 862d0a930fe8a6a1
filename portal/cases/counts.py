"""How many cases stand where, read from counts that are kept; and those counts made anew, or proved."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.orm import Session

from portal.cases import tallies
from portal.cases.models import Case
from portal.cases.shelves import ALL, NO_TEAM, NOBODY, TO_ACKNOWLEDGE, Cell, Shelf, Standing, cells_of
from portal.cases.sight import Sight, visible
from portal.cases.states import Status
from portal.cases.tallies import CaseTally
from portal.messages.queries import waiting

T = CaseTally
STANDING: tuple[Any, ...] = (
    Case.status, Case.clock_state, Case.right, Case.owner_id, Case.sort_on, Case.team,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """What a desk shows as numbers. `news` are the cases in which a person wrote something that nobody has seen."""

    in_time: int = 0
    late: int = 0
    soon: int = 0
    paused: int = 0
    mine: int = 0
    mine_late: int = 0
    new: int = 0
    checking: int = 0
    checking_by_others: int = 0
    approved: int = 0
    to_acknowledge: int = 0
    answered: int = 0
    withdrawn: int = 0
    news: int = 0
    paused_with_news: int = 0

    @property
    def open(self) -> int:
        """Everything that is still to be answered."""
        return self.in_time + self.late + self.paused


def count(session: Session, sight: Sight, *, today: date, soon_until: date) -> Counts:
    """The numbers of one worker's desk: of the cases they may know of. `soon` ends with that day."""
    me = str(sight.worker_id)
    late = func.coalesce(func.sum(T.cases).filter(T.due_on < today), 0)
    soon = func.coalesce(func.sum(T.cases).filter(T.due_on.between(today, soon_until)), 0)
    rows = session.execute(
        select(T.whose, T.team, T.what, late, soon, func.sum(T.cases))
        .where(or_(T.whose == me, T.whose.in_((ALL, NOBODY)) & T.team.in_(_seen(sight))))
        .group_by(T.whose, T.team, T.what)
    )
    found = Counter[tuple[str, str, int]]()
    for whose, team, what, *numbers in rows:
        for under in _counted_under(whose, team, sight):
            found.update({(under, what, n): number for n, number in enumerate(numbers)})
    for (under, what, day), change in _exceptions(session, sight).items():
        is_soon = today <= day <= soon_until
        for n, counts in enumerate((day < today, is_soon, True)):
            found[under, what, n] += change * counts

    def of(whose: str, what: str) -> tuple[int, int, int]:
        return found[whose, what, 0], found[whose, what, 1], found[whose, what, 2]

    overdue, near, running = of(ALL, Shelf.RUNNING)
    checking = of(ALL, Status.CHECKING)[2]
    news = _with_news(session, sight)
    return Counts(
        in_time=running - overdue,
        late=overdue,
        soon=near,
        paused=of(ALL, Shelf.PAUSED)[2],
        mine=of(me, Shelf.RUNNING)[2] + of(me, Shelf.PAUSED)[2],
        mine_late=of(me, Shelf.RUNNING)[0],
        new=of(NOBODY, Status.RECEIVED)[2],
        checking=checking,
        checking_by_others=checking - of(me, Status.CHECKING)[2],
        approved=of(ALL, Status.APPROVED)[2],
        to_acknowledge=of(ALL, TO_ACKNOWLEDGE)[2],
        answered=of(ALL, Shelf.ANSWERED)[2],
        withdrawn=of(ALL, Shelf.WITHDRAWN)[2],
        news=sum(news.values()),
        paused_with_news=news.get(Shelf.PAUSED, 0),
    )


def teams_of(session: Session, worker_id: uuid.UUID) -> frozenset[str]:
    """The teams of which a worker has cases; NO_TEAM among them for cases of none."""
    return frozenset(session.scalars(select(T.team).where(T.whose == str(worker_id)).distinct()))


def differences(session: Session) -> dict[Cell, tuple[int, int]]:
    """Where the counts that are kept are not what counting gives: kept, counted. Reads every case."""
    kept = {(row.whose, row.team, row.what, row.due_on): row.cases for row in session.scalars(select(T))}
    counted = _counted(session)
    both = kept.keys() | counted.keys()
    return {cell: (kept.get(cell, 0), counted[cell]) for cell in both if kept.get(cell, 0) != counted[cell]}


def rebuild(session: Session) -> None:
    """Count every case anew. Whoever changes a case meanwhile waits at their commit, and then adds to what is right."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE case_tallies IN EXCLUSIVE MODE"))
    session.execute(delete(T))
    tallies.add(session, _counted(session))


def _seen(sight: Sight) -> tuple[str, ...]:
    return (NO_TEAM, sight.team) if sight.team else (NO_TEAM,)


def _counted_under(whose: str, team: str, sight: Sight) -> tuple[str, ...]:
    """Where this worker sees the count: what they have in another team is one of everybody's for them too."""
    if whose == str(sight.worker_id):
        return (whose,) if team in _seen(sight) else (whose, ALL)
    return (whose,) if team in _seen(sight) else ()


def _exceptions(session: Session, sight: Sight) -> Counter[tuple[str, str, date]]:
    """What the counts of teams get wrong for this worker: cases of people they know, and those behind broken glass.

    Both are few, and read.
    """
    wrong = Counter[tuple[str, str, date]]()
    if not sight.besides | sight.opened:
        return wrong
    few = or_(Case.request_id.in_(sight.besides), Case.id.in_(sight.opened))
    for request_id, *standing in session.execute(select(Case.request_id, *STANDING).where(few)):
        cells = list(cells_of(Standing(*standing)))
        counted = [(head, what, day) for whose, team, what, day in cells for head in _counted_under(whose, team, sight)]
        if request_id in sight.besides:
            wrong.subtract(counted)
        elif not counted:
            wrong.update((whose, what, day) for whose, _, what, day in cells)
    return wrong


def _counted(session: Session) -> Counter[Cell]:
    counted: Counter[Cell] = Counter()
    for *standing, cases in session.execute(select(*STANDING, func.count()).group_by(*STANDING)):
        for cell in cells_of(Standing(*standing)):
            counted[cell] += cases
    return counted


def _with_news(session: Session, sight: Sight) -> dict[str, int]:
    """Cases with something unread, by shelf: as many rows are read as wait."""
    few = select(Case.shelf).where(Case.request_id.in_(waiting()), *visible(sight)).offset(0).subquery()
    rows = session.execute(select(few.c.shelf, func.count()).group_by(few.c.shelf))
    return {shelf: cases for shelf, cases in rows}  # noqa: C416  # rows are Row objects
