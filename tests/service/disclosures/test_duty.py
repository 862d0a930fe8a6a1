"""The duty to tell: every state, every move, every role, and two people wherever it is put off."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, text

from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.audit import Action as A
from portal.audit import AuditEvent, verify
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.disclosures import duty, queries
from portal.disclosures import kinds as k
from portal.disclosures.duty import Given
from portal.disclosures.duty import queries as duties
from portal.disclosures.duty.models import Duty, TellingStep
from portal.disclosures.duty.piles import Pile, count, page
from portal.disclosures.kinds import Exemption, HowTold, Told
from portal.disclosures.telling_states import BEGINS, HIDDEN, STEPS, TOLD_OF, Needs, Telling, available
from portal.vault import vault_of
from tests.builders.desk import AT, a_disclosure, a_worker
from tests.builders.telling import FULL, REASON, SOON, a_second_lead, an_entry_told, brought_to

TODAY = local_date(AT)
MOVES = tuple(dict.fromkeys(step.action for step in STEPS))


@pytest.fixture
def lead(session):
    return a_worker(session, Role.SAFEGUARDING)


@pytest.fixture
def second(session):
    return a_second_lead(session)


def state_of(session, disclosure):
    return session.get_one(Duty, disclosure.id).state


@pytest.mark.parametrize("role", Role)
def test_every_move_from_every_state_by_every_role(session, lead, second, role):
    """What the table offers works, and everything else is refused and changes nothing."""
    third = a_worker(session, role, name="Demo Third")
    permissions = ROLE_PERMISSIONS[role]
    untouched = {state: brought_to(session, state, lead, second, state.value) for state in Telling}
    for state, action in product(Telling, MOVES):
        offered = {step.action: step for step in available(state, permissions)}
        disclosure = brought_to(session, state, lead, second, action.value) if action in offered else untouched[state]
        version = session.get_one(Duty, disclosure.id).version
        if action in offered:
            duty.move(session, disclosure.id, action, FULL, actor=third, at=AT)
            assert state_of(session, disclosure) is offered[action].target
            assert disclosure.told is TOLD_OF[offered[action].target]
        else:
            shut = state in HIDDEN and Permission.REGISTER_LOCKED not in permissions
            with pytest.raises(NotFound if shut else (NotAllowed, RuleBroken)):
                duty.move(session, disclosure.id, action, FULL, actor=third, at=AT)
            assert (state_of(session, disclosure), session.get_one(Duty, disclosure.id).version) == (state, version)


@pytest.mark.parametrize(
    ("state", "action"),
    [(s, step.action) for step in STEPS if Needs.SECOND in step.needs for s in Telling if s in step.sources],
)
def test_nobody_decides_on_what_they_asked_for_themselves(session, lead, second, state, action):
    disclosure = brought_to(session, state, lead, second)
    with pytest.raises(RuleBroken, match="Somebody else has to decide"):
        duty.move(session, disclosure.id, action, FULL, actor=lead, at=AT)
    assert state_of(session, disclosure) is state


@pytest.mark.parametrize("told", Told)
def test_an_entry_begins_as_one_person_said_it(session, lead, told):
    disclosure = a_disclosure(session, lead, an_entry_told(told))
    begun = session.get_one(Duty, disclosure.id)
    waits = {Told.NOT_YET: Telling.UNSIGNED, Told.MUST_NOT: Telling.LOCK_PROPOSED}
    assert begun.state is waits.get(told, begun.state) and disclosure.told is told
    assert (begun.proposed_by_id == lead.id) == (told in waits)
    [first] = duties.history(session, begun, locked=True)
    assert first.words == ("" if told in {Told.BEFORE, Told.AFTER} else REASON)


def test_a_review_further_off_than_the_limit_is_brought_nearer(session, lead):
    from dataclasses import replace

    far = TODAY + timedelta(days=1000)
    disclosure = a_disclosure(session, lead, replace(an_entry_told(Told.NOT_YET), review_on=far))
    assert disclosure.review_on == TODAY + timedelta(days=28)


def test_a_not_yet_is_signed_by_another_and_comes_back_on_its_day(session, lead, second):
    disclosure = brought_to(session, Telling.UNSIGNED, lead, second)
    piles = {who: count(session, Pile.TO_SIGN, actor=who, today=TODAY) for who in (lead, second)}
    assert piles == {lead: 0, second: 1}
    duty.move(session, disclosure.id, A.TELLING_SIGNED, actor=second, at=AT)
    assert disclosure.second_signature_id == second.id and disclosure.review_on == SOON
    assert [count(session, Pile.LOOK_AGAIN, actor=lead, today=day) for day in (TODAY, SOON)] == [0, 1]
    again = Given(words="Still not safe.", review_on=SOON + timedelta(days=7))
    duty.move(session, disclosure.id, A.TELLING_NOT_YET, again, actor=lead, at=AT + timedelta(days=7))
    assert state_of(session, disclosure) is Telling.UNSIGNED and disclosure.second_signature_id is None
    assert count(session, Pile.LOOK_AGAIN, actor=lead, today=SOON) == 0


def test_a_not_yet_that_is_refused_goes_back_with_words(session, lead, second):
    disclosure = brought_to(session, Telling.UNSIGNED, lead, second)
    words = Given(words="They are safe now, and can be told.")
    duty.move(session, disclosure.id, A.TELLING_SENT_BACK, words, actor=second, at=AT)
    assert disclosure.review_on is None
    assert [d.disclosure_id for d in page(session, Pile.SENT_BACK, actor=lead, today=TODAY)] == [disclosure.id]
    assert duties.history(session, session.get_one(Duty, disclosure.id), locked=False)[0].words == words.words


def test_told_by_voice_keeps_how_and_when(session, lead, second):
    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    yesterday = AT - timedelta(days=1)
    duty.move(session, disclosure.id, A.TELLING_SPOKEN, Given(how=HowTold.CALL, told_at=yesterday), actor=lead, at=AT)
    assert (disclosure.told, disclosure.told_at, disclosure.review_on) == (Told.AFTER, yesterday, None)
    assert disclosure.told_note is None
    duty.move(session, disclosure.id, A.TELLING_CORRECTED, Given(words="Another person rang."), actor=lead, at=AT)
    assert (disclosure.told, disclosure.told_at) == (Told.NOT_YET, None)


def test_a_lock_needs_two_an_exemption_and_a_day(session, lead, second):
    disclosure = a_disclosure(session, lead, an_entry_told(Told.MUST_NOT))
    with pytest.raises(RuleBroken, match="No exemption"):
        duty.move(session, disclosure.id, A.LOCK_SET, actor=second, at=AT)
    said = Given(words=REASON, review_on=SOON, exemption=Exemption.NATIONAL_SECURITY, tipping_off=True)
    duty.move(session, disclosure.id, A.LOCK_PROPOSED, said, actor=lead, at=AT)
    duty.move(session, disclosure.id, A.LOCK_SET, actor=second, at=AT)
    row = session.get_one(Duty, disclosure.id)
    assert (row.state, row.exemption, row.tipping_off) == (Telling.LOCKED, Exemption.NATIONAL_SECURITY, True)
    assert [count(session, Pile.LOCKS_TO_REVIEW, actor=lead, today=day) for day in (TODAY, SOON)] == [0, 1]


def test_a_lock_is_lifted_by_two_and_leaves_no_word_of_itself(session, lead, second):
    disclosure = brought_to(session, Telling.LIFT_PROPOSED, lead, second)
    assert disclosure.is_locked
    duty.move(session, disclosure.id, A.LOCK_LIFTED, actor=second, at=AT)
    row = session.get_one(Duty, disclosure.id)
    assert (row.state, row.review_on, row.exemption, disclosure.told_note) == (Telling.NOT_YET, SOON, None, None)
    seen = duties.history(session, row, locked=False)
    assert {one.row.action for one in seen} == {A.TELLING_BEGUN}
    assert len(duties.history(session, row, locked=True)) == 5


@pytest.mark.parametrize("action", [A.LOCK_LIFT_REFUSED, A.LOCK_RENEWAL_REFUSED])
def test_what_a_second_person_refuses_is_looked_at_again_today(session, lead, second, action):
    start = Telling.LIFT_PROPOSED if action is A.LOCK_LIFT_REFUSED else Telling.RENEWAL_PROPOSED
    disclosure = brought_to(session, start, lead, second)
    duty.move(session, disclosure.id, action, FULL, actor=second, at=AT)
    assert state_of(session, disclosure) is Telling.LOCKED
    assert count(session, Pile.LOCKS_TO_REVIEW, actor=lead, today=TODAY) == 1


@pytest.mark.parametrize("state", HIDDEN)
def test_whoever_may_not_see_locks_finds_nothing(session, lead, second, state):
    caseworker = a_worker(session, Role.CASEWORKER)
    disclosure = brought_to(session, state, lead, second)
    before = [count(session, pile, actor=caseworker, today=SOON) for pile in Pile]
    assert before == [0] * len(Pile)
    for read in (queries.get, queries.opened, duties.get):
        with pytest.raises(NotFound):
            read(session, disclosure.id)
    assert queries.list_register(session, locked=False) == []
    with pytest.raises(NotAllowed):
        page(session, Pile.LOCKS_TO_DECIDE, actor=caseworker, today=TODAY)


def test_an_older_page_changes_nothing(session, lead, second):
    disclosure = brought_to(session, Telling.UNSIGNED, lead, second)
    seen = session.get_one(Duty, disclosure.id).version
    duty.move(session, disclosure.id, A.TELLING_NOT_YET, FULL, seen=seen, actor=lead, at=AT)
    with pytest.raises(RuleBroken, match="Somebody else changed"):
        duty.move(session, disclosure.id, A.TELLING_SIGNED, seen=seen, actor=second, at=AT)


def test_reasons_are_sealed_and_the_trail_holds_codes_only(session, lead, second):
    disclosure = brought_to(session, Telling.LOCKED, lead, second)
    rows = session.execute(text("SELECT * FROM disclosure_tellings")).all()
    assert len(rows) == 3
    raw = b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
    assert REASON.encode() not in raw
    entries = session.scalars(select(AuditEvent).where(AuditEvent.subject == disclosure.id)).all()
    assert [set(e.facts) for e in entries] == [set(), {"state"}, {"state"}, {"state"}]
    assert verify(session).ok


def test_steps_are_only_added(session, lead, second):
    brought_to(session, Telling.NOT_YET, lead, second)
    step = session.scalars(select(TellingStep)).first()
    step.words = None
    with pytest.raises(TypeError, match="only added"):
        session.flush()
    session.rollback()


def test_the_key_of_the_entry_takes_its_reasons_with_it(session, lead, second):
    from portal.vault import KeyDestroyed

    disclosure = brought_to(session, Telling.NOT_YET, lead, second)
    vault_of(session).shred(disclosure.key_id)
    with pytest.raises(KeyDestroyed):
        duties.history(session, session.get_one(Duty, disclosure.id), locked=True)


def test_piles_page_by_key(session, lead, second):
    made = {brought_to(session, Telling.UNSIGNED, lead, second, f"o{n}").id for n in range(30)}
    first = page(session, Pile.TO_SIGN, actor=second, today=TODAY)[:25]
    rest = page(session, Pile.TO_SIGN, actor=second, today=TODAY, after=(first[-1].since, first[-1].disclosure_id))
    assert {d.disclosure_id for d in [*first, *rest]} == made and len(first) + len(rest) == 30


def test_a_told_word_of_the_form_is_one_of_the_register():
    assert set(BEGINS) == set(k.Told) == set(TOLD_OF.values())
