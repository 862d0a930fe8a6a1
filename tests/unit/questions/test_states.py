"""The table of moves, read back as a grid."""

import pytest

from portal.accounts.permissions import Permission as P
from portal.audit import SCHEMA, Action
from portal.core.errors import RuleBroken
from portal.questions.states import TRANSITIONS, QuestionState, available, find

GRID = {
    # action: (asked, answered, published, closed)
    Action.QUESTION_ANSWERED: ("answered", None, None, None),
    Action.QUESTION_CORRECTED: (None, "answered", "published", "closed"),
    Action.QUESTION_SENT_BACK: (None, "answered", None, None),
    Action.QUESTION_DRAFTED: (None, "answered", None, None),
    Action.QUESTION_PUBLISHED: (None, "published", None, None),
    Action.QUESTION_WITHDRAWN: (None, None, "answered", None),
    Action.QUESTION_CLOSED: ("closed", "closed", None, None),
}


@pytest.mark.parametrize("action", GRID)
@pytest.mark.parametrize("state", QuestionState)
def test_a_question_moves_as_the_grid_says_and_in_no_other_way(action, state):
    target = dict(zip(QuestionState, GRID[action], strict=True))[state]
    if target is None:
        with pytest.raises(RuleBroken, match=f"“{state.value}”"):
            find(state, action)
    else:
        assert find(state, action).target == target


def test_the_grid_names_every_move():
    assert {step.action for step in TRANSITIONS} == set(GRID) <= set(SCHEMA)


@pytest.mark.parametrize(
    ("state", "permissions", "moves"),
    [
        ("asked", {P.QUESTIONS_ANSWER}, {"question:answered"}),
        ("asked", {P.QUESTIONS_PUBLISH}, set()),
        ("asked", {P.OWN_REQUEST}, {"question:closed"}),
        ("answered", {P.QUESTIONS_ANSWER}, {"question:corrected", "question:drafted", "question:closed"}),
        ("answered", {P.QUESTIONS_PUBLISH}, {"question:published", "question:sent-back"}),
        ("published", {P.QUESTIONS_PUBLISH}, {"question:withdrawn"}),
        ("published", {P.OWN_REQUEST, P.QUESTIONS_ANSWER}, {"question:corrected"}),
        ("closed", set(P), {"question:corrected"}),
    ],
)
def test_the_buttons_are_the_moves_that_would_work(state, permissions, moves):
    assert available(QuestionState(state), frozenset(permissions)) == moves
