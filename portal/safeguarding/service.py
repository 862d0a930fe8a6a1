"""What can happen to a flag: raised, seen, closed. In the caller's transaction."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import RuleBroken, SomebodyElseChangedIt
from portal.requests.models import Request
from portal.safeguarding import queries, telling
from portal.safeguarding.deadlines import look_by
from portal.safeguarding.detectors import speaks_of_danger
from portal.safeguarding.kinds import FlagSource, Outcome
from portal.safeguarding.models import SafeguardingFlag
from portal.vault import vault_of

LONGEST = 2000  # characters of a note


def listen(
    session: Session, request: Request, texts: Iterable[str], *, source: FlagSource, within_hours: int, actor: Actor,
    at: datetime,
) -> SafeguardingFlag | None:  # fmt: skip
    """Raise a flag when any of these texts has words of danger. None when none has, or when one waits already.

    Whoever closes flags is told by e-mail. A flag that nobody has opened yet covers what comes after it: whoever opens
    it reads all of the request.
    """
    if not speaks_of_danger(*texts):
        return None
    if any(flag.seen_at is None for flag in queries.open_on(session, request.id)):
        return None
    flag = SafeguardingFlag(
        id=uuid.uuid4(), request_id=request.id, source=source, raised_at=at,
        look_by=look_by(at, within_hours=within_hours),
    )  # fmt: skip
    session.add(flag)
    session.flush()
    _record(session, flag, Action.FLAG_RAISED, actor, at)
    telling.promise(session, flag, at=at)
    return flag


def note_opened(session: Session, flag: SafeguardingFlag, *, actor: Actor, at: datetime) -> None:
    """A worker opened the flag, and with it a personal file: every opening is logged, the first stops the clock."""
    actor.must(Permission.FLAGS_READ)
    if flag.seen_at is None:
        flag.seen_at, flag.seen_by_id = at, actor.worker_id
        session.flush()
    _record(session, flag, Action.FLAG_SEEN, actor, at)


def must_be_unchanged(flag: SafeguardingFlag, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the flag is as the worker saw it when the page was drawn."""
    if flag.version != seen_version:
        raise SomebodyElseChangedIt("Somebody else closed this flag after you opened it. Nothing was overwritten.")


def close(
    session: Session, flag: SafeguardingFlag, outcome: Outcome, note: str = "", *, actor: Actor, at: datetime
) -> None:
    """Say what came of it. The note is sealed under the request's key. Raises RuleBroken, NotAllowed, KeyDestroyed."""
    actor.must(Permission.FLAGS_CLOSE)
    if flag.closed_at is not None:
        raise RuleBroken("This flag is closed already")
    note = note.strip()
    if len(note) > LONGEST:
        raise RuleBroken("Use 2,000 letters or fewer", field="note")
    if note:
        vault_of(session).box(flag.request.key_id).put(flag, "note", note)
    flag.outcome, flag.closed_at, flag.closed_by_id = outcome, at, actor.worker_id
    session.flush()
    _record(session, flag, Action.FLAG_CLOSED, actor, at, outcome=outcome.value)


def _record(session: Session, flag: SafeguardingFlag, action: Action, actor: Actor, at: datetime, **facts: str) -> None:
    """Written down on the request, so that it stands in the timeline of its cases; never in the person's own."""
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=flag.request_id, at=at, entry=str(flag.id),
        **facts,
    )  # fmt: skip
