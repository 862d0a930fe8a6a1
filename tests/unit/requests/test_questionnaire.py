"""The journeys: how many screens, in which order, and which rights come of the answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.requests.kinds import CLOCK_OF, Right
from portal.requests.questionnaire import CAN_BE_ASKED, STEPS, chosen, path, rights_of
from portal.requests.wishes import Maybe, Thing

LONGEST = 8  # screens of one right, from the start to the code


def names(**answers):
    return [step.name for step in path(answers)]


@pytest.mark.parametrize(
    ("answers", "screens"),
    [
        ({"rights": ["shared"]}, "start ways find contact check done"),
        ({"rights": ["access"]}, "start copy ways find format contact check done"),
        ({"rights": ["erasure"]}, "start things where keep contact check done"),
        ({"rights": ["erasure"], "things": ["account", "notes"]}, "start things where keep contact check done"),
        ({"rights": ["erasure"], "things": ["post"]}, "start things where check done"),
        ({"rights": ["remove"]}, "things where check done"),
        ({"rights": ["remove"], "things": ["account"]}, "things where check done"),
        ({"rights": ["complaint"]}, "trouble check done"),
        ({"rights": ["remove"], "reach_me": True}, "things where contact check done"),
        ({"rights": ["rectification"]}, "start wrong ways find contact check done"),
        ({"rights": ["dispute"]}, "start wrong ways find contact check done"),
        ({"rights": ["restriction"]}, "start freeze ways find contact check done"),
        ({"rights": ["objection"]}, "start uses ways find contact check done"),
        ({"rights": ["portability"]}, "start carry ways find contact check done"),
        ({"rights": ["shared"], "for_somebody": True}, "start who ways find contact check done"),
        ({"rights": ["shared"], "who": "parent"}, "start who ways find contact check done"),
        (
            {"rights": ["access", "erasure"]},
            "start copy things where ways find format contact check done",
        ),
    ],
)
def test_each_journey_has_its_screens(answers, screens):
    assert names(**answers) == screens.split()


@pytest.mark.parametrize("right", CAN_BE_ASKED)
def test_no_journey_for_one_thing_is_longer_than_eight_screens(right):
    assert 3 <= len(names(rights=[right])) <= LONGEST


@pytest.mark.parametrize(
    ("answers", "rights"),
    [
        ({"rights": ["erasure"], "things": ["post"]}, {Right.REMOVE}),
        ({"rights": ["erasure"], "things": ["post", "notes"]}, {Right.REMOVE, Right.ERASURE}),
        ({"rights": ["erasure"], "things": ["everything"]}, {Right.ERASURE}),
        ({"rights": ["remove"], "things": ["account"]}, {Right.ERASURE}),
        ({"rights": ["remove"], "things": ["photo"]}, {Right.REMOVE}),
        ({"rights": ["erasure"]}, {Right.ERASURE}),
        ({"rights": ["erasure"], "things": ["notes"], "copy_first": "yes"}, {Right.ERASURE, Right.ACCESS}),
        ({"rights": ["erasure"], "things": ["notes"], "copy_first": "no"}, {Right.ERASURE}),
        ({"rights": ["erasure"], "things": ["post"], "copy_first": "yes"}, {Right.REMOVE}),
        ({"rights": ["shared", "access"]}, {Right.SHARED, Right.ACCESS}),
    ],
)
def test_answers_make_rights(answers, rights):
    assert set(rights_of(answers)) == rights


ANSWERS = st.fixed_dictionaries(
    {"rights": st.lists(st.sampled_from([right.value for right in CAN_BE_ASKED]), min_size=1, unique=True)},
    optional={
        "things": st.lists(st.sampled_from([thing.value for thing in Thing]), unique=True),
        "copy_first": st.sampled_from([answer.value for answer in Maybe]),
        "for_somebody": st.booleans(),
        "reach_me": st.booleans(),
    },
)


@given(ANSWERS)
def test_whatever_is_answered_every_screen_comes_once_and_the_code_comes_last(answers):
    screens = [step.name for step in path(answers)]
    assert len(screens) == len(set(screens))
    assert screens[-2:] == ["check", "done"]
    assert [name for name in [step.name for step in STEPS] if name in screens] == screens


@given(ANSWERS)
def test_nothing_that_was_chosen_is_lost_and_each_right_has_a_clock(answers):
    found = rights_of(answers)
    assert found
    kept = chosen(answers) - {Right.ERASURE, Right.REMOVE}
    assert kept <= set(found)
    if chosen(answers) & {Right.ERASURE, Right.REMOVE}:
        assert set(found) & {Right.ERASURE, Right.REMOVE}
    assert all(right in CLOCK_OF or right is Right.COMPLAINT for right in found)
