"""The only writer of the audit trail."""

from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.audit.actions import DAY_ONLY, Action
from portal.audit.chain import entry_hash
from portal.audit.facts import Fact, FactRefused, checked
from portal.audit.models import GENESIS, AuditEvent, AuditHead
from portal.core.clock import local_date

ACTOR_KINDS = frozenset({"person", "worker", "system"})
THE_PORTAL = UUID(int=0)  # the subject of entries about the portal itself, such as a rotation of keys


def record(
    session: Session,
    action: Action,
    *,
    actor_kind: str,
    actor_id: UUID | None,
    subject: UUID,
    at: datetime,
    **facts: Fact,
) -> AuditEvent:
    """Write down one thing that happened, in the caller's transaction. Flushes.

    Facts are those of `SCHEMA[action]`; `at` is aware, and only its day is kept for actions in `DAY_ONLY`.
    Record last in an act: from here to the commit every other recorder waits. Raises FactRefused.
    """
    if actor_kind not in ACTOR_KINDS:
        raise FactRefused(f"{action}: unknown kind of actor")
    known = checked(action, facts)
    session.flush()  # what the entry tells about comes first; then the chain is held as shortly as can be
    last, previous_hash = _hold_head(session)
    entry = AuditEvent(
        number=last + 1,
        at=_day(at) if action in DAY_ONLY else at,
        action=action,
        actor_kind=str(actor_kind),
        actor_id=actor_id,
        subject=subject,
        facts=known,
        previous_hash=previous_hash,
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.execute(update(AuditHead).values(number=entry.number, hash=entry.hash))
    session.flush()
    return entry


def hash_of(entry: AuditEvent) -> str:
    """The hash that the entry's own columns give."""
    return entry_hash(
        number=entry.number,
        at=entry.at,
        action=entry.action,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        subject=entry.subject,
        facts=entry.facts,
        previous_hash=entry.previous_hash,
    )


def _hold_head(session: Session) -> tuple[int, str]:
    """The number and hash of the last entry. Held until the commit, so that two appends cannot take one number."""
    held = select(AuditHead.number, AuditHead.hash).with_for_update()
    row = session.execute(held).one_or_none()
    if row is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(AuditHead).values(id=1, number=0, hash=GENESIS).on_conflict_do_nothing())
        row = session.execute(held).one()
    return row.number, row.hash


def _day(at: datetime) -> datetime:
    """Midnight, UTC, of the day in the United Kingdom on which it happened."""
    return datetime.combine(local_date(at), time(0), UTC)
