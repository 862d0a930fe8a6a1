"""Need to know, how sure a link is and how much is too much, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.casework.kinds import Band
from portal.casework.rules import Confidence, Refusal, Standing, band, confidence, refusal
from portal.requests.kinds import IdentifierKind as K

TEAMS = st.sampled_from([None, "day", "night"])
STANDINGS = st.builds(
    Standing, knows_them=st.booleans(), team=TEAMS, case_team=TEAMS, is_owner=st.booleans(), broke_glass=st.booleans(),
    leads=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        (Standing(), None),  # a small charity: nobody has a team
        (Standing(team="day"), None),
        (Standing(team="day", case_team="day"), None),
        (Standing(team="day", case_team="night"), Refusal.OTHER_TEAM),
        (Standing(case_team="night"), Refusal.OTHER_TEAM),
        (Standing(case_team="night", is_owner=True), None),
        (Standing(case_team="night", broke_glass=True), None),
        (Standing(case_team="night", leads=True), None),
        (Standing(knows_them=True), Refusal.CONFLICT),
    ],
)
def test_who_may_open_a_case(standing, why):
    assert refusal(standing) is why


@given(STANDINGS)
def test_nothing_opens_a_case_for_whoever_knows_the_person(standing):
    assert (refusal(standing) is Refusal.CONFLICT) == standing.knows_them


@given(STANDINGS)
def test_another_team_is_let_in_by_one_of_three_things_and_by_nothing_else(standing):
    shut = standing.case_team not in {None, standing.team} and not standing.knows_them
    reasons = standing.is_owner or standing.broke_glass or standing.leads
    assert (refusal(standing) is Refusal.OTHER_TEAM) == (shut and not reasons)


@pytest.mark.parametrize(
    ("kinds", "sure"),
    [
        ({K.NICKNAME}, Confidence.WEAK),
        ({K.USER_NAME}, Confidence.POSSIBLE),
        ({K.PHONE}, Confidence.POSSIBLE),
        ({K.EMAIL}, Confidence.POSSIBLE),
        ({K.USER_NAME, K.NICKNAME}, Confidence.POSSIBLE),
        ({K.USER_NAME, K.EMAIL}, Confidence.LIKELY),
        ({K.PHONE, K.EMAIL}, Confidence.LIKELY),
    ],
)
def test_how_sure_a_hint_is(kinds, sure):
    assert confidence(kinds) is sure


@pytest.mark.parametrize(
    ("count", "cap", "expected"),
    [(0, 5, Band.NONE), (1, 5, Band.SOME), (2, 5, Band.SOME), (3, 5, Band.MUCH), (5, 5, Band.MUCH), (6, 5, Band.OVER)],
)
def test_how_much_is_much(count, cap, expected):
    assert band(count, cap) is expected


@given(st.integers(0, 60), st.integers(1, 50))
def test_one_more_is_never_less(count, cap):
    order = list(Band)
    assert order.index(band(count, cap)) <= order.index(band(count + 1, cap))
