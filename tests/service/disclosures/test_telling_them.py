"""Telling the person: only where it is known that it is them, in words they can read, and once."""

import secrets

import pytest
from sqlalchemy import func, select

from portal.accounts.actor import person_actor
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.cases import service as cases
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.core.reading import faults, measure
from portal.disclosures import duty, queries, service
from portal.disclosures import kinds as k
from portal.disclosures.duty import queries as duties
from portal.disclosures.duty.models import Duty
from portal.disclosures.duty.piles import Pile, count
from portal.disclosures.duty.ways import Obstacle, ways
from portal.disclosures.kinds import HowTold, Told
from portal.disclosures.telling_states import HIDDEN, TO_TELL, TOLD, Telling
from portal.jobs.demo import entries
from portal.messages.kinds import Sender
from portal.messages.models import RequestMessage
from portal.messages.queries import conversation
from portal.messages.service import AlreadyWritten, note_seen
from portal.notifications.kinds import SafeTime, Way
from portal.notifications.models import Notification
from portal.requests.intake import ContactCard
from portal.requests.kinds import ContactWay
from portal.requests.wishes import Asker, Asking
from tests.builders.casework import knows, of_team
from tests.builders.desk import (
    AT,
    a_case,
    a_disclosure,
    a_worker,
    an_entry,
    answer_it,
    confirm_all,
    known,
)
from tests.builders.telling import a_second_lead, brought_to

TODAY = AT.date()
WORDS = "Hello,\n\nWe told a nurse about you. We were worried. You can ask us about it here."


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def second(session):
    return a_second_lead(session)


@pytest.fixture
def caseworker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def theirs(session, caseworker):
    """A request of the person of the entry, in which it is known that it is them."""
    case = a_case(session)
    known(session, case.request_id, caseworker)
    return case


def tell(session, disclosure, case, actor, words=WORDS, **given):
    seen = session.get_one(Duty, disclosure.id).version
    return duty.tell(
        session, disclosure.id, case.id, words, **{"submission": secrets.token_hex(16), "seen": seen, **given},
        actor=actor, at=AT,
    )  # fmt: skip


def found(session, disclosure, actor):
    entry = queries.opened(session, disclosure.id, locked=True)
    return [(way.case.id, way.obstacle) for way in ways(session, entry, actor=actor, at=AT)]


@pytest.mark.parametrize("state", Telling)
def test_the_words_wait_in_their_request_from_every_state_in_which_they_have_to_be_told(
    session, lead, second, theirs, state
):
    disclosure = brought_to(session, state, lead, second)
    if state not in TO_TELL:
        with pytest.raises(RuleBroken):
            tell(session, disclosure, theirs, lead)
        assert session.scalar(select(func.count()).select_from(RequestMessage)) == 0
        return
    message = tell(session, disclosure, theirs, lead)
    assert (disclosure.told, disclosure.told_at) == (Told.AFTER, AT)
    assert [m.body for m in conversation(session, theirs.request_id).messages] == [WORDS]
    newest = duties.history(session, session.get_one(Duty, disclosure.id), locked=False)[0]
    assert (newest.row.how, newest.row.message_id, newest.was_read) == (HowTold.MESSAGE, message.id, False)
    note_seen(session, theirs.request_id, by=Sender.PERSON, actor=person_actor(theirs.request_id), at=AT)
    assert duties.history(session, session.get_one(Duty, disclosure.id), locked=False)[0].was_read


def test_what_was_sent_cannot_be_said_not_to_have_been(session, lead, second, theirs):
    from portal.audit import Action
    from portal.disclosures.duty import Given

    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    tell(session, disclosure, theirs, lead)
    with pytest.raises(RuleBroken, match="cannot be undone"):
        duty.move(session, disclosure.id, Action.TELLING_CORRECTED, Given(words="No."), actor=lead, at=AT)


@pytest.mark.parametrize(("way", "sent"), [(ContactWay.CODE, 0), (ContactWay.TEXT, 1)])
def test_a_neutral_text_goes_out_only_where_the_card_says_so(session, lead, second, caseworker, way, sent):
    card = ContactCard(way, "07700 900147", hours=(SafeTime.ANY,)) if way is ContactWay.TEXT else ContactCard()
    case = a_case(session, card=card)
    known(session, case.request_id, caseworker)
    tell(session, brought_to(session, Telling.NO_WAY, lead, second), case, lead)
    rows = session.scalars(select(Notification)).all()
    assert [row.way for row in rows] == [Way.TEXT] * sent


def test_nobody_is_told_before_it_is_known_that_it_is_them(session, lead, second):
    case, disclosure = a_case(session), brought_to(session, Telling.NOT_YET, lead, second)
    assert found(session, disclosure, lead) == [(case.id, Obstacle.NOT_KNOWN)]
    with pytest.raises(RuleBroken, match="cannot be told through"):
        tell(session, disclosure, case, lead)
    assert disclosure.told is Told.NOT_YET


def test_a_helper_who_asks_does_not_read_it(session, lead, second, caseworker):
    case = a_case(session, asking=Asking(who=Asker.PARENT))
    known(session, case.request_id, caseworker)
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    assert found(session, disclosure, lead) == [(case.id, Obstacle.SOMEBODY_ELSE)]
    with pytest.raises(RuleBroken):
        tell(session, disclosure, case, lead)


def test_a_request_of_somebody_else_is_no_way(session, lead, second, caseworker):
    other = a_case(session, "somebody.else")
    known(session, other.request_id, caseworker)
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    assert found(session, disclosure, lead) == []
    with pytest.raises(RuleBroken):
        tell(session, disclosure, other, lead)


def test_a_case_for_which_a_worker_refused_the_entry_is_no_way(session, lead, second, caseworker, theirs):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    service.decide_match(session, theirs, disclosure.id, k.MatchDecision.REFUSED, actor=caseworker, at=AT)
    assert found(session, disclosure, lead) == [(theirs.id, Obstacle.REFUSED)]


def test_a_withdrawn_request_is_no_way(session, lead, second, theirs):
    cases.withdraw(session, theirs, actor=person_actor(theirs.request_id), at=AT)
    assert found(session, brought_to(session, Telling.NOT_YET, lead, second), lead) == []


def test_a_case_that_is_shut_for_the_worker_is_no_way(session, lead, second, theirs):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    assert found(session, disclosure, lead) == [(theirs.id, None)]
    of_team(session, theirs)
    assert found(session, disclosure, lead) == []
    theirs.team = None
    knows(session, theirs, lead)
    assert found(session, disclosure, lead) == []


@pytest.mark.parametrize("words", ["", "  ", "x " * 1500, "Notwithstanding the aforementioned safeguarding considerations, disclosure to the statutory authorities responsible was deemed to be both necessary and proportionate in all the circumstances."])  # fmt: skip
def test_words_that_are_empty_or_too_hard_do_not_leave(session, lead, second, theirs, words):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    with pytest.raises(RuleBroken) as refused:
        tell(session, disclosure, theirs, lead, words)
    assert refused.value.field == "message" and disclosure.told is Told.NOT_YET


def test_one_press_tells_once(session, lead, second, theirs):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    same = secrets.token_hex(16)
    tell(session, disclosure, theirs, lead, submission=same)
    with pytest.raises(AlreadyWritten):
        tell(session, disclosure, theirs, lead, submission=same)


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.SAFEGUARDING, Role.CASEWORKER}])
def test_only_who_may_tells(session, lead, second, theirs, role):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    with pytest.raises(NotAllowed):
        tell(session, disclosure, theirs, a_worker(session, role))


@pytest.mark.parametrize("state", HIDDEN)
def test_nobody_is_told_of_what_is_locked(session, lead, second, caseworker, theirs, state):
    disclosure = brought_to(session, state, lead, second)
    with pytest.raises(NotFound):
        tell(session, disclosure, theirs, caseworker)
    with pytest.raises(RuleBroken):
        tell(session, disclosure, theirs, lead)


def test_a_request_that_is_matched_later_comes_back_on_today(session, lead, second, caseworker):
    disclosure = brought_to(session, Telling.NO_WAY, lead, second)
    assert count(session, Pile.WAY_FOUND, actor=lead, today=TODAY) == 0
    case = a_case(session)
    assert count(session, Pile.WAY_FOUND, actor=lead, today=TODAY) == 0
    confirm_all(session, case, caseworker)
    assert count(session, Pile.WAY_FOUND, actor=lead, today=TODAY) == 1
    known(session, case.request_id, caseworker)
    tell(session, disclosure, case, lead)
    assert count(session, Pile.WAY_FOUND, actor=lead, today=TODAY) == 0


@pytest.mark.parametrize("state", [*sorted(TO_TELL), *sorted(TOLD)])
def test_an_answer_that_tells_of_it_tells_them(session, lead, second, caseworker, state):
    disclosure = brought_to(session, state, lead, second)
    before = disclosure.told_at
    case = a_case(session)
    answer = answer_it(session, case, caseworker)
    answers.approve(session, case, sha256=answer.pdf_sha256, actor=a_worker(session, Role.APPROVER), at=AT)
    answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
    assert session.get_one(Duty, disclosure.id).state is (Telling.TOLD_AFTER if state in TO_TELL else state)
    assert disclosure.told_at == (AT if state in TO_TELL else before)


@pytest.mark.parametrize("entry", [entries.ambulance, entries.social_worker, entries.not_shared])
def test_the_first_words_read_at_nine_and_fit_into_a_message(session, lead, entry):
    disclosure = a_disclosure(session, lead, an_entry_from(entry))
    words = duty.first_words(queries.opened(session, disclosure.id))
    assert faults(measure(words)) == []
    assert len(words) < 2000


def an_entry_from(entry):
    from dataclasses import replace
    from datetime import timedelta

    return replace(entry("quiet.otter", at=AT - timedelta(days=30)), policy_version=an_entry().policy_version)
