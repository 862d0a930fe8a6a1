"""The three nations' working days, checked against lists written down by hand, and months of every length."""

from datetime import date, timedelta

import pytest

from portal.core.calendars import (
    FIRST_YEAR,
    LAST_YEAR,
    Calendar,
    Nation,
    add_months,
    bank_holidays,
    nation_from,
    next_working_day_on_or_after,
)
from portal.core.clock import today

ENGLAND, SCOTLAND, IRELAND = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND

# Days off that are not a Saturday or Sunday, as the government publishes them.
PUBLISHED = {
    (ENGLAND, 2024): "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    (ENGLAND, 2025): "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    (ENGLAND, 2026): "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    (ENGLAND, 2027): "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    (ENGLAND, 2028): "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    (SCOTLAND, 2024): "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
    (SCOTLAND, 2025): "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    (SCOTLAND, 2026): "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
    (SCOTLAND, 2027): "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    (SCOTLAND, 2028): "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    (IRELAND, 2024): "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26",
    (IRELAND, 2025): "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
    (IRELAND, 2026): "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
    (IRELAND, 2027): "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
    (IRELAND, 2028): "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
}


@pytest.mark.parametrize(("nation", "year"), PUBLISHED)
def test_the_days_off_are_those_the_government_publishes(nation, year):
    weekdays = sorted(day for day in bank_holidays(nation, [year]) if day.weekday() < 5)
    assert " ".join(f"{day:%m-%d}" for day in weekdays) == PUBLISHED[nation, year]


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_the_holidays_of_this_year_and_the_next_two_are_known(nation, ahead):
    year = today().year + ahead
    assert len([day for day in bank_holidays(nation, [year]) if day.weekday() < 5]) >= 8


@pytest.mark.parametrize("nation", Nation)
def test_every_year_has_its_holidays(nation):
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    holidays = bank_holidays(nation, years)
    assert {day.year for day in holidays} == set(years)
    assert all(date(year, 12, 25) in holidays for year in years)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_without_a_list_is_refused_and_not_taken_for_a_year_without_holidays(year):
    with pytest.raises(ValueError, match=f"no bank holidays are known for {year}"):
        bank_holidays(ENGLAND, [year])
    with pytest.raises(ValueError):
        Calendar(ENGLAND).roll(next(date(year, 6, day) for day in range(1, 8) if date(year, 6, day).weekday() == 2))


def test_one_off_days_join_the_list():
    day = date(2027, 6, 9)
    assert day not in bank_holidays(ENGLAND, [2027])
    assert day in bank_holidays(ENGLAND, [2027], frozenset({day}))


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("england-and-wales", ENGLAND),
        ("england", ENGLAND),
        ("Wales", ENGLAND),
        ("England & Wales", ENGLAND),
        (" scotland ", SCOTLAND),
        ("Northern Ireland", IRELAND),
        ("northern_ireland", IRELAND),
    ],
)
def test_a_nation_is_read_the_way_people_write_it(text, nation):
    assert nation_from(text) is nation


@pytest.mark.parametrize("text", ["", "united-kingdom", "ireland", "france"])
def test_an_unknown_nation_is_refused_with_the_known_ones_named(text):
    with pytest.raises(ValueError, match="england-and-wales, scotland, northern-ireland"):
        nation_from(text)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2100-01-31", 1, "2100-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 0, "2026-12-15"),
    ],
)
def test_months_are_added_to_the_same_day_number_or_the_last_day(day, months, later):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_the_next_working_day_is_found_in_any_set_of_holidays():
    friday = date(2026, 11, 27)
    monday, tuesday = friday + timedelta(days=3), friday + timedelta(days=4)
    assert next_working_day_on_or_after(friday, set()) == friday
    assert next_working_day_on_or_after(friday + timedelta(days=1), set()) == monday
    assert next_working_day_on_or_after(friday, {friday, monday}) == tuesday


def test_easter_monday_is_a_working_day_in_scotland_only():
    easter_monday = date(2026, 4, 6)
    assert [nation for nation in Nation if Calendar(nation).is_working_day(easter_monday)] == [SCOTLAND]


def test_an_added_day_moves_a_date_and_a_day_taken_away_leaves_it():
    day = date(2026, 6, 15)
    assert Calendar(SCOTLAND).roll(day) == date(2026, 6, 16)
    assert Calendar(SCOTLAND, removed=frozenset({day})).roll(day) == day
    assert Calendar(SCOTLAND, extra=frozenset({date(2026, 6, 16)})).roll(day) == date(2026, 6, 17)


def test_a_saturday_stays_off_when_it_is_taken_off_the_list():
    boxing_day = date(2026, 12, 26)
    assert not Calendar(ENGLAND, removed=frozenset({boxing_day})).is_working_day(boxing_day)


def test_a_day_cannot_be_added_and_taken_away():
    day = frozenset({date(2026, 6, 15)})
    with pytest.raises(ValueError, match="2026-06-15 is both added and taken away"):
        Calendar(SCOTLAND, extra=day, removed=day)


def test_working_days_are_counted_back_over_weekends_and_holidays():
    calendar = Calendar(ENGLAND)
    assert calendar.working_days_before(date(2026, 12, 29), 1) == date(2026, 12, 24)
    assert calendar.working_days_before(date(2026, 12, 23), 5) == date(2026, 12, 16)
    assert calendar.working_days_before(date(2026, 12, 26), 0) == date(2026, 12, 26)


def test_the_version_tells_two_calendars_apart():
    plain, changed = Calendar(SCOTLAND), Calendar(SCOTLAND, extra=frozenset({date(2027, 6, 9)}))
    assert plain.version.startswith("scotland, holidays ")
    assert plain.version != changed.version
