"""A browser that sent a request, never proved its words, and stays open: it may not undo words that others made since."""

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.core import clock
from portal.extensions import db
from portal.requests import lost_words, service
from portal.requests.kinds import Recognised
from portal.requests.models import Request
from tests.actors.browser import HOME


@pytest.fixture
def two_workers_make_words(app, staff, person):
    """Return the words that two workers made for the person, as they read them to them in a call."""

    def make():
        with app.app_context(), db.sessionmaker.begin() as session:
            row, at = session.scalars(select(Request)).one(), clock.now()
            lost_words.ask_for_words(session, row, Recognised.TWO_FACTS, actor=staff.actors[Role.CASEWORKER], at=at)
            fresh = service.fresh_code(service.reference_of(session, row))
            return list(
                lost_words.make_words(session, row, fresh=fresh, actor=staff.actors[Role.APPROVER], at=at).words
            )

    return make


def test_the_page_that_was_left_open_makes_no_words_after_two_workers_made_some(person, two_workers_make_words):
    person.asks()
    page = person.browser.open("/q/6")
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    person.words = two_workers_make_words()
    forged = {"csrf_token": token, "replace": "yes"}
    person.browser.client.post("/q/6", base_url=HOME, data=forged, headers={"Referer": HOME + "/q/6"})
    page = person.browser.open("/q/6")
    assert page.path == "/back" and page.texts("[data-word]") == []
    assert person.comes_back().path == "/mine"


def test_old_words_are_not_shown_once_there_are_new_ones(app, person, two_workers_make_words):
    """Send was pressed, the answer never arrived, and the page is opened days later."""
    browser = person.browser
    browser.open("/q/1")
    for values in ({}, {"ways": ["chat"]}, {"user_name": "quiet.otter"}, {"way": "code"}):
        browser.press(values)
    form = browser.filled(browser.pages[-1].forms()[0])
    browser.client.post("/q/5", base_url=HOME, data=form, headers={"Referer": HOME + "/q/5"})
    two_workers_make_words()
    assert browser.open("/q/6").path == "/back"


def test_words_are_made_as_often_as_needed_in_the_browser_that_sent(person):
    person.asks()
    for _ in range(2):
        person.browser.open("/q/6")
        person.words = person.browser.press({"replace": "yes"}, form=1).texts("[data-word]")
    assert person.comes_back().path == "/mine"
