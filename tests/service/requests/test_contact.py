"""The contact card: changed by the person alone, confirmed on a day, old cards still open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core.errors import NotAllowed
from portal.requests import contact, queries
from portal.requests.intake import ContactCard, card_from_json, card_to_json
from portal.requests.kinds import ContactWay
from tests.builders.desk import AT, a_request, a_worker

CARD = ContactCard(ContactWay.TEXT, "07700 900456", "after tea-time", code_word="mango")


def test_a_new_card_is_confirmed_on_the_day_it_came(session):
    row, _ = a_request(session)
    assert contact.card_of(session, row).confirmed_on == AT.date()


def test_the_person_puts_another_in_its_place(session):
    row, _ = a_request(session)
    later = AT + timedelta(days=3)
    contact.change_contact(session, row, CARD, actor=person_actor(row.id), at=later)
    card = queries.opened(session, row.id).card
    assert (card.value, card.code_word, card.confirmed_on) == ("07700 900456", "mango", later.date())
    assert b"900456" not in row.contact_card
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.REQUEST_CONTACT_CHANGED)).one()
    assert event.facts == {}


def test_nobody_else_changes_it(session):
    row, _ = a_request(session)
    other, _ = a_request(session, "loud.badger")
    for actor in (person_actor(other.id), a_worker(session, Role.CASEWORKER)):
        with pytest.raises(NotAllowed):
            contact.change_contact(session, row, CARD, actor=actor, at=AT)


def test_a_card_sealed_before_the_day_was_kept_still_opens():
    old = {name: value for name, value in card_to_json(CARD).items() if name != "confirmed_on"}
    assert card_from_json(old) == CARD


def test_a_card_comes_back_as_it_was_kept():
    kept = ContactCard(confirmed_on=AT.date())
    assert card_from_json(card_to_json(kept)) == kept
