"""How can we reach you: only ways that are set up, addresses that can be reached, and no trace of a changed mind."""

from dataclasses import replace

import pytest

from portal.notifications.ports import Ports
from tests.web.public.test_asking import at_screen, stored

WRONG = [
    ("text", "12", "Check the number"),
    ("text", "not a phone", "Check the number"),
    ("text", "07700 9OO123", "Check the number"),
    ("text", "😀📱", "Check the number"),
    ("text", "<script>alert(1)</script>", "Check the number"),
    ("text", "\u202eرقم هاتفي", "Check the number"),
    ("text", "07700 900123 or 07700 900124", "Check the number"),
    ("text", "0" * 10_000, "Use 200 letters or fewer"),
    ("text", "020 7946 0018", "We can only text a UK mobile"),
    ("text", "+1 202 555 0101", "We can only text a UK mobile"),
    ("text", "+353 85 012 3456", "We can only text a UK mobile"),
    ("text", "070 1234 5678", "We can only text a UK mobile"),
    ("call", "not a phone", "Check the number"),
    ("call", "0 800 CALL ME", "Check the number"),
    ("email", "not an email", "Check the email"),
    ("email", "a@b", "Check the email"),
    ("email", "ü😀@demo.org", "Check the email"),
    ("email", "\u202ea@demo.org", "Check the email"),
    ("email", "<script>@demo.org", "Check the email"),
    ("email", "a@demo.org\r\nBcc: b@demo.org", "Check the email"),
    ("email", "a@demo.org, b@demo.org", "Check the email"),
    ("email", "https://demo.org/a@demo.org", "Check the email"),
    ("email", "x" * 10_000 + "@demo.org", "Use 200 letters or fewer"),
    ("someone", "   ", "Tell us the number, email or person"),
]
FINE = [
    ("text", "07700 900123"), ("text", "+44 (0)7700-900123"), ("text", "0044 7700 900 123"), ("text", "07624 123456"),
    ("text", "\u202a+44 7700 900123\u202c"), ("text", "٠٧٧٠٠ ٩٠٠١٢٣"),
    ("call", "020 7946 0018"), ("call", "+353 85 012 3456"),
    ("email", " A@demo.org "), ("email", "a@bücher.de"), ("someone", "Ms Demo, my form tutor 😀"),
]  # fmt: skip


@pytest.fixture
def ways(app):
    """Take ways away for one test."""
    before = app.extensions["candour"]

    def offer(**ports):
        app.extensions["candour"] = replace(before, ports=replace(before.ports, **ports))

    yield offer
    app.extensions["candour"] = before


def offered(page):
    return [node.attrs["value"] for node in page.dom.query("[name=way]")]


@pytest.mark.parametrize(("way", "typed", "said"), WRONG, ids=lambda value: value[:24])
def test_an_address_that_cannot_be_reached_is_said_beside_it_and_kept_on_the_page(browser, way, typed, said):
    at_screen(browser, 4)
    page = browser.press({"way": way, "value": typed, "hours": "any"})
    assert page.status == 422
    assert [error for error in page.errors if said in error], page.errors
    assert page.dom.query("#value")[0].attrs["value"].split() == typed.split()
    assert "<script>" not in page.main


@pytest.mark.parametrize(("way", "typed"), FINE)
def test_an_address_that_can_be_reached_goes_on(browser, way, typed):
    at_screen(browser, 4)
    assert browser.press({"way": way, "value": typed, "hours": "any"}).path == "/q/5"


def test_only_ways_that_are_set_up_are_offered(browser, ways):
    assert offered(at_screen(browser, 4)) == ["code", "text", "email", "call", "someone"]
    ways(text=None)
    assert offered(browser.open("/q/4")) == ["code", "email", "call", "someone"]
    ways(text=None, mail=None)
    assert offered(browser.open("/q/4")) == ["code", "call", "someone"]


def test_a_way_that_is_not_set_up_cannot_be_chosen_either(browser, ways):
    at_screen(browser, 4)
    ways(text=None)
    page = browser.press({"way": "text", "value": "07700 900123", "hours": "any"})
    assert (page.status, set(page.errors)) == (422, {"Pick one from the list"})


def test_an_hour_that_is_not_on_the_list_is_refused_and_not_repeated(browser):
    at_screen(browser, 4)
    page = browser.press({"way": "text", "value": "07700 900123", "hours": ["midnight"]})
    assert set(page.errors) == {"Pick from the list"}
    assert "midnight" not in page.html


def test_everything_that_is_wrong_is_said_at_once(browser):
    at_screen(browser, 4)
    page = browser.press({"way": "email", "value": "nobody", "somebody_else": "y"})
    assert len(set(page.errors)) == 3


def test_whoever_picks_the_code_is_not_stopped_by_what_they_typed_before(app, browser):
    at_screen(browser, 4)
    left = {"value": "x" * 10_000, "code_word": "x" * 99, "hours": "any", "somebody_else": "y", "voicemail": "y"}
    assert browser.press({"way": "code", **left}).path == "/q/5"
    assert not [node for node in browser.open("/q/4").dom.query("[checked]") if node.attrs["value"] != "code"]
    browser.open("/q/5")
    browser.press()
    card = stored(app).card
    assert (card.value, card.hours, card.somebody_else_sees_it, card.anyway) == ("", (), False, False)


def test_a_second_yes_is_kept_with_the_card(app, browser):
    shared = {"somebody_else": "y", "anyway": "y"}
    at_screen(browser, 5, {"way": "email", "value": "a@demo.org", "hours": "any", **shared})
    browser.press()
    assert (stored(app).card.somebody_else_sees_it, stored(app).card.anyway) == (True, True)


def test_the_page_shows_the_very_words_that_are_sent(browser):
    page = at_screen(browser, 4)
    assert "You have a new message. Sign in when it is safe to read it." in page.main
    assert "We never write to your home" in page.main


def test_no_ways_at_all_are_no_ports():
    assert Ports().ways == frozenset()
