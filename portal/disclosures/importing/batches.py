"""The work of an import, a chunk at a time: one transaction each, which also promises the next chunk.

A worker process that is killed leaves a lease and nothing else. The chunk is then done again from its beginning, so no
row comes twice and none is lost; and should two processes ever work at one chunk, the database refuses the second.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.disclosures.importing import likeness, queries, service
from portal.disclosures.importing.building import Builder, Built, Problem
from portal.disclosures.importing.kinds import ImportState, RowState
from portal.disclosures.importing.mapping import LogMapping
from portal.disclosures.importing.models import RegisterImport, RegisterImportRow
from portal.disclosures.importing.removing import remove_entry
from portal.disclosures.importing.rule_book import RuleBook
from portal.disclosures.importing.states import Move, after
from portal.disclosures.service import log_disclosure
from portal.vault import vault_of


def check_chunk(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """Try fifty rows with the rules of the register. Nothing is taken."""
    imported = _mine(session, ids, ImportState.CHECKING)
    if imported is None:
        return
    builder = _builder(session, imported, at)
    rows = [(came, builder.build(came)) for came in queries.chunk(session, imported, imported.done)]
    for (came, built), marks in zip(rows, likeness.marks_of(vault_of(session), rows), strict=True):
        row = RegisterImportRow(
            id=uuid.uuid4(), import_id=imported.id, number=came.number, state=RowState.REFUSED, ticked=False,
            mark=likeness.mark_of(session, imported, marks.same), problems=[one.to_json() for one in built.problems],
        )  # fmt: skip
        if likeness.is_in_register(session, row.mark):
            row.state, row.problems = RowState.ALREADY, []
        elif built.entry is not None:
            row.alike, row.namesake, row.who = marks.alike, marks.namesake, marks.who
            flags = likeness.flags(session, imported, built.entry, marks)
            row.state = RowState.FLAGGED if flags else RowState.FINE
            row.problems = [flag.to_json() for flag in flags]
            likeness.flag_the_others(session, imported, marks, came.number)
        session.add(row)
        session.flush()
    _next(session, imported, service.CHECK, _checked, at)


def take_chunk(session: Session, ids: Mapping[str, str], *, nation: str, at: datetime) -> None:
    """Log the rows of a chunk that are fine or ticked, each whole or not at all."""
    imported = _mine(session, ids, ImportState.TAKING)
    if imported is None:
        return
    actor = _taker(session, imported)
    if actor is None:  # whoever pressed may not log any more: what is not taken by now stays out
        _taken(session, imported, at)
        return
    builder = _builder(session, imported, at)
    came = {row.number: row for row in queries.chunk(session, imported, imported.done)}
    wanted = [row for row in _rows(session, imported, sorted(came)) if _is_wanted(row)]
    built = [(came[row.number], builder.build(came[row.number])) for row in wanted]
    for row, (_, one), marks in zip(wanted, built, likeness.marks_of(vault_of(session), built), strict=True):
        _take(session, row, one, marks, nation=nation, actor=actor, at=at)
    _next(session, imported, service.TAKE, _taken, at)


def undo_chunk(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """Take fifty entries out of the register again. One that met a case in the meantime stays."""
    imported = _mine(session, ids, ImportState.UNDOING)
    if imported is None:
        return
    first = imported.done * service.CHUNK
    for row in session.scalars(
        select(RegisterImportRow)
        .where(RegisterImportRow.import_id == imported.id)
        .order_by(RegisterImportRow.number)
        .offset(first)
        .limit(service.CHUNK)
    ).all():
        if row.disclosure_id is not None and remove_entry(session, row, at=at):
            row.state = RowState.UNDONE
    _next(session, imported, service.UNDO, _undone, at)


def _mine(session: Session, ids: Mapping[str, str], state: ImportState) -> RegisterImport | None:
    """The import, when this chunk is the one that is due; a job of an older try, or one done before, finds None."""
    imported = session.get(RegisterImport, uuid.UUID(ids["import_id"]), with_for_update=True)
    is_due = imported is not None and imported.state is state
    if imported is None or not is_due or (str(imported.run), str(imported.done)) != (ids["run"], ids["chunk"]):
        return None
    return imported


def _builder(session: Session, imported: RegisterImport, at: datetime) -> Builder:
    mapping = queries.mapping_of(session, imported) or LogMapping()
    return Builder(mapping, len(queries.headings_of(session, imported)), RuleBook.of(session), now=at)


def _taker(session: Session, imported: RegisterImport) -> Actor | None:
    worker = find_active(session, imported.taken_by_id) if imported.taken_by_id else None
    actor = worker_actor(worker.id, worker.trusted_with) if worker else None
    return actor if actor and actor.may(Permission.REGISTER_IMPORT) and actor.may(Permission.REGISTER_LOG) else None


def _rows(session: Session, imported: RegisterImport, numbers: list[int]) -> list[RegisterImportRow]:
    of_these = select(RegisterImportRow).where(
        RegisterImportRow.import_id == imported.id, RegisterImportRow.number.in_(numbers)
    )
    return list(session.scalars(of_these.order_by(RegisterImportRow.number)))


def _is_wanted(row: RegisterImportRow) -> bool:
    return row.state is RowState.FINE or (row.state is RowState.FLAGGED and row.ticked)


def _take(
    session: Session, row: RegisterImportRow, built: Built, marks: likeness.Marks, *, nation: str, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """One row. What was fine when it was tried and is not any more is flagged or refused, and stays out."""
    if likeness.is_in_register(session, row.mark):
        row.state = RowState.ALREADY
        return
    if built.entry is None:
        row.state, row.problems = RowState.REFUSED, [one.to_json() for one in built.problems]
        return
    if not row.ticked and likeness.entry_alike(session, built.entry, marks):
        row.state = RowState.FLAGGED
        row.problems = [Problem("", likeness.WHOLE_ROW, likeness.LIKE_AN_ENTRY).to_json()]
        return
    try:
        entry = log_disclosure(session, built.entry, nation=nation, actor=actor, at=at, submission=row.mark)
    except RuleBroken as error:
        row.state, row.problems = RowState.REFUSED, [Problem("", likeness.WHOLE_ROW, error.message).to_json()]
        return
    row.state, row.disclosure_id = RowState.TAKEN, entry.id
    session.flush()


def _next(
    session: Session,
    imported: RegisterImport,
    job: str,
    end: Callable[[Session, RegisterImport, datetime], None],
    at: datetime,
) -> None:
    imported.done += 1
    if imported.done < imported.chunks:
        service.promise(session, imported, job, at=at)
    else:
        end(session, imported, at)


def _checked(session: Session, imported: RegisterImport, at: datetime) -> None:
    imported.state = after(imported.state, Move.CHECKED)
    _note(session, imported, Action.IMPORT_CHECKED, at, queries.counts(session, imported)[RowState.FINE])


def _taken(session: Session, imported: RegisterImport, at: datetime) -> None:
    imported.state = after(imported.state, Move.TAKEN)
    _note(session, imported, Action.IMPORT_TAKEN, at, queries.counts(session, imported)[RowState.TAKEN])


def _undone(session: Session, imported: RegisterImport, at: datetime) -> None:
    imported.state = after(imported.state, Move.UNDONE)
    _note(session, imported, Action.IMPORT_UNDONE, at, queries.counts(session, imported)[RowState.UNDONE])
    service.forget_now(session, imported, at)


def _note(session: Session, imported: RegisterImport, action: Action, at: datetime, found: int) -> None:
    session.flush()
    record(session, action, actor_kind=SYSTEM.kind, actor_id=SYSTEM.id, subject=imported.id, at=at, found=found)
