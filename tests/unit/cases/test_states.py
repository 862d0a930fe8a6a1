"""The table of moves, closed: what is not in it cannot happen, and everything in it has words."""

from pathlib import Path

import pytest

from portal.accounts.permissions import ROLE_PERMISSIONS, Permission
from portal.audit import SCHEMA
from portal.audit.actions import Action
from portal.cases import states
from portal.cases.states import CLOSED, OPEN, PHASES, TRANSITIONS, Status
from portal.core.errors import RuleBroken

TEMPLATES = Path(__file__).parents[3] / "templates"
MOVES = sorted({t.action for t in TRANSITIONS})


def test_every_status_is_open_or_closed_and_not_both():
    assert set(Status) == OPEN | CLOSED
    assert not OPEN & CLOSED


def test_every_status_is_reached():
    assert {t.target for t in TRANSITIONS} | {Status.RECEIVED} == set(Status)


def test_no_move_leaves_a_closed_status_but_the_persons_own_change_of_mind():
    leaving = [t for t in TRANSITIONS if t.sources & CLOSED]
    assert [(t.action, t.sources, t.target, t.permission) for t in leaving] == [
        (Action.CASE_RESUMED, {Status.WITHDRAWN}, Status.RECEIVED, Permission.OWN_REQUEST)
    ]


def test_every_open_status_can_be_left():
    assert {s for t in TRANSITIONS for s in t.sources} >= OPEN


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", MOVES)
def test_a_move_works_from_its_sources_and_from_nowhere_else(status, action):
    fits = [t for t in TRANSITIONS if t.action is action and status in t.sources]
    if not fits:
        with pytest.raises(RuleBroken):
            states.find(status, action)
    else:
        assert [states.find(status, action)] == fits  # one way from each status: no ambiguity


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("permission", Permission)
def test_only_moves_that_would_work_are_offered(status, permission):
    offered = states.available(status, frozenset({permission}))
    assert all(states.find(status, t.action) is t and t.permission is permission for t in offered)


def test_every_move_but_the_persons_own_is_somebodys_job():
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    assert {t.permission for t in TRANSITIONS} - held == {Permission.OWN_REQUEST}


def test_who_prepares_cannot_approve_by_role_alone():
    """One worker may hold both roles; then the rule of the second person holds (answers). By one role: never."""
    both = [r for r, p in ROLE_PERMISSIONS.items() if {Permission.ANSWER_PREPARE, Permission.ANSWER_APPROVE} <= p]
    assert both == []


@pytest.mark.parametrize("action", MOVES)
def test_every_move_has_facts_and_words(action):
    assert action in SCHEMA
    for page in ("staff/said.html",):
        assert f'"{action.value}"' in (TEMPLATES / page).read_text()


def test_a_move_that_needs_a_reason_records_one():
    for step in TRANSITIONS:
        assert ("reason" in SCHEMA[step.action]) == step.needs_reason


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_phase_a_colour_and_words(status):
    said = (TEMPLATES / "staff/said.html").read_text()
    assert said.count(f'"{status.value}": ') == 2  # STATUS and TONES
    assert f'"{PHASES[status].value}": {{"title"' in (TEMPLATES / "public/mine/words.html").read_text()


def test_a_person_sees_fewer_phases_than_there_are_statuses():
    assert len(set(PHASES.values())) < len(Status)


def test_the_unknown_move_names_the_status_and_what_to_do():
    with pytest.raises(RuleBroken, match=r"answered.*Look again"):
        states.find(Status.ANSWERED, Action.CASE_TAKEN)
