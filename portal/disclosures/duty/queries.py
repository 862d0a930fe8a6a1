"""Reads of the duty to tell. Of a lock, and of what was said about one, only those read who may see locks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.disclosures.duty.models import Duty, TellingStep
from portal.disclosures.people.finding import handles_of_person
from portal.disclosures.people.groups import handles_of, members, people_of
from portal.disclosures.people.matching import is_shown, shared_kinds
from portal.disclosures.telling_states import HIDDEN, STEPS, UNDECIDED
from portal.messages.models import RequestMessage
from portal.vault import vault_of

OF_LOCKS = frozenset(step.action for step in STEPS if step.is_of_a_lock)


@dataclass(frozen=True, slots=True)
class OpenedStep:
    """One step with its reason readable. `was_read`: whether they opened the message; None when it was none."""

    row: TellingStep
    words: str
    was_read: bool | None


def get(session: Session, disclosure_id: uuid.UUID, *, locked: bool = False) -> Duty:
    """The duty to tell of an entry. Raises NotFound, as for the entry itself."""
    duty = session.get(Duty, disclosure_id)
    if duty is None or (duty.state in HIDDEN and not locked):
        raise NotFound
    return duty


def history(session: Session, duty: Duty, *, locked: bool) -> Sequence[OpenedStep]:
    """What happened, newest first. Raises KeyDestroyed. Without `locked` no lock ever was."""
    query = select(TellingStep).where(TellingStep.disclosure_id == duty.disclosure_id)
    if not locked:
        query = query.where(TellingStep.action.not_in(sorted(OF_LOCKS)), TellingStep.state.not_in(sorted(HIDDEN)))
    box = vault_of(session).box(duty.disclosure.key_id)
    return [
        OpenedStep(row, box.get(row, "words") if row.words else "", _was_read(session, row.message_id))
        for row in session.scalars(query.order_by(TellingStep.number.desc()))
    ]


def _was_read(session: Session, message_id: uuid.UUID | None) -> bool | None:
    message = session.get(RequestMessage, message_id) if message_id else None
    return message.seen_on is not None if message else None


def is_undecided_about(session: Session, request_id: uuid.UUID) -> bool:
    """Whether a lock about this person waits for a second holder. Asks the same of the database for everybody.

    Only what leaves or holds an answer may ask this, and never tell what it heard.
    """
    mine = handles_of_person(session, request_id)
    waiting = set(session.scalars(select(Duty.disclosure_id).where(Duty.state.in_(UNDECIDED))))
    joined = members(session, set(people_of(session, waiting).values()))
    theirs = handles_of(session, waiting.union(*joined.values()))
    return any(is_shown(shared_kinds(mine, handles)[0]) for handles in theirs.values())
