"""The clock of a flag counts hours that really pass."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.core.clock import LONDON
from portal.safeguarding.deadlines import is_late, look_by, standing

AT = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("hours", [1, 4, 72])
def test_the_moment_is_so_many_hours_away_also_at_night_and_on_a_sunday(hours):
    assert look_by(AT, within_hours=hours) - AT == timedelta(hours=hours)


def test_the_night_the_clocks_go_back_is_an_hour_longer_on_the_wall_and_no_longer_here():
    at = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    assert look_by(at, within_hours=4) == datetime(2026, 10, 25, 3, 30, tzinfo=UTC)
    assert look_by(at, within_hours=4).astimezone(LONDON).hour == 3


@pytest.mark.parametrize(
    ("left", "words", "late"),
    [
        (timedelta(hours=4), "4 hours left", False),
        (timedelta(hours=1, minutes=59), "1 hour left", False),
        (timedelta(minutes=59), "less than an hour left", False),
        (timedelta(0), "less than an hour left", False),
        (timedelta(seconds=-1), "less than an hour late", True),
        (timedelta(hours=-1), "1 hour late", True),
        (timedelta(hours=-47, minutes=-59), "47 hours late", True),
        (timedelta(days=-2), "2 days late", True),
        (timedelta(days=3), "3 days left", False),
    ],
)
def test_how_it_stands_is_said_in_words(left, words, late):
    assert (standing(AT + left, AT), is_late(AT + left, AT)) == (words, late)
