"""Entries that are being written: kept after every step, sealed, and opened by nobody but whoever writes them.

The answers are kept as they were typed, right or wrong, so that nothing is lost. Whether they make an entry is looked
at when they are logged.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound
from portal.disclosures.draft_models import DisclosureDraft
from portal.disclosures.entry import Entry
from portal.disclosures.models import Disclosure
from portal.disclosures.service import log_disclosure
from portal.outbox import enqueue
from portal.vault import vault_of

OWNER = "disclosure draft"
SHRED = "shred-key"
LIES_TOO_LONG = timedelta(days=3)  # then the page of the register says so
MOST = 50

Typed = dict[str, list[str]]  # the fields of one step, as a form sends them
Answers = dict[str, Typed]


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft with its seal opened."""

    row: DisclosureDraft
    answers: Answers


def begin(session: Session, step: str, typed: Typed, *, submission: str, actor: Actor, at: datetime) -> DisclosureDraft:
    """Keep the first step. A second press of the same form finds the draft of the first. Raises NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    mine = DisclosureDraft.worker_id == actor.worker_id
    if begun := session.scalar(select(DisclosureDraft).where(DisclosureDraft.submission == submission, mine)):
        keep(session, begun.id, step, typed, actor=actor, at=at)
        return begun
    vault = vault_of(session)
    row = DisclosureDraft(
        id=uuid.uuid4(), worker_id=actor.worker_id, key_id=vault.new_key(OWNER), submission=submission, started_at=at,
        touched_at=at,
    )  # fmt: skip
    vault.box(row.key_id).put_json(row, "answers", {step: typed})
    session.add(row)
    session.flush()
    _note(session, Action.DISCLOSURE_DRAFT_BEGUN, row.id, actor, at)
    return row


def get(session: Session, log_id: uuid.UUID, *, actor: Actor, hold: bool = False) -> DisclosureDraft:
    """The draft, for whoever writes it. Raises NotFound for everybody else. `hold`: until this act is over."""
    row = session.get(DisclosureDraft, log_id, with_for_update=hold, populate_existing=hold)
    if row is None or row.worker_id != actor.worker_id:
        raise NotFound
    return row


def opened(session: Session, log_id: uuid.UUID, *, actor: Actor) -> OpenedDraft:
    """The draft and what was answered so far. Raises NotFound."""
    row = get(session, log_id, actor=actor)
    return OpenedDraft(row, vault_of(session).box(row.key_id).get_json(row, "answers"))


def keep(session: Session, log_id: uuid.UUID, step: str, typed: Typed, *, actor: Actor, at: datetime) -> OpenedDraft:
    """Keep one step as it was typed; the others stay. Raises NotFound, NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    row = get(session, log_id, actor=actor, hold=True)
    box = vault_of(session).box(row.key_id)
    answers: Mapping[str, Typed] = box.get_json(row, "answers")
    found = OpenedDraft(row, {**answers, step: typed})
    box.put_json(row, "answers", found.answers)
    row.touched_at = at
    session.flush()
    return found


def of_worker(session: Session, *, actor: Actor) -> Sequence[DisclosureDraft]:
    """Their drafts, last touched first. Nothing is opened."""
    mine = select(DisclosureDraft).where(DisclosureDraft.worker_id == actor.worker_id)
    return session.scalars(mine.order_by(DisclosureDraft.touched_at.desc(), DisclosureDraft.id).limit(MOST)).all()


def count_lying(session: Session, *, actor: Actor, at: datetime) -> int:
    """How many of theirs were not touched for days: what happened is in no register yet."""
    mine = select(func.count()).where(DisclosureDraft.worker_id == actor.worker_id)
    return session.scalar(mine.where(DisclosureDraft.touched_at < at - LIES_TOO_LONG)) or 0


def throw_away(session: Session, log_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """Forget it in every copy. Raises NotFound, NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    row = get(session, log_id, actor=actor, hold=True)
    _note(session, Action.DISCLOSURE_DRAFT_DROPPED, row.id, actor, at)
    _forget(session, row, at)


def log(session: Session, log_id: uuid.UUID, entry: Entry, *, nation: str, actor: Actor, at: datetime) -> Disclosure:
    """Make the entry of a draft, and forget the draft. Raises NotFound, NotAllowed, RuleBroken: then it stays."""
    row = get(session, log_id, actor=actor, hold=True)
    disclosure = log_disclosure(session, entry, nation=nation, actor=actor, at=at, submission=row.id.hex)
    _forget(session, row, at)
    return disclosure


def logged_from(session: Session, log_id: uuid.UUID, *, actor: Actor) -> Disclosure:
    """The entry that a draft became, for whoever wrote it: a second press of Log leads there. Raises NotFound."""
    made = select(Disclosure).where(Disclosure.submission == log_id.hex, Disclosure.logged_by_id == actor.worker_id)
    disclosure = session.scalar(made)
    if disclosure is None:
        raise NotFound
    return disclosure


def note_opened(session: Session, row: DisclosureDraft, *, actor: Actor, at: datetime) -> None:
    """Whoever writes it looks at it again: that is an opening of a personal file."""
    _note(session, Action.DISCLOSURE_DRAFT_OPENED, row.id, actor, at)


def _forget(session: Session, row: DisclosureDraft, at: datetime) -> None:
    """The row goes with this transaction. The key goes after it: it could not be brought back if this were undone."""
    enqueue(session, SHRED, at=at, key_id=row.key_id)
    session.delete(row)
    session.flush()


def _note(session: Session, action: Action, draft_id: uuid.UUID, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=draft_id, at=at)
