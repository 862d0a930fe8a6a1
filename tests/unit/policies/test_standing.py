"""Which version counts on a day, day by day around its start."""

from datetime import UTC, date, datetime

import pytest

from portal.policies.standing import Start, of_day, standing_of, starts_on

JAN, FEB, MAR = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
ONE, TWO, THREE = Start(1, JAN), Start(2, FEB), Start(3, MAR)


@pytest.mark.parametrize(
    ("versions", "day", "now", "coming", "later"),
    [
        ([ONE], date(2026, 12, 31), 1, None, {1: JAN}),
        ([ONE], JAN, 1, None, {}),
        ([ONE, TWO], date(2026, 12, 31), 1, 2, {1: JAN, 2: FEB}),
        ([ONE, TWO], JAN, 1, 2, {2: FEB}),
        ([ONE, TWO], date(2027, 1, 31), 1, 2, {2: FEB}),
        ([ONE, TWO], FEB, 2, None, {}),
        ([ONE, TWO], date(2027, 2, 2), 2, None, {}),
        ([ONE, TWO, THREE], JAN, 1, 2, {2: FEB, 3: MAR}),
        ([ONE, TWO, THREE], FEB, 2, 3, {3: MAR}),
        ([ONE, TWO, THREE], MAR, 3, None, {}),
        # a later one that started earlier: the highest number that has begun counts, and what it overtook never comes
        ([ONE, Start(2, MAR), Start(3, FEB)], FEB, 3, None, {}),
        ([ONE, Start(2, JAN)], JAN, 2, None, {}),
    ],
)
def test_the_version_of_a_day_and_those_to_come(versions, day, now, coming, later):
    found = standing_of(versions, day)
    assert (found.now.number, found.coming and found.coming.number, found.later) == (now, coming, later)
    assert found.numbers == tuple(version.number for version in versions)
    assert of_day(versions, day) is found.now


@pytest.mark.parametrize(
    ("effective_on", "published_at", "day"),
    [
        (FEB, datetime(2026, 11, 1, 12, tzinfo=UTC), FEB),
        (date(2020, 1, 1), datetime(2026, 11, 1, 12, tzinfo=UTC), date(2020, 1, 1)),
        (None, datetime(2026, 11, 1, 12, tzinfo=UTC), date(2026, 11, 1)),
        # half past eleven in the evening, by the clock of the world, is the next day in a British summer
        (None, datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (None, datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_version_without_a_published_start_counts_from_when_it_was_published_here(effective_on, published_at, day):
    assert starts_on(effective_on, published_at) == day
