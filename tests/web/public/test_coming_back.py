"""Coming back with the code: kind to the person, silent to everybody else."""

import re

import pytest
import time_machine
from sqlalchemy import select

from portal.audit import Action, AuditEvent
from portal.extensions import db
from tests.actors.browser import HOME

TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="[^"]+"|value="[^"]*"')
WRONG = {"reference": "7K2M9QXA", "words": "plum otter river cake"}


def try_code(browser, reference, words):
    browser.open("/back")
    return browser.press({"reference": reference, "words": words})


@pytest.mark.parametrize("change", ["lower", "dashes", "commas", "lines"])
def test_the_code_is_read_as_it_was_meant(person, change):
    person.asks()
    reference, words = person.reference, " ".join(person.words)
    typed = {
        "lower": (reference.lower(), words.upper()),
        "dashes": (reference.replace(" ", "-"), words.replace(" ", "-")),
        "commas": (reference.replace(" ", ""), words.replace(" ", ", ")),
        "lines": (f" {reference} ", words.replace(" ", "\r\n")),
    }[change]
    assert try_code(person.browser, *typed).path == "/mine"


@pytest.mark.check(32, "bytes of both pages")
def test_a_wrong_and_an_unknown_code_get_the_same_page(person):
    person.asks()
    wrong = try_code(person.browser, person.reference, WRONG["words"])
    unknown = try_code(person.browser, WRONG["reference"], " ".join(person.words))
    assert wrong.status == unknown.status == 422
    assert TOKEN.sub("", wrong.html) == TOKEN.sub("", unknown.html)


@pytest.mark.check(32, "the sixth try, with the right words")
def test_after_five_wrong_tries_even_the_right_words_wait(person):
    person.asks()
    with time_machine.travel("2026-11-24 10:00 +0000") as traveller:
        for _ in range(5):
            assert try_code(person.browser, person.reference, WRONG["words"]).status == 422
        slow = person.comes_back()
        assert slow.status == 429 and "wait 15 minutes" in slow.main
        traveller.shift(15 * 60 + 1)
        assert person.comes_back().path == "/mine"


def test_an_unknown_code_is_slowed_in_the_same_way(person):
    person.asks()
    pages = [try_code(person.browser, WRONG["reference"], WRONG["words"]) for _ in range(6)]
    known = [try_code(person.browser, person.reference, WRONG["words"]) for _ in range(6)]
    assert [p.status for p in pages] == [p.status for p in known] == [422] * 5 + [429]
    assert TOKEN.sub("", pages[-1].html) == TOKEN.sub("", known[-1].html)


def test_wrong_tries_on_one_code_do_not_lock_another(app, person):
    person.asks()
    for _ in range(6):
        try_code(person.browser, WRONG["reference"], WRONG["words"])
    assert person.comes_back().path == "/mine"


def test_coming_back_takes_a_new_session(person):
    person.asks()
    before = person.browser.client.get_cookie("__Host-s", domain="candour.test").value
    person.comes_back()
    assert person.browser.client.get_cookie("__Host-s", domain="candour.test").value != before


def test_only_the_date_of_coming_back_is_kept(app, person):
    person.asks()
    person.comes_back()
    with app.app_context(), db.sessionmaker() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == Action.REQUEST_OPENED)).one()
    assert set(event.facts) == {"day"}


@pytest.mark.parametrize(
    "path", ["/mine", "/mine/answer", "/mine/answer/1", "/mine/document.pdf", "/mine/save", "/mine/stop"]
)
def test_without_the_code_nothing_is_shown(browser, path):
    assert browser.open(path).path == "/back"


@pytest.mark.check(36, "addresses of an answer before its release")
@pytest.mark.parametrize("path", ["/mine/answer", "/mine/answer/1", "/mine/document.pdf", "/mine/save"])
def test_an_answer_that_was_not_released_is_not_there(person, path):
    person.asks()
    person.comes_back()
    assert person.browser.open(path).status == 404


def test_one_person_never_sees_anothers_request(app, person):
    from tests.actors.browser import Browser
    from tests.actors.person import Person

    other = Person(Browser(app), user_name="loud.badger")
    person.asks()
    other.asks()
    other.comes_back()
    page = other.browser.open("/mine/stop")
    other.browser.press()
    assert page.status == 200
    assert person.comes_back().heading == "We have what you sent"
    assert other.comes_back().heading == "You stopped this"


def test_stopping_asks_first_and_can_be_left(person):
    person.asks()
    person.comes_back()
    assert "Do you want to stop this?" in person.browser.open("/mine/stop").heading
    assert person.browser.open("/mine").heading == "We have what you sent"


def test_done_clears_the_visit(person):
    person.asks()
    person.comes_back()
    person.browser.press(to="/mine/done")
    assert person.browser.open("/mine").path == "/back"


def test_the_page_says_how_the_date_was_worked_out(person):
    person.asks()
    page = person.comes_back()
    assert "We got your request on" in page.main


def test_a_staff_word_never_reaches_the_person(person):
    person.asks()
    page = person.comes_back()
    for word in ("received", "in-progress", "caseworker", "register", "audit"):
        assert word not in page.main.lower()


def test_no_error_page_repeats_what_was_typed(client):
    answer = client.get("/<script>zanzibar</script>", base_url=HOME)
    assert answer.status_code == 404 and b"zanzibar" not in answer.data


def test_new_words_end_every_visit_that_the_old_ones_opened(app, person):
    from tests.actors.browser import Browser
    from tests.actors.person import Person

    person.asks()
    spy = Person(Browser(app), reference=person.reference, words=person.words)
    assert spy.comes_back().path == "/mine"
    person.browser.open("/q/6")
    person.words = person.browser.press({"replace": "yes"}, form=1).texts("[data-word]")
    assert spy.browser.open("/mine").path == "/back"
    assert person.comes_back().path == "/mine"


def test_a_visit_ends_after_four_hours_however_often_somebody_says_still_here(person):
    with time_machine.travel("2026-11-24 10:00 +0000") as traveller:
        person.asks()
        person.comes_back()
        for _ in range(24):
            traveller.shift(10 * 60)
            person.browser.client.get("/still-here", base_url=HOME)
        assert person.browser.open("/mine").path == "/back"


def test_a_code_moved_onto_another_row_opens_nothing(app, person):
    """Somebody who can write into the database, and has no key, still cannot open a stranger's request."""
    from portal.requests.models import Request
    from tests.actors.browser import Browser
    from tests.actors.person import Person

    thief = Person(Browser(app), user_name="loud.badger")
    person.asks()
    thief.asks()
    with app.app_context(), db.sessionmaker() as session:
        first, second = session.scalars(select(Request).order_by(Request.received_at)).all()
        index, words = second.reference_index, second.words_hash
        second.reference_index = "moved"
        session.flush()
        first.reference_index, first.words_hash = index, words
        session.commit()
    assert thief.comes_back().status == 422
