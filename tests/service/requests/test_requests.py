"""Receiving a request, and coming back to it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal.accounts.actor import SYSTEM, person_actor
from portal.audit import Action, AuditEvent
from portal.core.errors import RuleBroken
from portal.requests import queries, service
from portal.requests.intake import ContactCard
from portal.requests.kinds import Channel, ContactWay, IdentifierKind, Right, Service
from portal.requests.models import Identifier, Request
from tests.builders.desk import AT, a_request, an_intake

CARD = ContactCard(ContactWay.TEXT, "07700 900123", "after 6pm", code_word="lantern", somebody_else_sees_it=True)


def opens(session, reference, words):
    request_id, words_hash = service.look_up(session, reference)
    return request_id if service.words_fit(words_hash, words) else None


def test_what_was_given_is_what_staff_read(session):
    intake = {"month": "May 2026", "note": "Did you ring my school?", "card": CARD}
    request, _ = a_request(session, **intake)
    opened = queries.opened(session, request.id)
    assert (opened.month, opened.note, opened.card) == (
        "May 2026",
        "Did you ring my school?",
        replace(CARD, confirmed_on=AT.date()),
    )
    assert opened.identifiers == ((IdentifierKind.USER_NAME, "quiet.otter"),)
    assert opened.services == (Service.CHAT,)


def test_nothing_typed_stands_open_in_any_column(session):
    typed = ["quiet.otter", "May 2026", "ring my school", "07700 900123", "lantern", "after 6pm"]
    request, code = a_request(session, month=typed[1], note=typed[2], card=CARD)
    session.flush()
    raw = b"".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in (Request, Identifier)
        for row in session.execute(select(table.__table__))
        for value in row
    )
    for words in [*typed, code.reference, *code.words]:
        assert words.encode() not in raw


def test_the_code_opens_the_request_however_it_is_typed(session):
    request, code = a_request(session)
    reference, words = code.spaced_reference.lower(), "  ".join(code.words).upper()
    assert opens(session, reference, words) == request.id


@pytest.mark.parametrize("wrong", ["words", "order", "reference", "nothing"])
def test_a_wrong_code_opens_nothing(session, wrong):
    _, code = a_request(session)
    tries = {
        "words": (code.reference, "plum otter river cake"),
        "order": (code.reference, " ".join(reversed(code.words))),
        "reference": ("00000000", " ".join(code.words)),
        "nothing": ("", ""),
    }
    reference, words = tries[wrong]
    assert opens(session, reference, words) is None


def test_new_words_replace_the_old_ones_and_keep_the_reference(session):
    request, old = a_request(session)
    fresh = service.fresh_code(service.reference_of(session, request))
    new = service.replace_words(session, request, fresh=fresh, actor=person_actor(request.id), at=AT)
    assert new.reference == old.reference
    assert opens(session, old.reference, " ".join(old.words)) is None
    assert opens(session, new.reference, " ".join(new.words)) == request.id


def test_the_words_are_proved_only_by_the_words(session):
    request, code = a_request(session)
    assert not service.words_fit(request.words_hash, "plum otter river cake")
    assert service.words_fit(request.words_hash, " ".join(code.words))
    service.note_proved(session, request, at=AT)
    assert request.words_proved_at == AT


def test_one_draft_makes_one_request(session):
    intake = an_intake()
    service.receive_request(session, intake, submission="a draft", channel=Channel.PORTAL, actor=SYSTEM, at=AT)
    with pytest.raises(service.AlreadySent):
        service.receive_request(session, intake, submission="a draft", channel=Channel.PORTAL, actor=SYSTEM, at=AT)
    assert session.scalar(select(func.count()).select_from(Request)) == 1


def test_the_same_name_typed_twice_is_one_identifier(session):
    pairs = ((IdentifierKind.USER_NAME, "Quiet.Otter"), (IdentifierKind.USER_NAME, "@quiet.otter "))
    request, _ = a_request(session, identifiers=pairs)
    assert len(request.identifiers) == 1


@pytest.mark.parametrize(
    "changes", [{"identifiers": (), "anonymous": False}, {"rights": ()}], ids=["nobody to find", "nothing asked"]
)
def test_a_request_nobody_could_work_on_is_refused(session, changes):
    with pytest.raises(RuleBroken):
        a_request(session, **changes)


def test_somebody_anonymous_may_ask(session):
    request, _ = a_request(session, identifiers=(), anonymous=True)
    assert queries.opened(session, request.id).anonymous


@pytest.mark.parametrize(
    ("arrived", "day"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02"),  # 00:30 in London: already the next day
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), "2026-12-01"),
    ],
)
def test_the_clock_starts_on_the_date_on_the_wall(session, arrived, day):
    request, _ = a_request(session, at=arrived)
    assert request.received_on.isoformat() == day


def test_only_the_first_look_of_a_day_is_noted(session):
    request, _ = a_request(session)
    for _ in range(3):
        service.note_opened(session, request, actor=person_actor(request.id), at=AT)
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.REQUEST_OPENED)).all()
    assert len(events) == 1


def test_every_right_has_its_clock_or_none():
    from portal.requests.kinds import CLOCK_OF

    assert set(Right) - set(CLOCK_OF) == {Right.COMPLAINT, Right.QUESTION}
