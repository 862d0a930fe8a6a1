"""The job that sends, in three steps: claim, hand over, keep what came of it.

A notification leaves at most once for each event. The claim is committed before the message is handed over, so a
worker process that is killed in between leaves "sending" behind, and whoever finds that gives it up. The other choice,
at least once, would text somebody twice about one thing, on a phone that somebody else may hold. A message that is lost
is seen by staff and told at the next visit; one too many cannot be taken back.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit import Action
from portal.core.words import ENGLISH
from portal.notifications.bodies import mail_of, text_of
from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.kinds import NotificationKind, NotificationState, Way
from portal.notifications.models import Notification
from portal.notifications.ports import Ports
from portal.notifications.rules import (
    NOT_SENT,
    NOT_SET_UP,
    STILL_TO_SEND,
    WORKER_DIED,
    Reach,
    next_slot,
    obstacle,
    wait_after,
)
from portal.notifications.service import cancel, give_up, note, plan

S = NotificationState
ReachOf = Callable[[Session, uuid.UUID], Reach | None]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is to be handed over. The address is for the port alone: it is in no text this object makes of itself."""

    way: Way
    kind: NotificationKind
    address: str = field(repr=False)
    language: str = ENGLISH


def claim(
    session: Session, ids: Mapping[str, str], *, ways: frozenset[Way], reach_of: ReachOf, at: datetime
) -> Claimed | None:
    """Say that it is in hand, or why it is not to be sent now. The contact card is read as it is at this moment.

    `reach_of(session, request_id)` gives None when nothing is to be sent any more.
    """
    one = session.get(Notification, uuid.UUID(ids["notification_id"]), with_for_update=True)
    if one is not None and one.state is S.SENDING:
        give_up(session, one, WORKER_DIED, at=at)
    if one is None or one.state not in STILL_TO_SEND:
        return None
    reach = reach_of(session, one.request_id)
    if reach is None:
        cancel(session, one, at=at)
        return None
    if not _may_leave(session, one, reach, ways, at):
        return None
    one.state, one.attempts = S.SENDING, one.attempts + 1
    session.flush()
    return Claimed(reach.way, one.kind, reach.address, reach.language)


def _may_leave(session: Session, one: Notification, reach: Reach, ways: frozenset[Way], at: datetime) -> bool:
    """Whether nothing stands in the way now; what does is kept with it."""
    one.way = reach.way
    if error := obstacle(reach) or ("" if reach.way in ways else NOT_SET_UP):
        give_up(session, one, error, at=at)
        return False
    moment = next_slot(at, reach.hours)
    if moment > at:  # the hours were changed, or no worker process ran while they lasted
        plan(session, one, moment, at=at)
        return False
    return True


def hand_over(claimed: Claimed, ports: Ports) -> str:
    """Hand it to its port, once. Gives the name of what went wrong; empty when it was taken."""
    try:
        if claimed.way is Way.EMAIL and ports.mail is not None:
            ports.mail.send(claimed.address, *mail_of(claimed.kind, ports.site, claimed.language))
        elif claimed.way is Way.TEXT and ports.text is not None:
            ports.text.send(claimed.address, text_of(claimed.kind, claimed.language))
    except (NotSent, Refused, PerhapsSent) as error:
        return type(error).__name__
    return ""


def keep(session: Session, ids: Mapping[str, str], error: str, *, reach_of: ReachOf, at: datetime) -> None:
    """Keep what came of it: sent, to be tried again at a safe hour, or given up."""
    one = session.get(Notification, uuid.UUID(ids["notification_id"]), with_for_update=True)
    if one is None or one.state is not S.SENDING:
        return
    one.last_error = error or None
    if not error:
        one.state, one.sent_at = S.SENT, at
        note(session, one, Action.NOTIFICATION_SENT, at=at)
        return
    wait = wait_after(one.attempts) if error == NOT_SENT else None
    reach = reach_of(session, one.request_id) if wait else None
    if wait is None or reach is None or not reach.hours:
        give_up(session, one, error, at=at)
        return
    one.state = S.FAILED
    plan(session, one, next_slot(at + wait, reach.hours), at=at)
