"""Asking, screen by screen: what is kept, what is refused, and that nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.models import ServerSession
from portal.extensions import db
from portal.notifications.kinds import SafeTime
from portal.requests import queries
from portal.requests.models import Request
from tests.actors.browser import HOME

LONG = "x" * 2001


def stored(app):
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(Request)).one()
        return queries.opened(session, row.id)


def count(app, model=Request):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(model))


def at_screen(browser, number, contact=None):
    """Go to a screen with everything before it answered."""
    steps = [{}, {"ways": ["chat"]}, {"user_name": "quiet.otter"}, contact or {"way": "code"}]
    browser.open("/q/1")
    for values in steps[: number - 1]:
        page = browser.press(values)
    return page


@pytest.mark.check(27, "the screens from start to sent")
def test_six_screens_from_start_to_sent(browser):
    page = at_screen(browser, 5)
    page = browser.press()
    assert page.path == "/q/6"
    assert [p.path for p in browser.pages] == [f"/q/{n}" for n in range(1, 7)]
    assert len(page.texts("[data-word]")) == 4


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6])
def test_a_screen_without_a_draft_leads_to_the_start(browser, number):
    assert browser.open(f"/q/{number}").path == "/q/1"


@pytest.mark.parametrize("number", [0, 7, 99])
def test_there_is_no_other_screen(browser, number):
    browser.open("/q/1")
    browser.press()
    assert browser.open(f"/q/{number}").status == 404


@pytest.mark.check(29, "each kind of wrong answer, one by one")
@pytest.mark.parametrize(
    ("screen", "values", "said"),
    [
        (2, {}, "Pick one"),
        (3, {}, "Give one thing"),
        (3, {"user_name": "   "}, "Give one thing"),
        (3, {"user_name": "x" * 201}, "200 letters or fewer"),
        (3, {"user_name": "otter", "note": LONG}, "2,000 letters or fewer"),
        (4, {"way": "text"}, "Tell us the number"),
        (4, {"way": "text", "value": "07700 900123"}, "Pick when it is safe"),
        (4, {"way": "email", "value": "a@demo.org", "hours": "any", "somebody_else": "y"}, "A code is safer"),
        (4, {"way": "call", "value": "07700 900123", "hours": "any", "code_word": "x" * 41}, "Use 40 letters or fewer"),
        (4, {"way": "call", "value": "07700 900123", "hours": "any", "times": "x" * 201}, "Use 200 letters or fewer"),
        (4, {"way": "nonsense"}, "Pick one from the list"),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_nothing_is_lost(browser, screen, values, said):
    at_screen(browser, screen)
    page = browser.press(values)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.main and "Nothing has been sent yet" in page.main
    assert any(said in error for error in page.errors)
    for typed in (v for v in values.values() if isinstance(v, str) and v.strip() and len(v) > 3 and v != "nonsense"):
        assert typed in page.html


def test_going_back_shows_what_was_answered(browser):
    at_screen(browser, 5)
    assert 'value="quiet.otter"' in browser.open("/q/3").html


def test_what_staff_see_is_what_was_checked(app, browser):
    page = at_screen(
        browser,
        5,
        {
            "way": "text",
            "value": "07700 900123",
            "times": "after tea",
            "code_word": "lantern",
            "hours": ["evenings", "weekends"],
        },
    )
    for words in (
        "quiet.otter",
        "07700 900123",
        "after tea",
        "lantern",
        "Evenings and only at weekends",
        "This is what our team will see",
    ):
        assert words in page.main
    browser.press()
    opened = stored(app)
    assert (opened.card.value, opened.card.times, opened.card.code_word) == ("07700 900123", "after tea", "lantern")
    assert opened.card.hours == (SafeTime.EVENINGS, SafeTime.WEEKENDS)


def test_a_number_left_behind_is_not_kept_after_choosing_the_code(app, browser):
    at_screen(browser, 5, {"way": "code", "value": "07700 900123", "times": "after tea", "code_word": "lantern"})
    browser.press()
    card = stored(app).card
    assert (card.value, card.times, card.code_word, card.voicemail) == ("", "", "", False)


def test_somebody_anonymous_is_told_what_that_means(app, browser):
    at_screen(browser, 3)
    browser.press({"anonymous": "y"})
    page = browser.press({"way": "code"})
    assert "we will still answer you" in page.main
    browser.press()
    assert stored(app).anonymous


@pytest.mark.check(39, "requests in the store after Send was pressed again")
def test_pressing_send_twice_makes_one_request(app, browser):
    page = at_screen(browser, 5)
    data = browser.filled(page.forms()[0])
    for _ in range(3):
        answer = browser.client.post("/q/5", base_url=HOME, data=data, headers={"Referer": HOME + "/q/5"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/q/6")
    assert count(app) == 1


@pytest.mark.check(31, "what a second request for the page holds")
def test_the_words_are_shown_once(person):
    person.asks()
    for _ in range(2):
        page = person.browser.open("/q/6")
        assert not any(word in page.main.split() for word in person.words)
        assert page.heading == "Check that you saved it"


def test_wrong_words_prove_nothing_and_right_ones_do(person):
    person.asks()
    person.browser.open("/q/6")
    right = "\n".join(person.words).upper()
    for code, words in (
        (person.reference, "plum otter river cake"),
        ("7K2M9QXA", right),
        (person.reference, " ".join(reversed(person.words))),
    ):
        assert person.browser.press({"reference": code, "words": words}).status == 422
    page = person.browser.press({"reference": person.reference.lower(), "words": right})
    assert page.heading == "All done"


def test_somebody_who_did_not_save_gets_new_words(person):
    person.asks()
    person.browser.open("/q/6")
    page = person.browser.press({"replace": "yes"}, form=1)
    new = page.texts("[data-word]")
    assert new != person.words
    person.leaves()
    assert person.comes_back().path == "/back"
    person.words = new
    assert person.comes_back().path == "/mine"


def test_the_due_date_is_said_at_the_end(person):
    assert "You will have an answer by" in person.asks().main


def test_a_session_that_ended_mid_form_sends_nothing_and_says_so(app, browser):
    at_screen(browser, 5)
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(ServerSession)).one()
        row.last_seen_at -= timedelta(minutes=21)
        session.commit()
    page = browser.press()
    assert "You were away" in page.main and "Nothing was sent" in page.main
    assert count(app) == 0


@pytest.mark.check(9, "the store after a form was left half way")
def test_leaving_mid_form_deletes_the_draft(app, browser):
    at_screen(browser, 4)
    assert count(app, ServerSession) == 1
    cookie = browser.client.get_cookie("__Host-s", domain="candour.test").value
    answer = browser.client.get("/leave", base_url=HOME)
    assert (answer.status_code, answer.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert count(app, ServerSession) == 0
    browser.client.set_cookie("__Host-s", cookie, domain="candour.test", secure=True, httponly=True)
    assert "You were away" in browser.open("/q/4").main


@pytest.mark.parametrize(
    ("agent", "cache"),
    [
        ("Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36", False),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1", True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605.1.15 CriOS/156.0 Mobile Safari/604.1", True),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15", True),
        ("", False),
    ],
)
def test_only_safari_is_asked_to_clear_its_cache(client, agent, cache):
    answer = client.post("/leave", base_url=HOME, headers={"User-Agent": agent})
    assert ('"cache"' in answer.headers["Clear-Site-Data"]) == cache


def test_more_time_is_sixty_minutes_for_this_person(app, browser):
    browser.open("/q/1")
    browser.press({"more_time": "y"})
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalars(select(ServerSession)).one().idle_minutes == 60


def test_a_page_left_open_after_the_proof_gives_nobody_new_words(person):
    person.asks()
    page = person.browser.open("/q/6")
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    person.browser.press({"reference": person.reference, "words": " ".join(person.words)})
    forged = {"csrf_token": token, "replace": "yes"}
    person.browser.client.post("/q/6", base_url=HOME, data=forged, headers={"Referer": HOME + "/q/6"})
    page = person.browser.open("/q/6")
    assert page.heading == "All done" and page.texts("[data-word]") == []
    assert person.comes_back().path == "/mine"
