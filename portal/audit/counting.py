"""What happened since a moment, by walking only the end of the trail: its numbers grow with time and have no gap."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.actions import Action
from portal.audit.models import AuditEvent


def what_workers_did_since(
    session: Session, since: datetime, *, actions: Collection[Action]
) -> dict[tuple[UUID, Action], int]:
    """How often each worker did each of these things."""
    query = (
        select(AuditEvent.actor_id, AuditEvent.action, func.count())
        .where(
            AuditEvent.number >= first_since(session, since),
            AuditEvent.action.in_(sorted(actions)),
            AuditEvent.actor_kind == "worker",
        )
        .group_by(AuditEvent.actor_id, AuditEvent.action)
    )
    return {(who, action): times for who, action, times in session.execute(query) if who}


def first_since(session: Session, since: datetime) -> int:
    """The number of the first entry at or after the moment; one past the end when there is none.

    Halves the range each time: twenty looks find it among a million. Entries of which only the day is kept lie up to a
    day before their neighbours; halving may then land that much beside, which a count over months does not notice.
    """
    low, high = 1, (session.scalar(select(func.max(AuditEvent.number))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(AuditEvent.at).where(AuditEvent.number == middle))
        if at is not None and at < since:
            low = middle + 1
        else:
            high = middle
    return low


def entries_after(
    session: Session, number: int, *, actions: Collection[Action], limit: int
) -> tuple[Sequence[AuditEvent], int]:
    """The next entries of these kinds among the next `limit`, and the number of the last one that was looked at."""
    end = min(number + limit, session.scalar(select(func.max(AuditEvent.number))) or 0)
    query = select(AuditEvent).where(AuditEvent.number > number, AuditEvent.number <= end)
    found = session.scalars(query.where(AuditEvent.action.in_(sorted(actions))).order_by(AuditEvent.number)).all()
    return found, max(number, end)


def was_before(session: Session, entry: AuditEvent) -> bool:
    """Whether the same happened to the same thing before."""
    query = select(AuditEvent.number).where(
        AuditEvent.subject == entry.subject, AuditEvent.action == entry.action, AuditEvent.number < entry.number
    )
    return session.scalar(query.limit(1)) is not None
