"""Debriefs: asked for by one, read by a lead, done on a day; of no case, in no trail, and gone afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Worker
from portal.accounts.permissions import Permission, Role, permissions_of
from portal.audit import Action, AuditEvent, verify
from portal.casework import debriefs
from portal.casework.models import Debrief
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.team import queries as team
from portal.team.kinds import Span
from portal.team.rules import period_of
from portal.vault import KeyDestroyed, vault_of
from tests.builders.desk import AT, a_worker

WORDS = "I slept badly after this one."
TODAY, DAY = AT.date(), timedelta(days=1)


@pytest.fixture
def worker(session):
    return a_worker(session, Role.CASEWORKER)


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING, name="Demo Lead")


def asks(session, worker, note=WORDS, *, wants_talk=True, submission="a" * 32, at=AT):
    return debriefs.ask(session, note, wants_talk=wants_talk, submission=submission, actor=worker, at=at)


def trail(session):
    return [event.action for event in session.scalars(select(AuditEvent)) if event.action.value.startswith("debrief:")]


def test_a_lead_reads_it_and_writes_down_the_day_and_the_words_are_gone(session, worker, lead):
    row = asks(session, worker)
    assert WORDS.encode() not in row.note and trail(session) == []
    assert debriefs.count_waiting(session, actor=lead) == (1, 0)
    assert debriefs.opened(session, row.id, actor=lead).words == WORDS
    debriefs.note_opened(session, row, actor=lead, at=AT)
    key_id, sealed = row.key_id, row.note
    debriefs.finish(session, row.id, TODAY, actor=lead, at=AT)
    assert (row.done_on, row.done_by_id, row.note, row.key_id) == (TODAY, lead.id, None, None)
    row.note = sealed
    with pytest.raises(KeyDestroyed):
        vault_of(session).box(key_id).get(row, "note")
    row.note = None
    assert debriefs.count_waiting(session, actor=lead) == (0, 0) and debriefs.mine(session, worker) is None
    assert debriefs.last_done(session, worker) is row
    assert trail(session) == [Action.DEBRIEF_OPENED, Action.DEBRIEF_DONE]
    for event in session.scalars(select(AuditEvent).where(AuditEvent.subject == row.id)):
        assert (event.actor_id, event.facts) == (lead.id, {})  # whose it is stands nowhere
    assert verify(session).ok


def test_nobody_else_reads_it(session, worker, lead):
    row = asks(session, worker)
    readers = {role for role in Role if Permission.CARE_READ in permissions_of(frozenset({role}))}
    assert readers == {Role.SAFEGUARDING}
    for role in set(Role) - readers:
        other = a_worker(session, role, name=f"Demo Other {role.value}")
        for look in (debriefs.get, debriefs.opened):
            with pytest.raises(NotAllowed):
                look(session, row.id, actor=other)
        with pytest.raises(NotAllowed):
            debriefs.waiting(session, actor=other)
        with pytest.raises(NotAllowed):
            debriefs.finish(session, row.id, TODAY, actor=other, at=AT)


def test_a_lead_does_not_look_after_themself(session, lead):
    with pytest.raises(RuleBroken, match="Nobody else here"):
        asks(session, lead)
    second = a_worker(session, Role.SAFEGUARDING, name="Demo Second")
    row = asks(session, lead)
    assert debriefs.count_waiting(session, actor=lead) == (0, 0) and debriefs.waiting(session, actor=lead) == []
    for act in (debriefs.get, debriefs.opened):
        with pytest.raises(NotFound):
            act(session, row.id, actor=lead)
    with pytest.raises(NotFound):
        debriefs.finish(session, row.id, TODAY, actor=lead, at=AT)
    assert debriefs.opened(session, row.id, actor=second).words == WORDS


def test_where_nobody_could_read_it_nothing_is_kept(session, worker, lead):
    session.get_one(Worker, lead.id).disabled_at = AT
    with pytest.raises(RuleBroken, match="Nobody else here"):
        asks(session, worker)
    assert session.scalars(select(Debrief)).all() == []


@pytest.mark.parametrize(
    ("note", "wants_talk", "words"),
    [("", False, "Write something"), ("  ", False, "Write something"), ("x" * 1001, True, "1,000 letters")],
)
def test_what_says_too_little_or_too_much_is_refused(session, worker, lead, note, wants_talk, words):
    with pytest.raises(RuleBroken, match=words) as refused:
        asks(session, worker, note, wants_talk=wants_talk)
    assert refused.value.field == "debrief_note"


def test_to_talk_needs_no_words_and_no_key(session, worker, lead):
    row = asks(session, worker, "")
    assert (row.note, row.key_id) == (None, None) and debriefs.opened(session, row.id, actor=lead).words == ""
    debriefs.finish(session, row.id, TODAY, actor=lead, at=AT)


def test_a_second_press_asks_once_and_another_form_is_told(session, worker, lead):
    row = asks(session, worker)
    assert asks(session, worker) is row
    with pytest.raises(RuleBroken, match="You asked on 23 November 2026"):
        asks(session, worker, submission="b" * 32)


def test_taken_back_nothing_of_it_stays(session, worker, lead):
    row = asks(session, worker, wants_talk=False)
    assert debriefs.count_waiting(session, actor=lead) == (0, 1)
    key_id = row.key_id
    debriefs.take_back(session, actor=worker)
    debriefs.take_back(session, actor=worker)
    assert session.scalars(select(Debrief)).all() == [] and trail(session) == []
    with pytest.raises(KeyDestroyed):
        vault_of(session).box(key_id).put(Debrief(id=row.id), "note", "x")


@pytest.mark.parametrize("shift", [-1, 1])
def test_it_took_place_between_the_day_it_was_asked_for_and_today(session, worker, lead, shift):
    row = asks(session, worker)
    with pytest.raises(RuleBroken) as refused:
        debriefs.finish(session, row.id, TODAY + shift * DAY, actor=lead, at=AT)
    assert refused.value.field == "on" and row.done_on is None and row.note


def test_who_waits_longest_stands_first_page_by_page(session, lead, monkeypatch):
    monkeypatch.setattr(debriefs, "PAGE", 2)
    rows = [asks(session, a_worker(session, Role.CASEWORKER, name=f"Demo {n}"), at=AT - n * DAY) for n in range(5)][
        ::-1
    ]
    seen, after = [], None
    while found := debriefs.waiting(session, actor=lead, after=after)[:2]:
        seen += found
        after = found[-1].asked_on, found[-1].id
    assert seen == rows


@pytest.mark.parametrize(("many", "band"), [(0, "None"), (1, "1 to 7"), (7, "1 to 7"), (8, "8 or more")])
def test_figures_say_a_band_and_never_a_number(session, lead, many, band):
    for n in range(many):
        asks(session, a_worker(session, Role.CASEWORKER, name=f"Demo {n}"))
    assert team.debriefs(session, period_of(Span.MONTH, TODAY)) == band
    assert team.debriefs(session, period_of(Span.MONTH, TODAY - 60 * DAY)) == "None"


def test_after_a_year_and_a_bit_it_is_forgotten_that_it_was(session, worker, lead):
    row = asks(session, worker)
    debriefs.finish(session, row.id, TODAY, actor=lead, at=AT)
    debriefs.sweep_done(session, at=AT + debriefs.KEPT - DAY)
    assert session.scalars(select(Debrief)).all() == [row]
    debriefs.sweep_done(session, at=AT + debriefs.KEPT)
    assert session.scalars(select(Debrief)).all() == []
