"""The table of the duty to tell, closed: every state, every move, every role."""

from pathlib import Path

import pytest

from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.audit import SCHEMA, Action
from portal.core.errors import RuleBroken
from portal.disclosures import telling_states as states
from portal.disclosures.kinds import Told
from portal.disclosures.telling_states import BEGINS, HIDDEN, STEPS, TO_TELL, TOLD, TOLD_OF, UNDECIDED, Needs, Telling

SAID = (Path(__file__).parents[3] / "templates/staff/telling/said.html").read_text()
MOVES = tuple(dict.fromkeys(step.action for step in STEPS))


@pytest.mark.parametrize("state", Telling)
@pytest.mark.parametrize("action", MOVES)
def test_a_move_works_from_its_sources_and_from_nowhere_else(state, action):
    fits = [step for step in STEPS if step.action is action and state in step.sources]
    if fits:
        assert [states.find(state, action)] == fits
    else:
        with pytest.raises(RuleBroken, match="Look again"):
            states.find(state, action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", Telling)
@pytest.mark.parametrize("action", MOVES)
def test_a_role_is_offered_what_its_permissions_allow_and_nothing_else(role, state, action):
    offered = {step.action for step in states.available(state, ROLE_PERMISSIONS[role])}
    step = next(step for step in STEPS if step.action is action)
    assert (action in offered) == (step.by_hand and state in step.sources and step.permission in ROLE_PERMISSIONS[role])


def test_every_state_falls_into_one_group_and_every_one_can_be_left():
    assert set(Telling) == TOLD | TO_TELL | HIDDEN
    assert len(Telling) == len(TOLD) + len(TO_TELL) + len(HIDDEN)
    assert {source for step in STEPS for source in step.sources} == set(Telling)


def test_every_state_is_reached():
    assert {step.target for step in STEPS} | set(BEGINS.values()) == set(Telling)


def test_what_is_hidden_is_what_the_entry_says_must_not_be_told():
    assert {state for state, told in TOLD_OF.items() if told is Told.MUST_NOT} == HIDDEN
    assert set(TOLD_OF) == set(Telling) and set(TOLD_OF.values()) == set(Told) == set(BEGINS)
    assert UNDECIDED < HIDDEN


def test_nothing_comes_out_of_a_lock_without_a_second_person():
    out = [step for step in STEPS if step.sources & HIDDEN and step.target not in HIDDEN]
    assert {step.action for step in out} == {Action.LOCK_LIFTED, Action.LOCK_REFUSED}
    assert all(Needs.SECOND in step.needs for step in out)


def test_nothing_is_locked_for_good_without_a_second_person_and_an_exemption():
    [lock] = [step for step in STEPS if step.target is Telling.LOCKED and step.action is Action.LOCK_SET]
    [ask] = [step for step in STEPS if step.target is Telling.LOCK_PROPOSED]
    assert Needs.SECOND in lock.needs and lock.sources == {Telling.LOCK_PROPOSED}
    assert {Needs.EXEMPTION, Needs.REASON, Needs.REVIEW} <= ask.needs


def test_everything_about_a_lock_takes_the_permission_to_see_locks():
    for step in STEPS:
        touches = bool(step.sources & HIDDEN) or step.target in HIDDEN
        assert touches == step.is_of_a_lock == (step.permission is Permission.REGISTER_LOCKED)


def test_every_not_yet_says_why_until_when_and_is_signed_by_another():
    [ask] = [step for step in STEPS if step.action is Action.TELLING_NOT_YET]
    assert {Needs.REASON, Needs.REVIEW} <= ask.needs and ask.target is Telling.UNSIGNED
    signed = [step for step in STEPS if step.target is Telling.NOT_YET]
    assert signed and all(Needs.SECOND in step.needs for step in signed)


def test_everything_has_words_and_carries_nothing_but_the_state():
    for state in Telling:
        assert f'"{state.value}": ' in SAID
    for step in STEPS:
        assert SCHEMA[step.action] == {"state"}
        if step.by_hand:
            assert f'"{step.action.value}": ' in SAID
