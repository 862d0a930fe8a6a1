"""Words of danger in a form: help comes first, once, and what was asked goes on."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.safeguarding import service
from portal.safeguarding.kinds import FlagSource, Outcome
from portal.safeguarding.models import SafeguardingFlag
from tests.builders.desk import AT, a_worker
from tests.builders.journeys import begins

WORDS = "I took pills and I want to die"
HELP = "section.help-first"
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def flags(app):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalars(select(SafeguardingFlag)).all()


def helps(page):
    return len(page.dom.query(HELP)) == 1


def at_find(browser):
    begins(browser, "shared")
    browser.press()
    return browser.press({"ways": ["chat"]})


@pytest.mark.parametrize("field", ["user_name", "nickname", "month", "note"])
def test_the_next_page_begins_with_help_and_the_request_goes_on(app, browser, field):
    at_find(browser)
    page = browser.press({"user_name": "quiet.otter", field: WORDS})
    assert page.path == "/q/4" and helps(page)
    assert "Nobody watches this form day and night." in page.main and "What you asked is not lost." in page.main
    assert faults(measure(main_text(page.html))) == []
    lines = [node.attrs["href"] for node in page.dom.query(f"{HELP} a")]
    assert lines[0] == "tel:999" and "sms:85258?body=SHOUT" in lines
    assert page.dom.query("main")[0].query("section, h1")[0].attrs["class"] == "help-first"
    assert page.dom.query("main [role=alert], main [role=alertdialog]") == []
    page = browser.press({"way": "code"})
    assert not helps(page) and WORDS in page.main
    assert browser.press().heading == "Sent. Now save your code"
    assert [flag.source for flag in flags(app)] == [FlagSource.REQUEST]


def test_the_words_on_the_contact_page_count_too(app, browser):
    at_find(browser)
    browser.press({"user_name": "quiet.otter"})
    page = browser.press({"way": "call", "value": "07700 900123", "hours": ["any"], "times": "not when he hits me"})
    assert helps(page)
    browser.press()
    assert len(flags(app)) == 1


def test_help_comes_once_for_a_draft_and_again_for_the_next(browser):
    at_find(browser)
    assert helps(browser.press({"user_name": "quiet.otter", "note": WORDS}))
    assert not helps(browser.open("/q/4"))
    browser.open("/q/3")
    assert not helps(browser.press())
    at_find(browser)
    assert helps(browser.press({"user_name": "quiet.otter", "note": WORDS}))


def test_a_form_with_a_fault_shows_help_at_once_and_loses_nothing(browser):
    at_find(browser)
    page = browser.press({"note": WORDS})
    assert page.status == 422 and helps(page) and WORDS in page.html
    assert not helps(browser.press({"user_name": "quiet.otter", "note": WORDS}))


def test_nothing_about_it_stands_in_address_or_title(browser):
    at_find(browser)
    page = browser.press({"user_name": "quiet.otter", "note": WORDS})
    assert (page.path, page.title) == ("/q/4", "Question 3 of 3 \N{EN DASH} Your information")
    assert page.response.request.query_string == b""


def test_plain_words_change_nothing(app, person):
    person.asks(note="What did you tell my school? The deadline is near.")
    assert not any(helps(page) for page in person.browser.pages)
    assert flags(app) == []


def test_somebody_who_leaves_leaves_nothing(app, browser):
    at_find(browser)
    browser.press({"user_name": "quiet.otter", "note": WORDS})
    browser.client.get("/leave", base_url="https://candour.test")
    assert flags(app) == []
    assert not helps(at_find(browser))


def test_words_that_were_taken_out_before_sending_raise_no_flag(app, browser):
    at_find(browser)
    assert helps(browser.press({"user_name": "quiet.otter", "note": WORDS}))
    browser.open("/q/3")
    browser.press({"note": ""})
    browser.press({"way": "code"})
    browser.press()
    assert flags(app) == []


def test_a_question_about_a_rule_is_heard_too(app, browser):
    browser.open("/policies/confidentiality/ask")
    page = browser.press({"question": "What if I want to kill myself?"})
    assert page.path == "/q/6" and helps(page) and page.heading == "Sent. Now save your code"
    assert [flag.source for flag in flags(app)] == [FlagSource.QUESTION]


def test_a_question_with_a_fault_shows_help_once_and_keeps_the_words(app, browser):
    browser.open("/policies/confidentiality/ask")
    page = browser.press({"question": "I want to die. " * 200})
    assert page.status == 422 and helps(page) and flags(app) == []
    page = browser.press({"question": "I want to die"})
    assert page.path == "/q/6" and not helps(page) and len(flags(app)) == 1


def test_a_tampered_id_of_a_draft_does_no_harm(app, browser):
    browser.open("/policies/confidentiality/ask")
    page = browser.press({"question": "I want to die", "submission": "x" * 100_000})
    assert page.status == 422 and helps(page) and flags(app) == []


def test_a_page_of_ones_own_is_the_same_byte_for_byte_flag_or_no_flag(app, person):
    """A flag could frighten somebody, or tip off whoever reads along. So it changes nothing a person can see."""
    person.asks(note="I want to kill myself")
    person.comes_back()

    def seen():
        return [TOKEN.sub("", person.browser.open(path).html) for path in ("/mine", "/mine/stop")]

    open_flag = seen()
    with app.app_context(), db.sessionmaker() as session:
        lead = a_worker(session, Role.SAFEGUARDING)
        flag = session.scalars(select(SafeguardingFlag)).one()
        service.note_opened(session, flag, actor=lead, at=AT)
        service.close(session, flag, Outcome.TOLD_SOMEONE, "A note.", actor=lead, at=AT)
        session.commit()
    closed = seen()
    with app.app_context(), db.sessionmaker() as session:
        session.delete(session.scalars(select(SafeguardingFlag)).one())
        session.commit()
    assert open_flag == closed == seen()
    assert not any(word in person.browser.pages[-1].main.lower() for word in ("flag", "danger"))
