"""What can happen to an import: begin it, say what its columns mean, try it, take it or throw it away, undo it."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.disclosures.importing import queries
from portal.disclosures.importing.kinds import ImportState, Ours, RowState
from portal.disclosures.importing.mapping import LogMapping, distinct_words
from portal.disclosures.importing.models import RegisterImport, RegisterImportChunk, RegisterImportRow
from portal.disclosures.importing.reading import Table
from portal.disclosures.importing.states import AT_WORK, Move, after, may
from portal.outbox import enqueue
from portal.vault import vault_of

CHECK, TAKE, UNDO = "register-import-check", "register-import-take", "register-import-undo"
KEPT_FOR = timedelta(days=7)
UNDO_WITHIN = timedelta(hours=24)
OWNER = "register import"
CHUNK = 50

NOTHING_TO_TAKE = "There is no row that can be taken."
NOT_MAPPED = "Say what the columns mean first."
TOO_LATE = "It is more than a day ago. Entries can still be put right one by one."
MATCHED = "Somebody has decided about {count} of these entries in a case, so the import cannot be undone any more."


def start(session: Session, table: Table, *, actor: Actor, at: datetime) -> RegisterImport:
    """Seal a file that came, row by row, under a key of its own. Raises FileRefused, NotAllowed; then nothing is kept.

    A key that was made for a refused file stays behind and seals nothing.
    """
    actor.must(Permission.REGISTER_IMPORT)
    vault = vault_of(session)
    imported = RegisterImport(
        id=uuid.uuid4(), key_id=vault.new_key(OWNER), state=ImportState.MAPPING, read_as=table.read_as,
        started_by_id=actor.worker_id, started_at=at, until=at + KEPT_FOR, rows=0, chunks=0,
    )  # fmt: skip
    box = vault.box(imported.key_id)
    box.put_json(imported, "headings", table.headings)
    session.add(imported)
    session.flush()
    while rows := list(islice(table.rows, CHUNK)):
        chunk = RegisterImportChunk(id=uuid.uuid4(), import_id=imported.id, position=imported.chunks)
        box.put_json(chunk, "rows", [(row.number, row.cells) for row in rows])
        session.add(chunk)
        imported.chunks, imported.rows = imported.chunks + 1, imported.rows + len(rows)
    session.flush()
    _note(session, imported, Action.IMPORT_STARTED, actor, at, found=imported.rows)
    return imported


def note_opened(session: Session, imported: RegisterImport, *, actor: Actor, at: datetime) -> None:
    """A worker looked at what stands in the file: every such look is logged."""
    _note(session, imported, Action.IMPORT_OPENED, actor, at)


def set_columns(
    session: Session, imported: RegisterImport, columns: dict[int, Ours], *, actor: Actor, at: datetime
) -> None:
    """Say what the columns mean. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    before = queries.mapping_of(session, imported) or LogMapping()
    mapping = before.with_columns(columns)
    distinct_words((row.cells for row in queries.rows_of(session, imported)), columns)
    _keep(session, imported, mapping, at)


def set_words(session: Session, imported: RegisterImport, said: LogMapping, *, actor: Actor, at: datetime) -> None:
    """Say what their words mean, in which order days are written, and what empty cells stand for; then try it.

    The columns stay as they are. Raises RuleBroken, NotAllowed.
    """
    actor.must(Permission.REGISTER_IMPORT)
    mapping = queries.mapping_of(session, imported)
    if mapping is None:
        raise RuleBroken(NOT_MAPPED)
    _keep(session, imported, replace(said, columns=mapping.columns), at)
    imported.state = after(imported.state, Move.CHECK)
    session.execute(delete(RegisterImportRow).where(RegisterImportRow.import_id == imported.id))
    begin(session, imported, CHECK, at=at)


def _keep(session: Session, imported: RegisterImport, mapping: LogMapping, at: datetime) -> None:
    imported.state = after(imported.state, Move.MAP)
    vault_of(session).box(imported.key_id).put_json(imported, "mapping", mapping.to_json())
    imported.until = at + KEPT_FOR
    session.flush()


def tick(
    session: Session, imported: RegisterImport, shown: Collection[int], ticked: Collection[int], *, actor: Actor
) -> None:
    """Say of the flagged rows of one page which are taken all the same. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    after(imported.state, Move.TAKE)
    flagged = update(RegisterImportRow).where(
        RegisterImportRow.import_id == imported.id, RegisterImportRow.state == RowState.FLAGGED
    )
    session.execute(flagged.where(RegisterImportRow.number.in_(sorted(shown))).values(ticked=False))
    session.execute(flagged.where(RegisterImportRow.number.in_(sorted(set(ticked) & set(shown)))).values(ticked=True))


def take(session: Session, imported: RegisterImport, *, actor: Actor, at: datetime) -> None:
    """Take every row that is fine, and every flagged one that was ticked. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    actor.must(Permission.REGISTER_LOG)
    imported.state = after(imported.state, Move.TAKE)
    wanted = queries.counts(session, imported)[RowState.FINE] + queries.count_ticked(session, imported)
    if not wanted:
        raise RuleBroken(NOTHING_TO_TAKE)
    imported.taken_by_id, imported.taken_at = actor.worker_id, at
    _note(session, imported, Action.IMPORT_CONFIRMED, actor, at, found=wanted)
    begin(session, imported, TAKE, at=at)


def drop(session: Session, imported: RegisterImport, *, actor: Actor, at: datetime) -> None:
    """Take none. What came is destroyed. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    imported.state = after(imported.state, Move.DROP)
    _forget(session, imported, Action.IMPORT_DROPPED, actor, at)


def finish(session: Session, imported: RegisterImport, *, actor: Actor, at: datetime) -> None:
    """Done with it: what came is destroyed, the entries stay. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    if imported.state in AT_WORK:
        raise RuleBroken("Wait until the rows are taken.")
    imported.state = after(imported.state, Move.FINISH)
    _forget(session, imported, Action.IMPORT_FINISHED, actor, at)


def can_undo(imported: RegisterImport, at: datetime) -> bool:
    """Whether the day is not over."""
    return bool(imported.taken_at and may(imported.state, Move.UNDO) and at < imported.taken_at + UNDO_WITHIN)


def undo(session: Session, imported: RegisterImport, *, actor: Actor, at: datetime) -> None:
    """Take every entry of it out of the register again. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_IMPORT)
    state = after(imported.state, Move.UNDO)
    if not can_undo(imported, at):
        raise RuleBroken(TOO_LATE)
    if count := queries.count_matched(session, imported):
        raise RuleBroken(MATCHED.format(count=count))
    imported.state = state
    _note(session, imported, Action.IMPORT_UNDO_PRESSED, actor, at)
    begin(session, imported, UNDO, at=at)


def note_exported(session: Session, imported: RegisterImport, count: int, *, actor: Actor, at: datetime) -> None:
    """A worker took the rows that were left, with every word that stands in them."""
    _note(session, imported, Action.IMPORT_EXPORTED, actor, at, found=count)


def forget_old(session: Session, at: datetime) -> int:
    """Destroy what came with imports that nobody finished. Gives how many. For the upkeep of each minute."""
    old = session.scalars(
        select(RegisterImport)
        .where(RegisterImport.content_gone_at.is_(None), RegisterImport.until <= at)
        .order_by(RegisterImport.until)
        .limit(10)
    ).all()
    for imported in old:
        move = Move.DROP if may(imported.state, Move.DROP) else Move.FINISH
        if may(imported.state, move):
            imported.state = after(imported.state, move)
        _forget(session, imported, Action.IMPORT_FORGOTTEN, SYSTEM, at)
    return len(old)


def forget_now(session: Session, imported: RegisterImport, at: datetime) -> None:
    """Destroy what came with an import that is over, unless that was done before."""
    if imported.content_gone_at is None:
        _forget(session, imported, Action.IMPORT_FORGOTTEN, SYSTEM, at)


def begin(session: Session, imported: RegisterImport, job: str, *, at: datetime) -> None:
    """Promise the first chunk of a new try."""
    imported.run, imported.done = imported.run + 1, 0
    promise(session, imported, job, at=at)


def promise(session: Session, imported: RegisterImport, job: str, *, at: datetime) -> None:
    """Promise the next chunk, in the transaction of the one before."""
    session.flush()
    enqueue(session, job, at=at, import_id=str(imported.id), run=str(imported.run), chunk=str(imported.done))


def _forget(session: Session, imported: RegisterImport, action: Action, actor: Actor, at: datetime) -> None:
    """The key goes before the row says so: a crash in between destroys it once more, and never says it too early."""
    vault_of(session).shred(imported.key_id)
    imported.content_gone_at, imported.headings, imported.mapping = at, None, None
    session.execute(delete(RegisterImportChunk).where(RegisterImportChunk.import_id == imported.id))
    marks = update(RegisterImportRow).where(RegisterImportRow.import_id == imported.id)
    session.execute(marks.values(alike=None, namesake=None, who=None))
    session.flush()
    _note(session, imported, action, actor, at)


def _note(session: Session, imported: RegisterImport, action: Action, actor: Actor, at: datetime, **facts: int) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=imported.id, at=at, **facts)
