"""Until when something is kept: the rule, day by day, and honest silence where no period is named."""

from datetime import date

import pytest

from portal.datamap.kinds import Then
from portal.datamap.schedule import day_meant, ends, keep_until, period, the_rest
from tests.builders.services import a_service, every_service, timed, untimed


@pytest.mark.parametrize(
    ("last_used", "months", "until"),
    [
        # years later the day has the same number
        ("2024-05-03", 12, "2025-05-03"),
        ("2024-05-03", 36, "2027-05-03"),
        ("2024-05-03", 84, "2031-05-03"),
        # 29 February becomes the last day of February where there is no such day, and stays where there is
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", 84, "2031-02-28"),
        ("2025-02-28", 36, "2028-02-28"),
        # 2100 is no leap year
        ("2096-02-29", 48, "2100-02-28"),
        # the ends of months
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-04-30", 1, "2026-05-30"),
        ("2026-08-31", 18, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        # over the turn of a year
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2027-01-01", 84, "2034-01-01"),
    ],
)
def test_it_is_kept_until_that_day(last_used, months, until):
    found = keep_until(a_service(timed(months)), date.fromisoformat(last_used))
    assert found.until == date.fromisoformat(until)
    assert found.then is Then.DELETED


def test_the_first_thing_with_a_period_gives_the_date():
    service = a_service(untimed(), timed(36, "anonymised"), timed(12))
    found = keep_until(service, date(2024, 1, 1))
    assert (found.until, found.then) == (date(2027, 1, 1), Then.ANONYMISED)
    assert found.rule == "3 years from the last time you used it"
    assert found.why == "What you say: 3 years from the last time you used it. Then it goes."
    assert the_rest(service) == (untimed(), timed(12))


@pytest.mark.parametrize("kept", [(), (untimed(),), (untimed(), untimed("you ask us"))])
def test_where_no_period_is_named_there_is_no_date_but_a_reason(kept):
    found = keep_until(a_service(*kept), date(2024, 1, 1))
    assert (found.until, found.then, found.rule) == (None, None, "no period is named")
    assert found.why == "Nobody has said how long."


@every_service
def test_every_real_service_gives_a_date_or_a_reason(pack, service):
    found = keep_until(service, date(2024, 2, 29))
    if service.timed:
        assert found.until > date(2024, 2, 29)
        assert service.timed.from_words in found.rule
    else:
        assert found.until is None
        assert found.why == service.no_period_why


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month"), (11, "11 months"), (12, "1 year"), (18, "18 months"), (36, "3 years"), (84, "7 years")],
)
def test_a_period_is_said_in_years_where_it_is_whole_years(months, words):
    assert period(months) == words


def test_an_end_is_said_in_words():
    assert ends(timed(84)) == "For 7 years. We count from the last time you used it."
    assert ends(untimed()) == "Until your account is closed."


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ((2026, 5, 3), date(2026, 5, 3)),
        ((2026, 5), date(2026, 5, 31)),
        ((2026, 4), date(2026, 4, 30)),
        ((2026, 2), date(2026, 2, 28)),
        ((2028, 2), date(2028, 2, 29)),
        ((2100, 2), date(2100, 2, 28)),
        ((2026, 12), date(2026, 12, 31)),
    ],
)
def test_just_a_month_means_its_last_day(given, meant):
    assert day_meant(*given) == meant


@pytest.mark.parametrize("given", [(2026, 2, 31), (2026, 2, 29), (2026, 4, 31), (2026, 13, 1)])
def test_a_day_that_is_in_no_calendar_is_refused(given):
    with pytest.raises(ValueError, match=r"day|month"):
        day_meant(*given)
