"""The table of tasks, closed: what is not in it cannot happen, and everything in it has words."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.audit import SCHEMA
from portal.casework import states
from portal.casework.states import CHASE_AGAIN, OPEN, TRANSITIONS, TaskMove, TaskState
from portal.core.errors import RuleBroken

SAID = Path(__file__).parents[3] / "templates/staff"
DAY = date(2026, 11, 23)
ONE = timedelta(days=1)


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("move", TaskMove)
def test_a_move_works_from_its_sources_and_from_nowhere_else(state, move):
    fits = [step for step in TRANSITIONS if step.move is move and state in step.sources]
    assert (move in states.available(state)) == bool(fits)
    if fits:
        assert [states.find(state, move)] == fits
    else:
        with pytest.raises(RuleBroken, match=f"{state.value}.*Look again"):
            states.find(state, move)


def test_every_state_is_reached_and_every_open_one_can_be_left():
    assert {step.target for step in TRANSITIONS} | {TaskState.ASKED} == set(TaskState)
    assert {source for step in TRANSITIONS for source in step.sources} == OPEN


def test_every_state_and_every_press_has_words():
    said, events = (SAID / "cases/said.html").read_text(), (SAID / "said.html").read_text()
    for state in TaskState:
        assert said.count(f'"{state.value}": ') == 2  # TASKS and TASK_TONES
    for step in TRANSITIONS:
        assert f'"{step.move.value}": ' in said and f'"{step.action.value}": ' in events
        assert SCHEMA[step.action] == {"entry"}


@pytest.mark.parametrize("state", TaskState)
def test_late_is_worked_out(state):
    assert not states.is_overdue(state, DAY, DAY)
    assert states.is_overdue(state, DAY, DAY + ONE) == (state in OPEN)
    assert states.is_to_chase(state, DAY, DAY + ONE) == (state is TaskState.ASKED)
    assert not states.is_to_chase(state, DAY, DAY)


def test_a_chaser_without_an_answer_is_to_be_escalated():
    chased = TaskState.CHASED
    assert not states.is_to_escalate(chased, DAY, DAY + CHASE_AGAIN - ONE)
    assert states.is_to_escalate(chased, DAY, DAY + CHASE_AGAIN)
    assert not states.is_to_escalate(chased, None, DAY)
    assert not states.is_to_escalate(TaskState.DONE, DAY, DAY + CHASE_AGAIN)
