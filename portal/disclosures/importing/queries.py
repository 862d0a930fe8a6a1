"""Reads of imports. What stands in the rows is opened for the worker who brought the file, and for nobody else."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.core.errors import NotFound
from portal.disclosures import kinds as k
from portal.disclosures.importing.kinds import RowState
from portal.disclosures.importing.mapping import LogMapping
from portal.disclosures.importing.models import RegisterImport, RegisterImportChunk, RegisterImportRow
from portal.disclosures.importing.reading import Row
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.queries import besides
from portal.vault import vault_of

PAGE = 25
SAMPLES = 3
LOOKED_AT = 200  # rows that are searched for three values to show


def get(session: Session, import_id: uuid.UUID) -> RegisterImport:
    """The import. Raises NotFound."""
    imported = session.get(RegisterImport, import_id)
    if imported is None:
        raise NotFound
    return imported


def get_own(session: Session, import_id: uuid.UUID, actor: Actor) -> RegisterImport:
    """An import whose words this worker may read: they brought the file. Raises NotFound, also once it is gone."""
    imported = get(session, import_id)
    if imported.started_by_id != actor.worker_id or imported.content_gone_at is not None:
        raise NotFound
    return imported


def list_imports(session: Session, *, before: tuple[datetime, uuid.UUID] | None = None) -> Sequence[RegisterImport]:
    """One page of imports and one more, newest first."""
    query = select(RegisterImport).order_by(RegisterImport.started_at.desc(), RegisterImport.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(tuple_(RegisterImport.started_at, RegisterImport.id) < tuple_(*before))
    return session.scalars(query).all()


def headings_of(session: Session, imported: RegisterImport) -> tuple[str, ...]:
    """The headings of the columns. Raises KeyDestroyed."""
    return tuple(vault_of(session).box(imported.key_id).get_json(imported, "headings"))


def mapping_of(session: Session, imported: RegisterImport) -> LogMapping | None:
    """What was said about columns and words so far. Raises KeyDestroyed."""
    if imported.mapping is None:
        return None
    return LogMapping.from_json(vault_of(session).box(imported.key_id).get_json(imported, "mapping"))


def chunk(session: Session, imported: RegisterImport, position: int) -> list[Row]:
    """Fifty rows as they came. Raises KeyDestroyed, NotFound."""
    found = session.scalar(
        select(RegisterImportChunk).where(
            RegisterImportChunk.import_id == imported.id, RegisterImportChunk.position == position
        )
    )
    if found is None:
        raise NotFound
    kept = vault_of(session).box(imported.key_id).get_json(found, "rows")
    session.expunge(found)
    return [Row(number, tuple(cells)) for number, cells in kept]


def rows_of(session: Session, imported: RegisterImport) -> Iterator[Row]:
    """Every row as it came, fifty in memory at a time."""
    for position in range(imported.chunks):
        yield from chunk(session, imported, position)


def samples(session: Session, imported: RegisterImport, columns: int) -> list[list[str]]:
    """Up to three different values of each column, from the first rows."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for count, row in enumerate(rows_of(session, imported)):
        if count >= LOOKED_AT or all(len(values) == SAMPLES for values in found):
            break
        for values, cell in zip(found, row.cells, strict=False):
            if cell and cell not in values and len(values) < SAMPLES:
                values.append(cell)
    return found


def counts(session: Session, imported: RegisterImport) -> dict[RowState, int]:
    """How many rows stand where."""
    grouped = (
        select(RegisterImportRow.state, func.count())
        .where(RegisterImportRow.import_id == imported.id)
        .group_by(RegisterImportRow.state)
    )
    return dict.fromkeys(RowState, 0) | {state: number for state, number in session.execute(grouped)}  # noqa: C416  # rows are Row objects


def count_ticked(session: Session, imported: RegisterImport) -> int:
    """How many flagged rows a worker ticked."""
    ticked = select(func.count()).where(
        RegisterImportRow.import_id == imported.id,
        RegisterImportRow.state == RowState.FLAGGED,
        RegisterImportRow.ticked,
    )
    return session.scalar(ticked) or 0


def list_rows(
    session: Session, imported: RegisterImport, state: RowState, *, after: int = 0, limit: int = PAGE
) -> Sequence[RegisterImportRow]:
    """One page of the rows that stand there and one more, by their number."""
    query = select(RegisterImportRow).where(
        RegisterImportRow.import_id == imported.id, RegisterImportRow.state == state, RegisterImportRow.number > after
    )
    return session.scalars(query.order_by(RegisterImportRow.number).limit(limit + 1)).all()


def report(session: Session, imported: RegisterImport) -> Iterator[tuple[int, RowState, str, str, str]]:
    """Every row that is not taken as it stands, by number: its state, then column, field and reason of each fault."""
    states = (RowState.REFUSED, RowState.FLAGGED, RowState.ALREADY)
    rows = select(RegisterImportRow.number, RegisterImportRow.state, RegisterImportRow.problems).where(
        RegisterImportRow.import_id == imported.id, RegisterImportRow.state.in_(states)
    )
    for number, state, problems in session.execute(rows.order_by(RegisterImportRow.number)):
        for problem in problems or [{"column": "", "field": "", "reason": ""}]:
            yield number, state, problem["column"], problem["field"], problem["reason"]


def left(session: Session, imported: RegisterImport) -> Iterator[tuple[Row, str]]:
    """The rows that were not taken, as they came, each with its reasons in words. Raises KeyDestroyed."""
    for position in range(imported.chunks):
        came = {row.number: row for row in chunk(session, imported, position)}
        found = session.scalars(
            select(RegisterImportRow)
            .where(
                RegisterImportRow.import_id == imported.id,
                RegisterImportRow.number.in_(sorted(came)),
                RegisterImportRow.state.in_((RowState.REFUSED, RowState.FLAGGED)),
            )
            .order_by(RegisterImportRow.number)
        )
        for row in found:
            yield came[row.number], ". ".join(problem["reason"] for problem in row.problems)


def count_matched(session: Session, imported: RegisterImport) -> int:
    """How many of the entries somebody has decided about in a case: those keep the import from being undone."""
    matched = (
        select(func.count(func.distinct(RegisterImportRow.id)))
        .join(DisclosureMatch, DisclosureMatch.disclosure_id == RegisterImportRow.disclosure_id)
        .where(RegisterImportRow.import_id == imported.id)
    )
    return session.scalar(matched) or 0


def list_untold(
    session: Session, *, before: tuple[datetime, uuid.UUID] | None = None, shut: Collection[uuid.UUID] = ()
) -> Sequence[Disclosure]:
    """Imported entries of which nobody knows whether the person was told, one page and one more, newest first.

    `shut`: requests of people whom the reader knows.
    """
    query = select(Disclosure).where(Disclosure.imported, Disclosure.told == k.Told.NOT_RECORDED)
    query = query.where(besides(session, shut))
    if before is not None:
        query = query.where(tuple_(Disclosure.decided_at, Disclosure.id) < tuple_(*before))
    return session.scalars(query.order_by(Disclosure.decided_at.desc(), Disclosure.id.desc()).limit(PAGE + 1)).all()
