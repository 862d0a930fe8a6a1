"""What the clock writes to a person is a letter: of a kind and a version, with every route, and never to an old card."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.cases.clock.words import REASONS, WAITING, WHY_WE_ASK
from portal.cases.kinds import Unclear
from portal.core.errors import NotAllowed, RuleBroken
from portal.letters.fields import ROUTES
from portal.messages.kinds import MessageKind
from portal.messages.models import RequestMessage
from portal.messages.queries import conversation
from portal.notifications.models import Notification
from portal.requests.confirming import confirm_card
from portal.requests.contact import card_of
from portal.requests.intake import GOOD_FOR, ContactCard
from portal.requests.kinds import ContactWay, ToldBy
from tests.builders.desk import a_worker
from tests.builders.lettering import LETTER_SET
from tests.builders.posting import BY_TEXT
from tests.service.cases.test_clock import CAME, QUESTION, Desk, day


def sent(session, kind):
    return session.query(RequestMessage).filter_by(kind=kind).one()


def test_a_question_is_a_letter_of_a_version(session):
    desk = Desk(session)
    event = desk.asks(2, own="You wrote to us in two places.")
    message = sent(session, MessageKind.QUESTION)
    assert (message.letter, message.letter_version, event.message_id) == ("question", 1, message.id)
    body = conversation(session, desk.case.request_id).messages[-1].body
    why = f"{WHY_WE_ASK[Unclear.WHICH_INFORMATION]} You wrote to us in two places."
    for part in (QUESTION, why, WAITING, *(getattr(LETTER_SET.routes, name) for name in ROUTES)):
        assert part in body


def test_a_notice_is_a_letter_of_a_version(session):
    desk = Desk(session)
    desk.extends(5)
    message = sent(session, MessageKind.MORE_TIME)
    assert (message.letter, message.letter_version) == ("extension", 1)
    body = conversation(session, desk.case.request_id).messages[-1].body
    for part in ("23 December 2026", "23 February 2027", *(getattr(LETTER_SET.routes, name) for name in ROUTES)):
        assert part in body
    assert any(words in body for words in REASONS.values())


@pytest.mark.parametrize("number", [8, 20])
def test_no_question_leaves_to_a_card_that_nobody_confirmed_of_late(session, number):
    desk = Desk(session, card=BY_TEXT)
    with pytest.raises(RuleBroken, match="more than 7 days"):
        desk.asks(number)
    assert session.query(RequestMessage).count() == 0 and desk.case.clock_state == "running"
    confirm_card(session, desk.case.request, ToldBy.PHONE, actor=desk.worker, at=day(number))
    desk.asks(number)
    assert session.query(Notification).count() == 1


def test_a_question_that_was_asked_by_phone_needs_no_card(session):
    desk = Desk(session, card=BY_TEXT)
    assert desk.asks(20, asked_on=CAME + timedelta(days=20)).message_id is None


def test_with_a_code_the_letter_waits_inside(session):
    desk = Desk(session)
    desk.asks(20)
    assert sent(session, MessageKind.QUESTION) and session.query(Notification).count() == 0


def test_the_notice_of_longer_does_not_wait_for_the_card(session):
    desk = Desk(session, card=BY_TEXT)
    desk.extends(20)
    assert sent(session, MessageKind.MORE_TIME)


def test_only_the_day_of_the_card_changes_and_the_trail_says_how_we_know(session):
    desk = Desk(session, card=BY_TEXT)
    request = desk.case.request
    before = card_of(session, request)
    confirm_card(session, request, ToldBy.IN_PERSON, actor=desk.worker, at=day(9))
    assert card_of(session, request) == replace(before, confirmed_on=CAME + timedelta(days=9))
    event = session.query(AuditEvent).filter_by(action=Action.REQUEST_CONTACT_CONFIRMED).one()
    assert (event.subject, event.facts) == (request.id, {"way": "in-person"})


def test_who_only_reads_confirms_nothing(session):
    desk = Desk(session, card=BY_TEXT)
    auditor = a_worker(session, Role.AUDITOR, name="Demo Auditor")
    with pytest.raises(NotAllowed):
        confirm_card(session, desk.case.request, ToldBy.PHONE, actor=auditor, at=day(1))


def test_a_code_has_nothing_to_confirm(session):
    desk = Desk(session)
    with pytest.raises(RuleBroken, match="Nothing is sent"):
        confirm_card(session, desk.case.request, ToldBy.PHONE, actor=desk.worker, at=day(1))


@given(st.sampled_from(ContactWay), st.none() | st.integers(0, 400))
def test_a_card_is_good_for_seven_days_and_a_code_for_ever(way, age):
    today = date(2026, 11, 23)
    card = ContactCard(way, "x", confirmed_on=None if age is None else today - timedelta(days=age))
    assert card.has_to_be_confirmed(today) is (way is not ContactWay.CODE and (age is None or age > GOOD_FOR.days))
