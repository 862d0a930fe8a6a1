"""How many cases stand where, read from counts that are kept; and those counts made anew, or proved."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from portal.cases import tallies
from portal.cases.models import Case
from portal.cases.shelves import ALL, NOBODY, TO_ACKNOWLEDGE, Cell, Shelf, Standing, cells_of
from portal.cases.states import Status
from portal.cases.tallies import CaseTally
from portal.messages.queries import waiting

T = CaseTally


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
    news: int = 0
    paused_with_news: int = 0

    @property
    def open(self) -> int:
        """Everything that is still to be answered."""
        return self.in_time + self.late + self.paused


def count(session: Session, worker_id: uuid.UUID, *, today: date, soon_until: date) -> Counts:
    """The numbers of one worker's desk. `soon` ends with that day."""
    me = str(worker_id)
    late = func.coalesce(func.sum(T.cases).filter(T.due_on < today), 0)
    soon = func.coalesce(func.sum(T.cases).filter(T.due_on.between(today, soon_until)), 0)
    rows = session.execute(
        select(T.whose, T.what, late, soon, func.sum(T.cases))
        .where(T.whose.in_((ALL, NOBODY, me)))
        .group_by(T.whose, T.what)
    )
    found = {(whose, what): (early, near, total) for whose, what, early, near, total in rows}

    def of(whose: str, what: str) -> tuple[int, int, int]:
        return found.get((whose, what), (0, 0, 0))

    overdue, near, running = of(ALL, Shelf.RUNNING)
    checking = of(ALL, Status.CHECKING)[2]
    news = _with_news(session)
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
        news=sum(news.values()),
        paused_with_news=news.get(Shelf.PAUSED, 0),
    )


def differences(session: Session) -> dict[Cell, tuple[int, int]]:
    """Where the counts that are kept are not what counting gives: kept, counted. Reads every case."""
    kept = {(row.whose, row.what, row.due_on): row.cases for row in session.scalars(select(T))}
    counted = _counted(session)
    both = kept.keys() | counted.keys()
    return {cell: (kept.get(cell, 0), counted[cell]) for cell in both if kept.get(cell, 0) != counted[cell]}


def rebuild(session: Session) -> None:
    """Count every case anew. Whoever changes a case meanwhile waits at their commit, and then adds to what is right."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE case_tallies IN EXCLUSIVE MODE"))
    session.execute(delete(T))
    tallies.add(session, _counted(session))


def _counted(session: Session) -> Counter[Cell]:
    what = (Case.status, Case.clock_state, Case.right, Case.owner_id, Case.sort_on)
    counted: Counter[Cell] = Counter()
    for status, clock_state, right, owner_id, sort_on, cases in session.execute(
        select(*what, func.count()).group_by(*what)
    ):
        for cell in cells_of(Standing(status, clock_state, right, owner_id, sort_on)):
            counted[cell] += cases
    return counted


def _with_news(session: Session) -> dict[str, int]:
    """Cases with something unread, by shelf: as many rows are read as wait."""
    few = select(Case.shelf).where(Case.request_id.in_(waiting())).offset(0).subquery()
    rows = session.execute(select(few.c.shelf, func.count()).group_by(few.c.shelf))
    return {shelf: cases for shelf, cases in rows}  # noqa: C416  # rows are Row objects
