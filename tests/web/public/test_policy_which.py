"""Which rules counted on a day: asked with three short answers, answered from the published dates, kept nowhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.actor import SYSTEM
from portal.accounts.models import ServerSession
from portal.core import clock
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.policies.pack import Pack
from portal.policies.service import load_pack_into
from tests.actors.browser import HOME
from tests.builders.packs import the_mix

PAGE = "/policies/confidentiality/which"
FIRST, SECOND = date(2020, 3, 9), date(2024, 6, 1)


@pytest.fixture
def dated(session):
    """A policy of which every day is known."""
    newest = the_mix().policies[0].newest
    versions = tuple(
        newest.model_copy(update={"slug": "quiet", "number": number, "effective_on": day, "in_force_by": None})
        for number, day in enumerate((FIRST, SECOND), start=1)
    )
    pack: Pack = the_mix()
    policy = pack.policies[0].model_copy(update={"slug": "quiet", "versions": versions})
    load_pack_into(session, pack.model_copy(update={"policies": (policy,)}), actor=SYSTEM, at=clock.now())
    session.commit()
    return "/policies/quiet/which"


def on(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def versions_named(page):
    return [link.rpartition("/")[2] for link in page.links() if link.startswith("/policies/") and link[-1].isdigit()]


@pytest.mark.parametrize(
    ("day", "heading", "numbers"),
    [
        (FIRST - timedelta(days=1), "That was before our first rules", []),
        (FIRST, "Version 1 counted", ["1"]),
        (SECOND - timedelta(days=1), "Version 1 counted", ["1"]),
        (SECOND, "Version 2 counted", ["2"]),
        (clock.today(), "Version 2 counted", ["2"]),
    ],
)
def test_published_days_decide(browser, dated, day, heading, numbers):
    browser.open(dated)
    page = browser.press(on(day))
    assert page.status == 200
    assert page.texts(".notice h2") == [heading]
    assert versions_named(page) == numbers
    # only today's rules can be tried; for others, that page would lead back here
    assert ("/would-you-tell" in page.links()) == (numbers == ["2"])
    assert ("/policies/quiet/ask" in page.links()) == (not numbers)


def test_days_that_nobody_published_are_said_to_be_so(browser):
    browser.open(PAGE)
    page = browser.press(on(date(2019, 5, 4)))
    assert page.texts(".notice h2") == ["It was one of these"]
    assert "Nobody published all the days on which they started." in page.main
    assert versions_named(page) == [str(version.number) for version in the_mix().policies[0].versions]


def test_where_the_dates_cannot_tell_it_is_said_what_is_the_same_and_what_is_not(browser):
    browser.open(PAGE)
    page = browser.press({"month": "5", "year": "2019"})
    assert "You are hurting someone" in page.main and "You tell us about terrorism" in page.main
    lines = page.texts(".notice ul")[-1]
    assert "Things you told us after The Mix and Shout joined up." in lines
    assert lines.count("It is the same for every age.") == 2
    assert lines.count("It is not the same for every age.") == 1
    assert "in May 2019" in page.main
    assert "/policies/confidentiality/ask" in page.links()
    assert faults(measure(main_text(page.html))) == []


@pytest.mark.parametrize(
    ("month", "year", "heading"),
    [
        (FIRST.month - 1, FIRST.year, "That was before our first rules"),
        (FIRST.month + 1, FIRST.year, "Version 1 counted"),
        (SECOND.month, SECOND.year, "Version 2 counted"),
        (clock.today().month, clock.today().year, "Version 2 counted"),
    ],
)
def test_just_a_month_is_enough(browser, dated, month, year, heading):
    browser.open(dated)
    page = browser.press({"month": str(month), "year": str(year)})
    assert page.texts(".notice h2") == [heading]


def test_a_month_in_which_the_rules_changed_gives_both(browser, dated):
    browser.open(dated)
    page = browser.press({"month": "3", "year": "2020"})
    assert page.texts(".notice h2") == ["Version 1 counted"]
    browser.open(dated)
    assert versions_named(browser.press({"month": "5", "year": "2024"})) == ["1"]


def test_who_does_not_know_the_day_gets_every_version(browser, dated):
    browser.open(dated)
    page = browser.press({"unsure": "y"})
    assert page.texts(".notice h2") == ["It was one of these"]
    assert versions_named(page) == ["1", "2"]


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "mar", " MARCH "])
def test_a_month_may_be_a_number_or_a_name(browser, dated, month):
    browser.open(dated)
    page = browser.press({"day": "9", "month": month, "year": "2020"})
    assert page.texts(".notice h2") == ["Version 1 counted"]
    assert "9 March 2020" in page.main


STILL_TO_COME = clock.today() + timedelta(days=2)  # the day may change while the tests run


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "month", "Tell us the month and the year, or tick that you do not know"),
        ({"day": "x", "month": "3", "year": "2024"}, "day", "Write the day as a number"),
        ({"day": "", "month": "3", "year": "9999"}, "month", "That day is still to come"),
        ({"day": "", "month": "3", "year": "0000"}, "year", "There is no such day"),
        ({"day": "\u0663", "month": "3", "year": "2024"}, "day", "Write the day as a number"),
        ({"day": "9", "month": "", "year": "2024"}, "month", "Write the month as a number or a name"),
        ({"day": "9", "month": "13", "year": "2024"}, "month", "Write the month as a number or a name"),
        ({"day": "9", "month": "ma", "year": "2024"}, "month", "Write the month as a number or a name"),
        ({"day": "9", "month": "0", "year": "2024"}, "month", "Write the month as a number or a name"),
        ({"day": "9", "month": "3", "year": "24"}, "year", "Write the year with 4 numbers"),
        ({"day": "9", "month": "3", "year": ""}, "year", "Write the year with 4 numbers"),
        ({"day": "9", "month": "3", "year": "0000"}, "day", "There is no such day"),
        ({"day": "31", "month": "2", "year": "2024"}, "day", "There is no such day"),
        ({"day": "0", "month": "2", "year": "2024"}, "day", "There is no such day"),
        (on(STILL_TO_COME), "day", "That day is still to come"),
        ({"day": "9" * 30, "month": "3", "year": "2024"}, "day", "Write this in fewer letters"),
    ],
)
def test_what_is_no_day_is_said_beside_its_field(browser, typed, field, said):
    browser.open(PAGE)
    page = browser.press(typed)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    (error,) = page.errors[:1]
    assert said in error
    assert [node.attrs["href"] for node in page.dom.query(".govuk-error-summary a")] == [f"#{field}"]
    assert page.texts(".notice") == []


@pytest.mark.parametrize("typed", [{}, {"day": "31", "month": "2", "year": "2024"}, on(FIRST), {"unsure": "y"}])
def test_nothing_is_kept_and_every_state_is_easy_to_read(app, browser, dated, typed):
    before = browser.open(dated)
    page = browser.press(typed)
    for one in (before, page):
        assert faults(measure(main_text(one.html))) == []
        assert one.response.headers.getlist("Set-Cookie") == []
        assert "csrf_token" not in one.html
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.request.url == HOME + dated
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(ServerSession)) == 0


def test_a_policy_that_is_not_there_has_no_days(client):
    assert client.get("/policies/loud/which").status_code == 404
    assert client.post("/policies/loud/which", base_url=HOME, data={"unsure": "y"}).status_code == 404
