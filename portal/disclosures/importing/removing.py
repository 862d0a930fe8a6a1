"""Takes an entry out of the register again: its key is destroyed, then everything that hangs on it goes.

The trail keeps that it was logged and that it was removed, and no word of it.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.audit import Action, record
from portal.disclosures.importing.models import RegisterImportRow
from portal.disclosures.models import (
    Disclosure,
    DisclosureCorrection,
    DisclosureIdentifier,
    DisclosureMatch,
    Recipient,
    SharedField,
)
from portal.vault import vault_of

# A test reads the tables and fails when something hangs on an entry that is in neither list.
KEEP_IT = (DisclosureMatch, DisclosureCorrection)  # somebody has worked with the entry: it stays
GO_WITH_IT = (DisclosureIdentifier, SharedField, Recipient)


def remove_entry(session: Session, row: RegisterImportRow, *, at: datetime) -> bool:
    """Remove the entry of that row. False when somebody has worked with it since."""
    entry = session.get(Disclosure, row.disclosure_id, with_for_update=True) if row.disclosure_id else None
    if entry is None:
        return False
    for worked_with in KEEP_IT:
        if session.scalar(select(worked_with.id).where(worked_with.disclosure_id == entry.id).limit(1)) is not None:
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
