"""Who may be told, and when: tables, and what must hold for every moment of a year and every set of hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notifications.errors import NotSent, PerhapsSent, Refused
from portal.notifications.kinds import NotificationState, SafeTime, Way
from portal.notifications.rules import (
    NO_ADDRESS,
    NO_HOURS,
    NOT_TRIED,
    SEEN_BY_OTHERS,
    TRIED,
    WAITS,
    WORKER_DIED,
    Reach,
    is_told_with,
    next_slot,
    obstacle,
    wait_after,
)

LONDON = ZoneInfo("Europe/London")
A, M, N, E, W = (SafeTime(name) for name in ("any", "mornings", "afternoons", "evenings", "weekends"))
# 2026: 25 October is the Sunday on which the clock goes back, 29 March 2026 and 28 March 2027 those on which it goes on.
SLOTS = [
    # chosen,   now on the wall,        next on the wall
    ({A}, "2026-11-24 08:00", "2026-11-24 08:00"),
    ({A}, "2026-11-24 20:59", "2026-11-24 20:59"),
    ({A}, "2026-11-24 21:00", "2026-11-25 08:00"),
    ({A}, "2026-11-24 03:30", "2026-11-24 08:00"),
    ({A}, "2026-11-24 07:59", "2026-11-24 08:00"),
    ({M}, "2026-11-24 12:00", "2026-11-25 08:00"),
    ({M}, "2026-11-24 11:59", "2026-11-24 11:59"),
    ({N}, "2026-11-24 09:00", "2026-11-24 12:00"),
    ({E}, "2026-11-24 16:59", "2026-11-24 17:00"),
    ({E}, "2026-11-24 21:00", "2026-11-25 17:00"),
    ({M, E}, "2026-11-24 13:00", "2026-11-24 17:00"),
    ({M, N}, "2026-11-24 11:59", "2026-11-24 11:59"),
    ({A, E}, "2026-11-24 09:00", "2026-11-24 17:00"),  # the narrower wish is the safer one
    ({W}, "2026-11-24 09:00", "2026-11-28 08:00"),
    ({W}, "2026-11-29 20:00", "2026-11-29 20:00"),
    ({W}, "2026-11-29 21:00", "2026-12-05 08:00"),
    ({W, E}, "2026-11-29 21:00", "2026-12-05 17:00"),
    ({W, E}, "2026-11-29 10:00", "2026-11-29 17:00"),
    ({A}, "2026-10-24 21:00", "2026-10-25 08:00"),  # the night with 25 hours
    ({A}, "2026-03-28 21:00", "2026-03-29 08:00"),  # the night with 23
    ({E}, "2026-06-30 16:30", "2026-06-30 17:00"),
]


def on_the_wall(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(("hours", "now", "then"), SLOTS)
def test_the_next_moment_that_is_safe(hours, now, then):
    found = next_slot(on_the_wall(now).astimezone(UTC), frozenset(hours))
    assert found == on_the_wall(then)
    assert found.utcoffset() == timedelta(0)


def test_nights_of_other_lengths_are_waited_out_whole():
    back, on = on_the_wall("2026-10-24 21:00"), on_the_wall("2026-03-28 21:00")
    assert next_slot(back, frozenset({A})) - back.astimezone(UTC) == timedelta(hours=12)
    assert next_slot(on, frozenset({A})) - on.astimezone(UTC) == timedelta(hours=10)


def test_no_hours_give_no_moment():
    with pytest.raises(ValueError, match="nobody said"):
        next_slot(on_the_wall("2026-11-24 09:00"), frozenset())


YEARS = datetime(2026, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001  # the strategy adds the zone
MOMENTS = st.datetimes(*YEARS, timezones=st.just(UTC))
HOURS = st.sets(st.sampled_from(SafeTime), min_size=1).map(frozenset)


@given(MOMENTS, HOURS)
def test_nothing_ever_leaves_at_night_or_outside_of_what_was_chosen(at, hours):
    found = next_slot(at, hours)
    local = found.astimezone(LONDON)
    parts = {M: range(8, 12), N: range(12, 17), E: range(17, 21)}
    chosen = [part for part in parts if part in hours]
    assert 8 <= local.hour < 21
    assert not chosen or any(local.hour in parts[part] for part in chosen)
    assert W not in hours or local.weekday() >= 5
    assert at <= found <= at + timedelta(days=8)


@given(MOMENTS, HOURS)
def test_a_moment_that_is_safe_is_now_and_none_is_missed(at, hours):
    found = next_slot(at, hours)
    assert next_slot(found, hours) == found
    between = [at + (found - at) * share / 7 for share in range(7)]
    assert all(next_slot(moment, hours) == found for moment in between)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"hours": frozenset()}, NO_HOURS),
        ({"address": " "}, NO_ADDRESS),
        ({"somebody_else_sees_it": True}, SEEN_BY_OTHERS),
        ({"somebody_else_sees_it": True, "hours": frozenset()}, SEEN_BY_OTHERS),
        ({"somebody_else_sees_it": True, "anyway": True}, ""),
        ({"anyway": True}, ""),
    ],
)
def test_what_stands_in_the_way(changes, why):
    plain = {"way": Way.TEXT, "address": "07700 900123", "hours": frozenset({A})}
    assert obstacle(Reach(**{**plain, **changes})) == why


def test_each_wait_is_longer_than_the_one_before_and_the_fifth_try_is_the_last():
    waits = [wait_after(attempts) for attempts in range(1, 6)]
    assert waits == [*WAITS, None]
    assert sorted(WAITS) == list(WAITS)


@pytest.mark.parametrize(
    ("state", "minutes", "together"),
    [
        ("waiting", 0, True), ("waiting", 600, True), ("failed", 600, True),
        ("sent", 59, True), ("sent", 60, False), ("sending", 59, True), ("sending", 61, False),
        ("given-up", 1, False), ("cancelled", 1, False),
    ],
)  # fmt: skip
def test_what_happens_within_an_hour_is_told_once(state, minutes, together):
    at = on_the_wall("2026-11-24 09:00")
    assert is_told_with(NotificationState(state), at, at + timedelta(minutes=minutes)) is together


def test_every_error_of_a_port_is_known_to_have_been_tried():
    assert {error.__name__ for error in (NotSent, Refused, PerhapsSent)} | {WORKER_DIED} == TRIED
    assert not TRIED & NOT_TRIED
