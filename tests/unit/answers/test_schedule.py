"""When an answer leaves, and the hours at which it should not: three nations, a clock that is told the time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.answers.kinds import Decided, Outcome, outcomes_that_fit
from portal.answers.schedule import LONDON, leaves_at, odd_hour
from portal.core.calendars import Calendar, Nation

E, S, N = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND
HALF = timedelta(minutes=30)
FRIDAY, EVE, HOLIDAY, WEEKEND = "Friday afternoon", "the day before a bank holiday", "a bank holiday", "the weekend"


@pytest.mark.parametrize(
    ("moment", "odd"),
    [
        ("2026-11-27 14:59", {}),
        ("2026-11-27 15:00", dict.fromkeys(Nation, FRIDAY)),
        ("2026-11-27 23:59", dict.fromkeys(Nation, FRIDAY)),
        ("2026-11-28 00:00", dict.fromkeys(Nation, WEEKEND)),
        ("2026-11-29 12:00", {E: WEEKEND, N: WEEKEND, S: EVE}),  # 30 November, St Andrew's day
        ("2026-11-30 10:00", {S: HOLIDAY}),
        ("2026-12-01 10:00", {}),
        ("2026-12-24 09:00", dict.fromkeys(Nation, EVE)),
        ("2026-12-23 16:00", {}),
        ("2026-12-31 09:00", dict.fromkeys(Nation, EVE)),
        ("2027-01-01 09:00", {E: HOLIDAY, N: HOLIDAY, S: HOLIDAY}),
        ("2026-03-16 09:00", {N: EVE}),  # 17 March, St Patrick's day
        ("2026-07-10 14:00", {}),  # 13 July stands for the 12th: its eve is a Sunday
        ("2026-07-12 14:00", {E: WEEKEND, S: WEEKEND, N: HOLIDAY}),
        ("2026-04-02 09:00", {E: EVE, S: EVE, N: EVE}),  # Good Friday comes
        ("2026-04-05 09:00", {E: EVE, N: EVE, S: WEEKEND}),  # Easter Monday, not in Scotland
        ("2026-08-02 09:00", {E: WEEKEND, N: WEEKEND, S: EVE}),  # first Monday of August
        ("2026-08-30 09:00", {E: EVE, N: EVE, S: WEEKEND}),  # last Monday of August
    ],
)
@pytest.mark.parametrize("nation", Nation)
def test_an_odd_hour_is_one_at_which_nobody_will_be_there(moment, odd, nation):
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON).astimezone(UTC)
    assert odd_hour(at, Calendar(nation)) == odd.get(nation, "")


def test_three_in_the_afternoon_is_so_on_the_wall_in_summer_too():
    assert odd_hour(datetime(2026, 7, 3, 13, 59, tzinfo=UTC), Calendar(E)) == ""
    assert odd_hour(datetime(2026, 7, 3, 14, 0, tzinfo=UTC), Calendar(E)) == FRIDAY


def test_a_day_that_the_pack_adds_counts():
    calendar = Calendar(E, extra=frozenset({date(2026, 11, 25)}))
    assert odd_hour(datetime(2026, 11, 24, 9, tzinfo=UTC), calendar) == EVE


@pytest.mark.parametrize(
    ("pressed", "due", "leaves"),
    [
        ("2026-11-23 10:00", None, "2026-11-23 10:30"),
        ("2026-11-23 10:00", date(2026, 12, 23), "2026-11-23 10:30"),
        ("2026-12-23 23:45", date(2026, 12, 23), "2026-12-23 23:59"),  # the window makes nothing late
        ("2026-12-23 23:59", date(2026, 12, 23), "2026-12-23 23:59"),
        ("2026-12-22 23:45", date(2026, 12, 23), "2026-12-23 00:15"),
        ("2026-12-24 10:00", date(2026, 12, 23), "2026-12-24 10:30"),  # it is late as it is
    ],
)
def test_it_leaves_when_the_window_is_over_and_never_late_because_of_it(pressed, due, leaves):
    at = datetime.fromisoformat(pressed).replace(tzinfo=LONDON)
    assert leaves_at(at, HALF, due) == datetime.fromisoformat(leaves).replace(tzinfo=LONDON)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 240),
)
def test_it_never_leaves_before_it_was_pressed_or_after_the_window(pressed, due, minutes):
    window = timedelta(minutes=minutes)
    leaves = leaves_at(pressed, window, due)
    assert pressed <= leaves <= pressed + window
    assert pressed.astimezone(LONDON).date() > due or leaves.astimezone(LONDON).date() <= due


D, X, Z = Decided.DONE, Decided.NOT_DONE, Decided.NOTHING_TO_DO


@pytest.mark.parametrize(
    ("decisions", "is_nothing", "shares", "outcomes"),
    [
        ([D], False, False, [Outcome.GIVEN]),
        ([D, D, Z], False, False, [Outcome.GIVEN]),
        ([D, X], False, False, [Outcome.IN_PART]),
        ([X, X], False, False, [Outcome.REFUSED]),
        ([X, Z], False, False, [Outcome.REFUSED]),
        ([Z], False, False, [Outcome.NOTHING]),
        ([], False, True, [Outcome.GIVEN, Outcome.IN_PART]),
        ([X], False, True, [Outcome.IN_PART]),
        ([], True, False, [Outcome.NOTHING]),
        ([X], True, False, [Outcome.NOTHING]),  # what was kept back leaves no other code than nothing does
    ],
)
def test_a_case_closes_with_a_code_that_its_answer_bears_out(decisions, is_nothing, shares, outcomes):
    assert list(outcomes_that_fit(decisions, is_nothing=is_nothing, tells_shares=shares)) == outcomes
