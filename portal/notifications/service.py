"""Promising a notification, and taking it back. The work is a job in the transaction of what happened."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import Action, record
from portal.notifications.kinds import NotificationKind, NotificationState
from portal.notifications.models import Notification
from portal.notifications.rules import STILL_TO_SEND, Reach, is_told_with, next_slot, obstacle
from portal.outbox import enqueue

SEND = "notification-send"
S = NotificationState


def notify(
    session: Session,
    request_id: uuid.UUID,
    reach: Reach,
    *,
    at: datetime,
    kind: NotificationKind = NotificationKind.SOMETHING_NEW,
) -> Notification:
    """Let somebody be told at the next hour that is safe. Several events within an hour make one notification.

    When something stands in the way it is given up at once, so that staff see it now and not in the morning. The
    caller holds a lock on the request: two events at the same moment must not make two. Flushes.
    """
    newest = _newest(session, request_id)
    if newest is not None and is_told_with(newest.state, newest.created_at, at):
        return newest
    one = Notification(
        id=uuid.uuid4(), request_id=request_id, way=reach.way, kind=kind, state=S.WAITING, not_before=at, attempts=0,
        created_at=at,
    )  # fmt: skip
    session.add(one)
    if error := obstacle(reach):
        give_up(session, one, error, at=at)
        return one
    note(session, one, Action.NOTIFICATION_PLANNED, at=at)
    plan(session, one, next_slot(at, reach.hours), at=at)
    return one


def cancel_waiting(session: Session, request_id: uuid.UUID, *, at: datetime) -> None:
    """Send nothing of what still waits: the person stopped their request, and is here and has seen all of it."""
    query = select(Notification).where(Notification.request_id == request_id, Notification.state.in_(STILL_TO_SEND))
    for one in session.scalars(query.order_by(Notification.id).with_for_update()):
        cancel(session, one, at=at)


def plan(session: Session, one: Notification, moment: datetime, *, at: datetime) -> None:
    """Promise the next try, at that moment."""
    one.not_before = moment
    enqueue(session, SEND, at=at, run_after=moment, notification_id=str(one.id))


def cancel(session: Session, one: Notification, *, at: datetime) -> None:
    """Nobody wants it any more."""
    one.state = S.CANCELLED
    note(session, one, Action.NOTIFICATION_CANCELLED, at=at)


def give_up(session: Session, one: Notification, error: str, *, at: datetime) -> None:
    """Try no more, and let staff see why. `error`: the name of a class or of an obstacle."""
    one.state, one.last_error = S.GIVEN_UP, error
    note(session, one, Action.NOTIFICATION_GIVEN_UP, at=at, error=error)


def note(session: Session, one: Notification, action: Action, *, at: datetime, **facts: str) -> None:
    """Write into the trail of the request what became of it: the way, never the address."""
    session.flush()
    record(
        session, action, actor_kind="system", actor_id=None, subject=one.request_id, at=at, way=one.way.value, **facts
    )


def _newest(session: Session, request_id: uuid.UUID) -> Notification | None:
    query = select(Notification).where(Notification.request_id == request_id)
    return session.scalar(query.order_by(Notification.created_at.desc(), Notification.id).limit(1))
