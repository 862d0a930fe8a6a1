"""Telling whoever was told that something was wrong (golden rule 6, Art 19): what was put right, and what proves it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.disclosures.kinds import SentBy
from portal.disclosures.models import Disclosure, DisclosureCorrection
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class OpenedCorrection:
    """A correction that was sent, readable."""

    row: DisclosureCorrection
    to: str
    what: str
    proof: str


def history(session: Session, disclosure: Disclosure) -> Sequence[OpenedCorrection]:
    """The corrections of an entry, newest first."""
    box = vault_of(session).box(disclosure.key_id)
    names = {recipient.id: box.get(recipient, "name") for recipient in disclosure.recipients}
    query = select(DisclosureCorrection).where(DisclosureCorrection.disclosure_id == disclosure.id)
    rows = session.scalars(query.order_by(DisclosureCorrection.sent_at.desc(), DisclosureCorrection.id)).all()
    return [
        OpenedCorrection(row, names[row.recipient_id], box.get(row, "what"), box.get(row, "proof") if row.proof else "")
        for row in rows
    ]


def note_sent(
    session: Session, disclosure: Disclosure, recipient_id: uuid.UUID, what: str, proof: str, *, sent_by: SentBy,
    sent_at: datetime, submission: str, actor: Actor, at: datetime,
) -> DisclosureCorrection:  # fmt: skip
    """Write down that a correction was sent to somebody who had been told. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    what, proof = what.strip(), proof.strip()
    if recipient_id not in {recipient.id for recipient in disclosure.recipients}:
        raise RuleBroken("Choose somebody who was told", field="recipient")
    if not what:
        raise RuleBroken("Say what was put right", field="corrected")
    if not proof:
        raise RuleBroken("Say what proves that it was sent", field="proof")
    if sent_at > at:
        raise RuleBroken("It cannot have been sent in the future", field="sent_on")
    if sent_at < (disclosure.shared_at or disclosure.decided_at):
        raise RuleBroken("That is before they were told", field="sent_on")
    if session.scalar(select(DisclosureCorrection.id).where(DisclosureCorrection.submission == submission)):
        raise RuleBroken("You have already written this down. Nothing was kept twice.")
    row = DisclosureCorrection(
        id=uuid.uuid4(), disclosure_id=disclosure.id, recipient_id=recipient_id, sent_at=sent_at, sent_by=sent_by,
        sent_by_worker_id=actor.worker_id, recorded_at=at, submission=submission,
    )  # fmt: skip
    box = vault_of(session).box(disclosure.key_id)
    box.put(row, "what", what)
    box.put(row, "proof", proof)
    session.add(row)
    session.flush()
    record(
        session, Action.DISCLOSURE_CORRECTION_SENT, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id,
        at=at, entry=row.id,
    )  # fmt: skip
    return row
