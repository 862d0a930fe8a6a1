"""Notes of staff: apart from messages, each sealed under a key of its own, erasable without the request."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.casework.kinds import Erased
from portal.casework.models import CaseNote
from portal.core.errors import NotFound, RuleBroken
from portal.vault import KeyDestroyed, Vault, vault_of

LONGEST = 2000  # characters


class AlreadyNoted(RuleBroken):
    """The same form was sent before: one press makes one note."""

    message = "You have already saved this. Nothing was saved twice."


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note with its seal opened. `words` is None once it is erased: who wrote it and when stays."""

    row: CaseNote
    words: str | None
    may_erase: bool


def of_case(session: Session, case_id: uuid.UUID, *, actor: Actor) -> tuple[OpenedNote, ...]:
    """The notes of a case, newest first."""
    vault = vault_of(session)
    query = select(CaseNote).where(CaseNote.case_id == case_id)
    rows = session.scalars(query.order_by(CaseNote.written_at.desc(), CaseNote.id))
    return tuple(OpenedNote(row, _words(vault, row), _may_erase(row, actor)) for row in rows)


def write(
    session: Session, case: Case, text: str, *, submission: str, hands_over: bool = False, actor: Actor, at: datetime
) -> CaseNote:
    """Keep a note. Raises RuleBroken (no words, too many), AlreadyNoted, NotAllowed."""
    actor.must(Permission.CASE_NOTE)
    field = "hand_note" if hands_over else "note"
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise RuleBroken("Write something first", field=field)
    if len(text) > LONGEST:
        raise RuleBroken("Use 2,000 letters or fewer", field=field)
    query = select(CaseNote.id).where(CaseNote.case_id == case.id, CaseNote.submission == submission)
    if session.scalar(query):
        raise AlreadyNoted
    vault = vault_of(session)
    row = CaseNote(
        id=uuid.uuid4(), case_id=case.id, key_id=vault.new_key("note"), author_id=actor.worker_id, written_at=at,
        hands_over=hands_over, submission=submission,
    )  # fmt: skip
    vault.box(row.key_id).put(row, "body", text)
    session.add(row)
    session.flush()
    _note(session, Action.NOTE_WRITTEN, row, actor, at)
    return row


def erase(session: Session, case: Case, note_id: uuid.UUID, why: Erased, *, actor: Actor, at: datetime) -> None:
    """Destroy the words of a note for good, in every copy. That it was there stays.

    By its author, or by somebody who may review. Raises NotFound (no such note on this case), RuleBroken, NotAllowed.
    """
    row = session.get(CaseNote, note_id, with_for_update=True)
    if row is None or row.case_id != case.id:
        raise NotFound
    if row.erased_at is not None:
        raise RuleBroken("This note is erased already.")
    if not _may_erase(row, actor):
        actor.must(Permission.CASE_REVIEW)
    row.body, row.erased_at, row.erased_by_id, row.erased_why = None, at, actor.worker_id, why
    session.flush()
    _note(session, Action.NOTE_ERASED, row, actor, at, reason=why.value)
    # last: the key store keeps a transaction of its own, and a key cannot be brought back
    vault_of(session).shred(row.key_id)


def _may_erase(row: CaseNote, actor: Actor) -> bool:
    return row.erased_at is None and (row.author_id == actor.id or actor.may(Permission.CASE_REVIEW))


def _words(vault: Vault, row: CaseNote) -> str | None:
    """The words; None when they are erased, also when only the key is gone because a commit failed after it."""
    try:
        return vault.box(row.key_id).get(row, "body") if row.body is not None else None
    except KeyDestroyed:
        return None


def _note(session: Session, action: Action, row: CaseNote, actor: Actor, at: datetime, **facts: str) -> None:
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.case_id, at=at, entry=str(row.id),
        **facts,
    )  # fmt: skip
