"""Somebody says that the contact card is still right: before we ask a question, and not by our own guess (ux S2.2)."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.requests.contact import card_of
from portal.requests.intake import card_to_json
from portal.requests.kinds import ContactWay, ToldBy
from portal.requests.models import Request
from portal.vault import vault_of


def must_be_confirmed(session: Session, request: Request, today: date) -> None:
    """Raise RuleBroken when what we send could reach somebody else by now."""
    if card_of(session, request).has_to_be_confirmed(today):
        raise RuleBroken(
            "It is more than 7 days since they said how to reach them, so nothing can be sent. "
            "Confirm the contact card first"
        )


def confirm_card(session: Session, request: Request, told_by: ToldBy, *, actor: Actor, at: datetime) -> None:
    """A worker heard from the person, today, that the card is still right. Nothing else in it changes.

    Raises RuleBroken (they come back with a code, so there is nothing to confirm), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    card = card_of(session, request)
    if card.way is ContactWay.CODE:
        raise RuleBroken("They come back with a code. Nothing is sent, so there is nothing to confirm")
    confirmed = replace(card, confirmed_on=local_date(at))
    vault_of(session).box(request.key_id).put_json(request, "contact_card", card_to_json(confirmed))
    session.flush()
    record(
        session, Action.REQUEST_CONTACT_CONFIRMED, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at,
        way=told_by.value,
    )  # fmt: skip
