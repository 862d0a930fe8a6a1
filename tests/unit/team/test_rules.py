"""The arithmetic of the figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.calendars import Calendar, Nation
from portal.requests.kinds import Right
from portal.team.kinds import Span
from portal.team.rules import LATE, LOADS, LONGEST_WAIT, in_bands, percent, percentile, period_of, shares, working_days

ENGLAND = Calendar(Nation.ENGLAND_AND_WALES)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTS = st.dictionaries(st.integers(0, 99), st.integers(1, 30), max_size=8)


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        (Span.MONTH, date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28)),
        (Span.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (Span.QUARTER, date(2026, 11, 28), date(2026, 10, 1), date(2026, 12, 31)),
        (Span.QUARTER, date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        (Span.YEAR, date(2026, 11, 28), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_one_of_the_calendar(span, day, first, last):
    period = period_of(span, day)
    assert (period.first, period.last) == (first, last)


@given(st.sampled_from(Span), DAYS)
def test_periods_follow_each_other_without_a_gap(span, day):
    period = period_of(span, day)
    assert period.first <= day <= period.last
    assert period_of(span, period.before).last + timedelta(days=1) == period.first
    assert period_of(span, period.after).first - timedelta(days=1) == period.last


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 12, 24), date(2026, 12, 29), 1),  # Christmas, Boxing Day in lieu on Monday
        (date(2026, 11, 23), date(2026, 11, 20), 0),
        (date(2020, 1, 1), date(2026, 1, 1), LONGEST_WAIT),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(start, end, days):
    assert working_days(start, end, ENGLAND) == days


@given(COUNTS, st.sampled_from([50, 90, 100]))
def test_a_percentile_is_the_value_of_the_case_at_that_place(counts, share):
    flat = sorted(value for value, n in counts.items() for _ in range(n))
    found = percentile(counts, share)
    if not flat:
        assert found is None
        return
    assert sum(value <= found for value in flat) * 100 >= len(flat) * share
    assert sum(value < found for value in flat) * 100 < len(flat) * share


@pytest.mark.parametrize(
    ("yes", "no", "share"), [(0, 0, None), (1, 0, 100), (0, 1, 0), (2, 1, 66), (999, 1, 99), (1, 1, 50)]
)
def test_a_share_is_never_rounded_up_to_all(yes, no, share):
    assert percent({value: n for value, n in ((1, yes), (0, no)) if n}) == share


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 30)), st.sampled_from([LATE, LOADS]))
def test_every_value_lies_in_one_band(values, bands):
    wanted = sum(n for value, n in values.items() if value >= bands[0][0])
    assert sum(n for _, n in in_bands(values, bands)) == wanted


A, B, C = Right.ACCESS, Right.ERASURE, Right.SHARED
PARTS = st.dictionaries(st.sampled_from(Right), st.fixed_dictionaries({0: st.integers(0, 40), 1: st.integers(0, 40)}))


@pytest.mark.parametrize(
    ("parts", "whole", "each"),
    [
        ({}, None, {}),
        ({A: {}}, None, {A: None}),
        ({A: {0: 30, 1: 10}}, 25, {A: 25}),
        ({A: {0: 30, 1: 7}}, None, {A: None}),  # 7 people are too few
        ({A: {0: 7, 1: 30}}, None, {A: None}),  # so are the others
        ({A: {1: 8}}, 100, {A: 100}),
        ({A: {0: 9}, B: {}}, 0, {A: 0, B: None}),
        ({A: {0: 30, 1: 10}, B: {0: 20, 1: 3}}, 20, {A: None, B: None}),  # the rest would give it away
        ({A: {0: 90, 1: 90}, B: {0: 20, 1: 3}, C: {0: 30, 1: 10}}, 40, {A: 50, B: None, C: None}),
    ],
)
def test_a_share_that_would_show_a_few_is_hidden(parts, whole, each):
    assert shares(parts) == (whole, each)


@given(PARTS)
def test_what_is_hidden_does_not_follow_from_the_rest(parts):
    whole, each = shares(parts)
    few = {one for one, counts in parts.items() if any(0 < n < 8 for n in counts.values())}
    hidden = {one for one in parts if each[one] is None and sum(parts[one].values())}
    assert few <= hidden
    if whole is not None and hidden:
        assert len(hidden) > 1
        for value in (0, 1):
            together = sum(parts[one][value] for one in hidden)
            assert together == 0 or together >= 8
    assert all(share is None or share % 5 == 0 for share in [whole, *each.values()])
