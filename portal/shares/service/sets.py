"""Begin a set, ask for the second person, send it back, close it, drop it."""

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.service import NUMBER_LENGTH
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken, SomebodyElseChangedIt
from portal.requests.code import ALPHABET
from portal.shares import queries
from portal.shares.entry import ShareEntry
from portal.shares.models import ShareSet
from portal.shares.service.opt_outs import gather
from portal.shares.states import ShareMove, ShareState, find
from portal.vault import vault_of

CHANGED = "Somebody else changed this set after you opened it. Nothing was overwritten. Look again, then decide."


def begin(session: Session, entry: ShareEntry, *, submission: str, actor: Actor, at: datetime) -> ShareSet:
    """Write a set down, sealed under a key of its own. Raises RuleBroken (ShareEntry.check, twice), NotAllowed."""
    actor.must(Permission.SHARES_LOG)
    if entry.is_locked:
        actor.must(Permission.REGISTER_LOCKED)
    entry.check(local_date(at))
    if session.scalar(select(ShareSet.id).where(ShareSet.submission == submission)):
        raise RuleBroken("You have already written this down. Nothing was written twice.")
    vault = vault_of(session)
    row = ShareSet(
        id=uuid.uuid4(),
        key_id=vault.new_key("share"),
        number="".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH)),
        submission=submission,
        kind=entry.kind,
        form=entry.form,
        receiver=entry.receiver,
        basis=entry.basis,
        state=ShareState.OPEN,
        is_locked=entry.is_locked,
        review_on=entry.review_on if entry.is_locked else None,
        begun_by_id=actor.worker_id,
        begun_at=at,
        hand_ids=[str(actor.worker_id)],
    )
    box = vault.box(row.key_id)
    for name in ("receiver_name", "what", "why"):
        box.put(row, name, getattr(entry, name).strip())
    if entry.is_locked:
        box.put(row, "locked_why", entry.locked_why.strip())
    session.add(row)
    session.flush()
    _note(session, Action.SHARE_BEGUN, row, actor, at, kind=row.kind.value)
    return row


def propose(session: Session, row: ShareSet, *, seen_version: int, actor: Actor, at: datetime) -> None:
    """Ask for the second person. Raises RuleBroken: nobody in it, somebody in it opted out."""
    _must_be_fit(session, row, ShareMove.PROPOSE, seen_version, actor, at)
    row.proposed_by_id = actor.worker_id
    row.hand_ids = sorted({*row.hand_ids, str(actor.worker_id)})
    _move(session, row, ShareMove.PROPOSE, actor, at)


def send_back(session: Session, row: ShareSet, *, seen_version: int, actor: Actor, at: datetime) -> None:
    """Give it back: people can be put in and taken out again."""
    must_be_unchanged(row, seen_version)
    row.proposed_by_id = None
    _move(session, row, ShareMove.SEND_BACK, actor, at)


def close(
    session: Session, row: ShareSet, *, shared_on: date | None, seen_version: int, actor: Actor, at: datetime
) -> None:
    """Say that it went out, and on which day. From now on everybody in it can be told of it.

    Raises RuleBroken: nobody in it, somebody in it who opted out, no day or one to come, one and the same person
    twice. NotAllowed.
    """
    _must_be_fit(session, row, ShareMove.CLOSE, seen_version, actor, at)
    if row.needs_second and str(actor.worker_id) in row.hand_ids:
        raise RuleBroken("You had a hand in this set. Somebody else has to close it.")
    if shared_on is None or shared_on > local_date(at):
        raise RuleBroken("Say on which day it went out. The day cannot lie ahead", field="shared_on")
    row.shared_on, row.closed_by_id, row.closed_at = shared_on, actor.worker_id, at
    _move(session, row, ShareMove.CLOSE, actor, at)


def drop(session: Session, row: ShareSet, *, seen_version: int, actor: Actor, at: datetime) -> None:
    """Say that it never went out. Nobody is told of it."""
    must_be_unchanged(row, seen_version)
    _move(session, row, ShareMove.DROP, actor, at)


def note_opened(session: Session, row: ShareSet, *, actor: Actor, at: datetime) -> None:
    """A worker looked into a set: every opening is logged."""
    _note(session, Action.SHARE_OPENED, row, actor, at)


def must_be_unchanged(row: ShareSet, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the set is as the worker saw it."""
    if row.version != seen_version:
        raise SomebodyElseChangedIt(CHANGED)


def must_be_open(row: ShareSet) -> None:
    """Raise RuleBroken unless people can be put in and taken out."""
    if row.state is not ShareState.OPEN:
        raise RuleBroken("People can be put in and taken out only while the set is open.")
    if not row.has_members:
        raise RuleBroken("Nobody can be told from this set, so nobody stands in it.")


def _must_be_fit(
    session: Session, row: ShareSet, move: ShareMove, seen_version: int, actor: Actor, at: datetime
) -> None:
    """What has to hold before a set goes to the second person, and again before it goes out.

    Looked at inside the transaction that closes it: whoever opted out since the page was drawn counts.
    """
    must_be_unchanged(row, seen_version)
    actor.must(find(row.state, move, needs_second=row.needs_second).permission)
    if not row.has_members:
        return
    gather(session, row.kind, at=at)
    if not queries.count_members(session, row):
        raise RuleBroken("Nobody is in it yet. Put in everybody whose data goes out.")
    if queries.opted_out(session, row):
        raise RuleBroken("Somebody in it wants no part in this. Take out everybody who opted out first.")


def _move(session: Session, row: ShareSet, move: ShareMove, actor: Actor, at: datetime) -> None:
    step = find(row.state, move, needs_second=row.needs_second)
    actor.must(step.permission)
    if row.is_locked and not actor.may(Permission.REGISTER_LOCKED):
        raise NotAllowed
    row.state = step.target
    session.flush()
    _note(session, step.action, row, actor, at)


def _note(session: Session, action: Action, row: ShareSet, actor: Actor, at: datetime, **facts: str | int) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at, **facts)
