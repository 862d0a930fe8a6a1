"""A version that starts later: the rules of today stay, and what is to come is announced."""

from datetime import timedelta

import pytest

from portal.accounts.actor import SYSTEM
from portal.core import clock
from portal.core.formatting import long_date
from portal.core.reading import main_text, measure
from portal.extensions import db
from portal.policies.document import document_of
from portal.policies.pack.policy_file import read_version_text
from portal.policies.queries import get_policy, get_version
from portal.policies.service import publish_version
from portal.search.service import refill
from tests.builders.installed import ORGANISATION

PAGE = "/policies/confidentiality"
OLD, NEW = "You are homeless, or you soon could be.", "You have no zebra home, or you soon could have none."
TOLD = {"age": "16-17", "situation": "homeless", "place": "not-yet", "when": "now"}


def day(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def starts(app):
    """Publish the next version, with other words in one reason, to start in some days."""

    def publish(days, old=OLD, new=NEW):
        with app.app_context(), db.sessionmaker() as session:
            newest = get_policy(session, "confidentiality")
            text = newest.text.replace(old, new).replace(f"version: {newest.number}", f"version: {newest.number + 1}")
            lines = [line for line in text.split("\n") if not line.startswith("in_force_by")]
            text = "\n".join(lines).replace("effective_on: not published", f"effective_on: {day(days)}")
            found = read_version_text(text, "confidentiality-4.md")
            assert found.problems == []
            publish_version(session, found.version, actor=SYSTEM, at=clock.now())
            refill(session, app.extensions["candour"].pack)
            session.commit()
        return long_date(day(days))

    return publish


def plain(page):
    assert measure(main_text(page.html)).longest_sentence <= 20


def test_the_rules_of_today_stay_and_the_next_ones_are_announced(browser, starts):
    said = starts(1)
    page = browser.open(PAGE)
    assert f"From {said} these rules change." in page.main and "This is version 3." in page.main
    assert {f"{PAGE}/4", f"{PAGE}/changes/3/4"} <= set(page.links())
    assert f"Version 4 . It starts on {said}." in page.main
    assert "zebra" not in page.html
    plain(page)
    page = browser.open(f"{PAGE}/4")
    assert f"They start on {said}." in page.main and f"It starts on {said}." in page.main
    assert "These are old rules" not in page.main and "version 4" in page.title
    plain(page)
    page = browser.open(f"{PAGE}/4/for/easy-read")
    assert f"They start on {said}." in page.main
    assert f"{PAGE}/3/for/easy-read" in page.links()
    assert f"From {said} these rules change." in browser.open(f"{PAGE}/3/for/easy-read").main
    assert "These are old rules" in browser.open(f"{PAGE}/2").main


@pytest.mark.parametrize("days", [0, -1])
def test_from_its_day_on_the_new_version_is_the_one_that_counts(browser, starts, days):
    starts(days)
    page = browser.open(PAGE)
    assert "This is version 4." in page.main and "zebra" in page.html and "these rules change" not in page.main
    assert "These are old rules" in browser.open(f"{PAGE}/3").main


def test_would_you_tell_follows_the_day(browser, starts):
    def asked():
        browser.open("/would-you-tell")
        return browser.press(TOLD)

    starts(1)
    page = asked()
    assert page.heading == "We may tell someone" and f"{PAGE}/3/for/13-17#homeless" in page.links()
    page = browser.open("/would-you-tell/list")
    assert "version 3 of our rules" in page.main


def test_would_you_tell_says_it_depends_where_the_clause_changed_and_answers_the_rest(browser, starts):
    starts(0)
    browser.open("/would-you-tell")
    page = browser.press(TOLD)
    assert page.heading == "It depends, so ask us first" and f"{PAGE}/4/for/13-17#homeless" in page.links()
    page = browser.press({**TOLD, "situation": "terrorism-information"})
    assert page.heading == "Yes, we would tell someone" and f"{PAGE}/4/for/13-17#terrorism" in page.links()
    assert "version 4 of our rules" in browser.open("/would-you-tell/list").main


@pytest.mark.parametrize(("days", "found"), [(1, None), (0, f"{PAGE}#homeless")])
def test_search_finds_the_new_words_from_their_day_on(browser, starts, days, found):
    starts(days)
    browser.open("/find")
    page = browser.press({"words": "zebra"})
    assert [link for link in page.links() if link.endswith("#homeless")] == ([found] if found else [])
    browser.open("/find")
    page = browser.press({"words": "homeless"})
    old = f"{PAGE}/3#homeless" in page.links()
    assert (f"{PAGE}#homeless" in page.links()) == (days > 0 or found in page.links())
    assert old == (days == 0)


def test_who_asked_hears_of_what_is_to_come_and_from_when(person, starts):
    person.browser.open(f"{PAGE}/ask")
    page = person.browser.press({"question": "Would you tell?", "clause": "homeless"})
    person.reference, person.words = "".join(page.texts("[data-reference]")), page.texts("[data-word]")
    said = starts(1)
    page = person.comes_back()
    assert f"The rule you asked about will change on {said}." in page.main and "has changed" not in page.main
    assert f"{PAGE}/changes/3/4" in page.links()
    plain(page)


@pytest.mark.parametrize(("days", "verb"), [(1, "starts"), (0, "started"), (-1, "started")])
def test_the_paper_says_when_it_starts(app, starts, days, verb):
    said = starts(days)
    with app.app_context(), db.sessionmaker() as session:
        lines = document_of(get_version(session, "confidentiality", 4), ORGANISATION).started
    assert lines == (f"It {verb} on {said}.",)


def test_nobody_is_asked_to_believe_that_rules_to_come_counted_then(browser, starts):
    starts(1)
    browser.open(f"{PAGE}/which")
    page = browser.press({"unsure": "y"})
    assert f"{PAGE}/3" in page.links() and f"{PAGE}/4" not in page.links()
