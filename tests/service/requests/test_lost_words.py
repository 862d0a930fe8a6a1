"""New words for somebody who lost theirs: two workers, seven days, and the one who has the old words can say no."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.core.errors import NotAllowed, RuleBroken
from portal.requests import lost_words, service
from portal.requests.kinds import Recognised
from tests.builders.desk import AT, a_request, a_worker

HOW = Recognised.TWO_FACTS


@pytest.fixture
def request_and_code(session):
    return a_request(session)


@pytest.fixture
def request_row(request_and_code):
    return request_and_code[0]


@pytest.fixture
def first(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def second(session):
    return a_worker(session, Role.APPROVER)


def ask(session, row, actor, at=AT):
    return lost_words.ask_for_words(session, row, HOW, actor=actor, at=at)


def make(session, row, actor, at=AT):
    fresh = service.fresh_code(service.reference_of(session, row))
    return lost_words.make_words(session, row, fresh=fresh, actor=actor, at=at)


def test_two_workers_make_new_words_and_the_old_ones_end(session, request_and_code, first, second):
    row, old = request_and_code
    ask(session, row, first)
    new = make(session, row, second)
    assert new.reference == old.reference
    assert service.words_fit(row.words_hash, " ".join(new.words))
    assert not service.words_fit(row.words_hash, " ".join(old.words))
    trail = session.scalars(select(AuditEvent).where(AuditEvent.subject == row.id).order_by(AuditEvent.number)).all()
    assert [(e.action, e.actor_id, e.facts) for e in trail[-2:]] == [
        (Action.REQUEST_WORDS_ASKED, first.id, {"reason": "two-facts"}),
        (Action.REQUEST_CODE_REPLACED, second.id, {}),
    ]


def test_one_ask_is_good_for_one_making(session, request_row, first, second):
    ask(session, request_row, first)
    make(session, request_row, second)
    with pytest.raises(RuleBroken, match="Nothing was made"):
        make(session, request_row, second)


def test_nothing_is_made_when_nobody_asked(session, request_row, second):
    with pytest.raises(RuleBroken, match="Nothing was made"):
        make(session, request_row, second)


@pytest.mark.parametrize(("days", "good"), [(0, True), (6, True), (7, False), (30, False)])
def test_an_ask_is_good_for_seven_days(session, request_row, first, second, days, good):
    ask(session, request_row, first)
    later = AT + timedelta(days=days)
    assert (lost_words.open_ask(session, request_row.id, at=later) is not None) == good
    if good:
        assert make(session, request_row, second, later)
    else:
        with pytest.raises(RuleBroken):
            make(session, request_row, second, later)


def test_one_worker_alone_makes_nothing_whatever_they_may(session, request_row):
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    before = request_row.words_hash
    ask(session, request_row, both)
    with pytest.raises(RuleBroken, match="Somebody else"):
        make(session, request_row, both)
    assert request_row.words_hash == before


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASEWORKER])
def test_no_other_role_asks(session, request_row, role):
    with pytest.raises(NotAllowed):
        ask(session, request_row, a_worker(session, role))


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.APPROVER])
def test_no_other_role_makes(session, request_row, first, role):
    ask(session, request_row, first)
    with pytest.raises(NotAllowed):
        make(session, request_row, a_worker(session, role, name="Demo Other"))


def test_who_has_the_old_words_can_say_no(session, request_row, first, second):
    ask(session, request_row, first)
    lost_words.refuse_words(session, request_row, actor=person_actor(request_row.id), at=AT)
    with pytest.raises(RuleBroken):
        make(session, request_row, second)
    with pytest.raises(RuleBroken):
        lost_words.refuse_words(session, request_row, actor=person_actor(request_row.id), at=AT)


def test_nobody_says_no_for_somebody_else(session, request_row, first):
    other, _ = a_request(session, "loud.badger")
    ask(session, request_row, first)
    for actor in (person_actor(other.id), first):
        with pytest.raises(NotAllowed):
            lost_words.refuse_words(session, request_row, actor=actor, at=AT)


def test_a_new_ask_takes_the_place_of_the_old_one(session, request_row, first, second):
    """So that one worker cannot leave an ask for a friend to find: the newest name is the one that counts."""
    ask(session, request_row, first)
    both = a_worker(session, Role.CASEWORKER, Role.APPROVER, name="Demo Both")
    newest = ask(session, request_row, both, AT + timedelta(minutes=1))
    assert lost_words.open_ask(session, request_row.id, at=AT + timedelta(minutes=2)) is newest
    with pytest.raises(RuleBroken, match="Somebody else"):
        make(session, request_row, both, AT + timedelta(minutes=2))
