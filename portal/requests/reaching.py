"""Telling a person that there is something new, by the way they chose. This is where their card meets the sender."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.words import ENGLISH
from portal.notifications.kinds import Way
from portal.notifications.models import Notification
from portal.notifications.rules import Reach
from portal.notifications.service import notify
from portal.requests.intake import ContactCard, card_from_json
from portal.requests.kinds import ContactWay
from portal.requests.models import Request
from portal.vault import KeyDestroyed, vault_of

SENDS = {ContactWay.TEXT: Way.TEXT, ContactWay.EMAIL: Way.EMAIL}  # the other ways are no work for a machine


def tell(session: Session, request_id: uuid.UUID, *, at: datetime) -> Notification | None:
    """Something new waits at /mine: an answer, a reply, a message of staff. Call it in the transaction of that.

    Gives None, and leaves nothing behind, for a person who comes back with a code. Raises KeyStoreUnavailable.
    """
    # held until the commit: two things that happen at the same moment must find each other's notification
    session.execute(select(Request.id).where(Request.id == request_id).with_for_update())
    reach = reach_of(session, request_id)
    return notify(session, request_id, reach, at=at) if reach else None


def reach_of(session: Session, request_id: uuid.UUID) -> Reach | None:
    """How the portal may tell a person now; None for nothing at all, or when what they gave was erased."""
    request = session.get(Request, request_id)
    if request is None:
        return None
    try:
        card = card_from_json(vault_of(session).box(request.key_id).get_json(request, "contact_card"))
    except KeyDestroyed:
        return None
    return as_reach(card, request.language)


def as_reach(card: ContactCard, language: str = ENGLISH) -> Reach | None:
    """What a card allows the portal to send by, and in which language; None when that is nothing."""
    way = SENDS.get(card.way)
    if way is None:
        return None
    return Reach(way, card.value, frozenset(card.hours), card.somebody_else_sees_it, card.anyway, language)
