"""The person changes how they can be reached, or says that it is still right."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotAllowed
from portal.requests.intake import ContactCard, card_from_json, card_to_json
from portal.requests.models import Request
from portal.vault import vault_of


def card_of(session: Session, request: Request) -> ContactCard:
    """The contact card as it stands. Raises KeyDestroyed."""
    return card_from_json(vault_of(session).box(request.key_id).get_json(request, "contact_card"))


def change_contact(session: Session, request: Request, card: ContactCard, *, actor: Actor, at: datetime) -> None:
    """Put another card in the place of the old one, confirmed today. The old one is kept nowhere.

    Raises NotAllowed for anybody but the person themselves.
    """
    if actor.id != request.id:
        raise NotAllowed
    confirmed = replace(card, confirmed_on=local_date(at))
    vault_of(session).box(request.key_id).put_json(request, "contact_card", card_to_json(confirmed))
    session.flush()
    record(session, Action.REQUEST_CONTACT_CHANGED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at)
