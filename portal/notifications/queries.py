"""Reads of notifications."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.notifications.kinds import NotificationState
from portal.notifications.models import Notification
from portal.notifications.rules import TRIED

MOST = 50  # of one request, on a page
SETTLED = frozenset({NotificationState.SENT, NotificationState.GIVEN_UP})


def of_request(session: Session, request_id: uuid.UUID) -> Sequence[Notification]:
    """What was sent to a person, or was to be sent: the newest first, and no more than a page of them."""
    query = select(Notification).where(Notification.request_id == request_id)
    return session.scalars(query.order_by(Notification.created_at.desc(), Notification.id).limit(MOST)).all()


def trouble(session: Session, request_id: uuid.UUID) -> Notification | None:
    """The newest one, when we tried to send it and gave it up: the person is told so. None when all is well."""
    newest = next((one for one in of_request(session, request_id) if one.state in SETTLED), None)
    has_failed = newest is not None and newest.state is NotificationState.GIVEN_UP and newest.last_error in TRIED
    return newest if has_failed else None
