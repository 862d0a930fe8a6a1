"""Takes an entry out of the register again: its key is destroyed, then everything that hangs on it goes.

The trail keeps that it was logged and that it was removed, and no word of it.
"""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.audit import Action, record
from portal.disclosures.after_models import DisclosureAmendment, DisclosureAttachment, DisclosureFeedback
from portal.disclosures.duty.models import Duty, TellingStep
from portal.disclosures.importing.models import RegisterImportRow
from portal.disclosures.models import (
    Disclosure,
    DisclosureCorrection,
    DisclosureIdentifier,
    DisclosureMatch,
    Recipient,
    SharedField,
)
from portal.disclosures.people.models import ChangedEntry, PersonEntry
from portal.vault import vault_of

# A test reads the tables and fails when something hangs on an entry that is in neither list.
# Somebody has worked with the entry: it stays.
KEEP_IT = (
    DisclosureMatch, DisclosureCorrection, DisclosureFeedback, DisclosureAmendment, DisclosureAttachment, PersonEntry,
    ChangedEntry,
)  # fmt: skip
FIRST = 1  # the step of the duty to tell that comes with the entry itself
GO_WITH_IT = (DisclosureIdentifier, SharedField, Recipient, TellingStep, Duty)


def remove_entry(session: Session, row: RegisterImportRow, *, at: datetime) -> bool:
    """Remove the entry of that row. False when somebody has worked with it since."""
    entry = session.get(Disclosure, row.disclosure_id, with_for_update=True) if row.disclosure_id else None
    if entry is None:
        return False
    if _was_worked_with(session, entry.id):
        return False
    vault_of(session).shred(entry.key_id)
    row.disclosure_id = None
    session.flush()
    for model in GO_WITH_IT:
        session.execute(delete(model).where(model.disclosure_id == entry.id))
    session.execute(delete(Disclosure).where(Disclosure.id == entry.id))
    session.expunge(entry)
    record(session, Action.DISCLOSURE_REMOVED, actor_kind=SYSTEM.kind, actor_id=SYSTEM.id, subject=entry.id, at=at)
    return True


def _was_worked_with(session: Session, entry_id: uuid.UUID) -> bool:
    """Whether something hangs on it that somebody did; that its duty to tell began is no such thing."""
    moved = select(TellingStep.id).where(TellingStep.disclosure_id == entry_id, TellingStep.number > FIRST).limit(1)
    if session.scalar(moved) is not None:
        return True
    done = (select(one.disclosure_id).where(one.disclosure_id == entry_id).limit(1) for one in KEEP_IT)
    return any(session.scalar(query) is not None for query in done)
