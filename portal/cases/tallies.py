"""Counts of cases, kept in the transaction that changes a case: no page ever counts a million rows.

Every act changes cases through the session, so the session is where they are watched. What a transaction adds and
takes away is written once, right before its commit and in one order: two transactions cannot wait for each other, and
the rows that everybody writes are held for a moment only.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, String, delete, event, inspect, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column, object_session
from sqlalchemy.orm.exc import StaleDataError

from portal.cases.shelves import Cell, Standing, cells_of, shelf_of
from portal.core.base import Base

WAITING, BEFORE = "case_tallies", "case_tallies_before"
WATCHED = ("status", "clock_state", "right", "owner_id", "sort_on", "team")


class CaseTally(Base):
    """How many cases of somebody and of a team are of a kind and, while their clock runs, due on a day. No noughts."""

    __tablename__ = "case_tallies"

    whose: Mapped[str] = mapped_column(String(40), primary_key=True, comment="all, nobody, or a worker's id")
    team: Mapped[str] = mapped_column(String(40), primary_key=True, comment="of which team the cases are, or of none")
    what: Mapped[str] = mapped_column(String(20), primary_key=True, comment="a shelf, a status, or to-acknowledge")
    due_on: Mapped[date] = mapped_column(primary_key=True, comment="the end of days where it does not matter")
    cases: Mapped[int]


def watch(kind: type[Any]) -> None:
    """Count cases of this class from now on, and put each on its shelf. `models` calls it, once."""
    event.listen(kind, "before_insert", _comes)
    event.listen(kind, "before_update", _changes)
    event.listen(kind, "before_delete", _goes)


def settle(session: Session) -> None:
    """Write what changed in this transaction so far. A commit does it by itself."""
    changes: Counter[Cell] = session.info.get(WAITING, Counter())
    if any(changes.values()):
        add(session, changes)
    session.info.pop(WAITING, None)


def add(session: Session, changes: Mapping[Cell, int]) -> None:
    """Add these to the counts, in one order, and drop what comes to nought."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for (whose, team, what, day), change in sorted(changes.items()):
        if not change:
            continue
        row = insert(CaseTally).values(whose=whose, team=team, what=what, due_on=day, cases=change)
        session.execute(
            row.on_conflict_do_update(
                index_elements=[CaseTally.whose, CaseTally.team, CaseTally.what, CaseTally.due_on],
                set_={"cases": CaseTally.cases + change},
            )
        )
        if change < 0:
            cell = tuple_(CaseTally.whose, CaseTally.team, CaseTally.what, CaseTally.due_on)
            session.execute(delete(CaseTally).where(cell == tuple_(whose, team, what, day), CaseTally.cases == 0))


def _standing(case: Any) -> Standing:
    return Standing(*(getattr(case, name) for name in WATCHED))


def _as_stored(connection: Connection, case: Any) -> Standing:
    """What the table says. What the object was before cannot always be told from it; the row can be asked."""
    table = inspect(case).mapper.local_table
    row = connection.execute(select(*(table.c[name] for name in WATCHED)).where(table.c.id == case.id)).one_or_none()
    if row is None:  # somebody was faster, and the flush is about to say so
        raise StaleDataError("the case is gone")
    return Standing(*row)


def _comes(_mapper: Any, _connection: Connection, case: Any) -> None:
    case.shelf = shelf_of(case.status, case.clock_state, case.right)
    _note(case, _standing(case), 1)


def _changes(_mapper: Any, connection: Connection, case: Any) -> None:
    _note(case, _as_stored(connection, case), -1)
    _comes(_mapper, connection, case)


def _goes(_mapper: Any, connection: Connection, case: Any) -> None:
    _note(case, _as_stored(connection, case), -1)


def _note(case: Any, standing: Standing, change: int) -> None:
    session = object_session(case)
    if session is None:
        raise RuntimeError("a case changed outside of a session")
    changes = session.info.setdefault(WAITING, Counter())
    for cell in cells_of(standing):
        changes[cell] += change


@event.listens_for(Session, "before_commit")
def _before_commit(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        session.flush()
    if session.info.get(WAITING):
        settle(session)


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    """What waited when a part of the transaction began, in case only that part is taken back."""
    if transaction.nested:
        session.info.setdefault(BEFORE, {})[transaction] = Counter(session.info.get(WAITING, ()))


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(BEFORE, None)


@event.listens_for(Session, "after_soft_rollback")
def _after_rollback(session: Session, transaction: SessionTransaction) -> None:
    session.info[WAITING] = session.info.get(BEFORE, {}).pop(transaction, Counter())
