"""Files that belong to an entry: sealed, each under a key of its own, so that a wrong one can be destroyed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken
from portal.core.uploads import ENDINGS, examine
from portal.disclosures.after_models import DisclosureAttachment
from portal.disclosures.drafts import SHRED
from portal.disclosures.models import Disclosure
from portal.outbox import enqueue
from portal.vault import vault_of

OWNER = "disclosure attachment"
PLACE = "disclosure-attachment"
MOST = 20  # files of one entry


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """A file of an entry. `label` is empty once it was taken away."""

    row: DisclosureAttachment
    label: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it leaves: its bytes and a name that says nothing."""

    data: bytes
    name: str


def of_entry(session: Session, disclosure: Disclosure) -> Sequence[OpenedAttachment]:
    """The files of an entry, newest first; one that was taken away leaves its trace."""
    vault = vault_of(session)
    query = select(DisclosureAttachment).where(DisclosureAttachment.disclosure_id == disclosure.id)
    rows = session.scalars(query.order_by(DisclosureAttachment.added_at.desc(), DisclosureAttachment.id)).all()
    return [OpenedAttachment(row, vault.box(row.key_id).get(row, "label") if row.label else "") for row in rows]


def attach(
    session: Session, disclosure: Disclosure, data: bytes, label: str, *, submission: str, actor: Actor, at: datetime
) -> DisclosureAttachment:
    """Look at the file, and keep it sealed. Raises RuleBroken (what it is, how large, how many, twice), NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    if not label.strip():
        raise RuleBroken("Say what it is", field="label")
    if session.scalar(select(DisclosureAttachment.id).where(DisclosureAttachment.submission == submission)):
        raise RuleBroken("You have already attached this. Nothing was kept twice.")
    if sum(one.row.stored is not None for one in of_entry(session, disclosure)) >= MOST:
        raise RuleBroken(f"An entry has room for {MOST} files", field="file")
    upload, vault = examine(data), vault_of(session)
    row = DisclosureAttachment(
        id=uuid.uuid4(), disclosure_id=disclosure.id, key_id=vault.new_key(OWNER), kind=upload.kind,
        added_by_id=actor.worker_id, added_at=at, submission=submission,
    )  # fmt: skip
    box = vault.box(row.key_id)
    box.put(row, "label", label.strip())
    stored = vault.files.put(box, _place(row), upload.data)
    row.stored, row.sha256, row.size = stored.name, stored.sha256, stored.size
    session.add(row)
    session.flush()
    _note(session, Action.DISCLOSURE_FILE_ADDED, row, actor, at)
    return row


def get(session: Session, disclosure: Disclosure, attachment_id: uuid.UUID) -> DisclosureAttachment:
    """A file of this entry that is still there. Raises NotFound."""
    row = session.get(DisclosureAttachment, attachment_id)
    if row is None or row.disclosure_id != disclosure.id or row.stored is None:
        raise NotFound
    return row


def fetch(session: Session, disclosure: Disclosure, attachment_id: uuid.UUID) -> Download:
    """The file, its seal opened. Raises NotFound."""
    row, vault = get(session, disclosure, attachment_id), vault_of(session)
    data = vault.files.get(vault.box(row.key_id), row.stored or "", _place(row))
    return Download(data, f"attachment.{ENDINGS[row.kind]}")


def note_opened(session: Session, row: DisclosureAttachment, *, actor: Actor, at: datetime) -> None:
    """A worker opened a file: every opening is logged."""
    _note(session, Action.DISCLOSURE_FILE_OPENED, row, actor, at)


def take_away(
    session: Session, disclosure: Disclosure, attachment_id: uuid.UUID, *, actor: Actor, at: datetime
) -> None:
    """Destroy a wrong file for good; that it was there stays. Raises NotFound, NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    row = get(session, disclosure, attachment_id)
    enqueue(session, SHRED, at=at, key_id=row.key_id, stored=row.stored or "")
    row.stored, row.label, row.removed_by_id, row.removed_at = None, None, actor.worker_id, at
    session.flush()
    _note(session, Action.DISCLOSURE_FILE_REMOVED, row, actor, at)


def _place(row: DisclosureAttachment) -> str:
    return f"{PLACE}:{row.id}"


def _note(session: Session, action: Action, row: DisclosureAttachment, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.disclosure_id, at=at, entry=row.id)
