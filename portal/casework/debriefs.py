"""A worker asks for a debrief, or leaves a note, and somebody who looks after the team writes down that it was done.

It belongs to no case, and asking for it stands in no trail: it is theirs. A note is sealed under a key of its own,
which is destroyed when it is done.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission, permissions_of
from portal.accounts.queries import list_active
from portal.audit import Action, record
from portal.casework.models import Debrief
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken
from portal.core.formatting import long_date
from portal.vault import KeyDestroyed, vault_of

LONGEST = 1000  # characters
PAGE = 25
KEPT = timedelta(days=400)  # after it was done: the figures of a year are of a year
Key = tuple[date, uuid.UUID]


@dataclass(frozen=True, slots=True)
class OpenedDebrief:
    """One that was asked for, with its seal opened."""

    row: Debrief
    words: str


def ask(session: Session, note: str, *, wants_talk: bool, submission: str, actor: Actor, at: datetime) -> Debrief:
    """Ask to talk, or leave a note; one at a time. A second press of the same form asks once.

    Raises RuleBroken (no words in a note, too many, one waits already, nobody could read it), NotAllowed.
    """
    actor.must(Permission.CASE_NOTE)
    note = note.replace("\r\n", "\n").strip()
    if not note and not wants_talk:
        raise RuleBroken("Write something, or say that you would like to talk", field="debrief_note")
    if len(note) > LONGEST:
        raise RuleBroken("Use 1,000 letters or fewer", field="debrief_note")
    waits = mine(session, actor)
    if waits is not None and waits.submission == submission:
        return waits
    if waits is not None:
        raise RuleBroken(f"You asked on {long_date(waits.asked_on)}, and it waits. Take that back to ask anew")
    if not _others_who_look_after(session, actor):
        raise RuleBroken("Nobody else here can read this yet. Talk to somebody you trust, today")
    row = Debrief(
        id=uuid.uuid4(), worker_id=actor.worker_id, wants_talk=wants_talk, asked_on=local_date(at),
        submission=submission,
    )  # fmt: skip
    if note:
        vault = vault_of(session)
        row.key_id = vault.new_key("debrief")
        vault.box(row.key_id).put(row, "note", note)
    session.add(row)
    session.flush()
    return row


def mine(session: Session, actor: Actor) -> Debrief | None:
    """What this worker asked for and still waits for."""
    return session.scalar(select(Debrief).where(Debrief.worker_id == actor.worker_id, Debrief.done_on.is_(None)))


def last_done(session: Session, actor: Actor) -> Debrief | None:
    """The last one of this worker that was done."""
    done = select(Debrief).where(Debrief.worker_id == actor.worker_id, Debrief.done_on.is_not(None))
    return session.scalar(done.order_by(Debrief.done_on.desc(), Debrief.id).limit(1))


def take_back(session: Session, *, actor: Actor) -> None:
    """The worker needs it no more: nothing of it stays. Raises NotAllowed; nothing waits: nothing happens."""
    actor.must(Permission.CASE_NOTE)
    row = mine(session, actor)
    if row is not None:
        key_id = row.key_id
        session.delete(row)
        session.flush()
        _shred(session, key_id)


def waiting(session: Session, *, actor: Actor, after: Key | None = None) -> Sequence[Debrief]:
    """What colleagues asked for, oldest first: a page and one row more. Seals stay closed. Raises NotAllowed."""
    actor.must(Permission.CARE_READ)
    query = select(Debrief).where(Debrief.done_on.is_(None), Debrief.worker_id != actor.worker_id)
    if after is not None:
        query = query.where(tuple_(Debrief.asked_on, Debrief.id) > tuple_(*after))
    return session.scalars(query.order_by(Debrief.asked_on, Debrief.id).limit(PAGE + 1)).all()


def count_waiting(session: Session, *, actor: Actor) -> tuple[int, int]:
    """How many colleagues would like to talk, and how many left a note alone. Raises NotAllowed."""
    actor.must(Permission.CARE_READ)
    query = select(Debrief.wants_talk, func.count()).where(
        Debrief.done_on.is_(None), Debrief.worker_id != actor.worker_id
    )
    found = {wants: count for wants, count in session.execute(query.group_by(Debrief.wants_talk))}  # noqa: C416  # rows are Row objects
    return found.get(True, 0), found.get(False, 0)


def get(session: Session, debrief_id: uuid.UUID, *, actor: Actor) -> Debrief:
    """One that waits for this worker. Raises NotFound, also for their own: nobody looks after themself; NotAllowed."""
    actor.must(Permission.CARE_READ)
    row = session.get(Debrief, debrief_id)
    if row is None or row.done_on is not None or row.worker_id == actor.worker_id:
        raise NotFound
    return row


def opened(session: Session, debrief_id: uuid.UUID, *, actor: Actor) -> OpenedDebrief:
    """One that waits, with its seal opened. Raises as `get`."""
    row = get(session, debrief_id, actor=actor)
    try:
        words = vault_of(session).box(row.key_id).get(row, "note") if row.key_id and row.note else ""
    except KeyDestroyed:
        words = ""
    return OpenedDebrief(row, words)


def note_opened(session: Session, row: Debrief, *, actor: Actor, at: datetime) -> None:
    """Somebody reads what a colleague left. The trail says who read, never whose it is."""
    record(session, Action.DEBRIEF_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at)


def finish(session: Session, debrief_id: uuid.UUID, on: date, *, actor: Actor, at: datetime) -> None:
    """It took place on that day, or the note was read. Its words are destroyed. Raises RuleBroken, as `get`."""
    row = get(session, debrief_id, actor=actor)
    if not row.asked_on <= on <= local_date(at):
        raise RuleBroken(f"Give a day from {long_date(row.asked_on)} to today", field="on")
    key_id = row.key_id
    row.done_on, row.done_by_id, row.note, row.key_id = on, actor.worker_id, None, None
    session.flush()
    record(session, Action.DEBRIEF_DONE, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at)
    _shred(session, key_id)


def count_asked(session: Session, first: date, last: date) -> int:
    """How many were asked for from the first day to the last, done or not. For figures in bands."""
    query = select(func.count()).select_from(Debrief).where(Debrief.asked_on >= first, Debrief.asked_on <= last)
    return session.scalar(query) or 0


def sweep_done(session: Session, *, at: datetime) -> None:
    """Forget those that were done more than a year ago."""
    session.execute(delete(Debrief).where(Debrief.done_on <= local_date(at) - KEPT))


def _others_who_look_after(session: Session, actor: Actor) -> bool:
    others = (one for one in list_active(session) if one.id != actor.worker_id)
    return any(Permission.CARE_READ in permissions_of(one.trusted_with) for one in others)


def _shred(session: Session, key_id: str | None) -> None:
    """Last: the key store keeps a transaction of its own, and a key cannot be brought back."""
    if key_id is not None:
        vault_of(session).shred(key_id)
