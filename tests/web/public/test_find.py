"""Finding: what somebody looks for leaves no trace, and what is found is marked, linked and easy to read."""

import logging

import pytest
from sqlalchemy import func, inspect, select, text

from portal.accounts.models import ServerSession
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.search.kinds import EntryKind
from portal.search.models import SearchEntry
from portal.search.queries import PAGE
from tests.actors.browser import HOME
from tests.unit.search.test_terms import NASTY

TERM = "zanzibarwort"


def plain(page):
    assert faults(measure(main_text(page.html))) == [], main_text(page.html)
    assert "!" not in page.main


def said(page, selector):
    """What each node says, its marked words not set apart."""
    return [" ".join(node.to_text(separator="", strip=False).split()) for node in page.dom.query(selector)]


@pytest.fixture
def finds(browser):
    def finds(words):
        browser.open("/find")
        return browser.press({"words": words})

    return finds


@pytest.fixture
def many(app):
    with app.app_context(), db.sessionmaker() as session:
        for n in range(2 * PAGE + 1):
            entry = SearchEntry(
                kind="rule", key=f"z{n}", title=f"Zebra {n}", body="<b>It is & striped</b>.", address="/x"
            )
            session.add(entry)
        session.commit()


def test_the_form_is_the_same_for_everybody_and_sets_no_cookie(app, browser):
    page = browser.open("/find")
    assert "Set-Cookie" not in page.response.headers and page.response.headers["Cache-Control"] == "no-cache"
    assert page.response.data == type(browser)(app).open("/find").response.data
    assert "csrf_token" not in page.html
    plain(page)


def test_what_is_found_says_its_kind_and_marks_the_words(finds):
    page = finds("tell my parents")
    assert page.heading == "What we found"
    assert said(page, ".found__title")[0] == "Would you tell my parents?"
    assert said(page, ".found__kind")[0] == "A rule"
    assert {word.lower() for word in page.texts(".found mark")} >= {"tell", "parents"}
    assert page.dom.query(".found__title a")[0].attrs["href"] == "/policies/confidentiality#parents"
    plain(page)


@pytest.mark.parametrize("words", ["judge", "homeless", "terror", "im safe", "police court", "999", "life"])
def test_results_are_plain(finds, words):
    plain(finds(words))


def test_a_situation_and_a_word_are_found_where_they_stand(finds):
    addresses = {node.attrs["href"] for node in finds("judge court order").dom.query(".found a")}
    assert "/words#court-order" in addresses
    assert "/would-you-tell" in {node.attrs["href"] for node in finds("plan to end my life").dom.query(".found a")}


def test_every_rule_that_is_found_has_a_page(app, browser):
    with app.app_context(), db.sessionmaker() as session:
        kinds = [EntryKind.RULE, EntryKind.OLD_RULE]
        addresses = session.scalars(select(SearchEntry.address).where(SearchEntry.kind.in_(kinds))).all()
    paths = {address.partition("#")[0] for address in addresses}
    assert paths and all(browser.open(path).status == 200 for path in paths)


@pytest.mark.parametrize(("words", "is_first"), [("self harm", True), ("xyzzyxqq suicide", True), ("parents", False)])
def test_words_of_danger_get_the_help_lines_before_what_was_found(finds, words, is_first):
    page = finds(words)
    lines = page.texts(".tell-first a")
    assert bool(lines) == is_first
    if is_first:
        assert page.main.index(lines[0]) < page.main.index("thing")
    plain(page)


def test_an_old_rule_says_its_version(finds):
    assert "An old rule, from version 2. It does not count now" in said(finds("terrorism"), ".found__kind")


def test_a_slip_is_mended_and_said(finds):
    page = finds("parnets")
    assert "Did you mean “parents”? We looked for that." in said(page, "main p")
    assert "Would you tell my parents?" in said(page, ".found__title")
    plain(page)


def test_nothing_found_says_what_to_do_next(finds):
    page = finds("xyzzyxqq")
    assert page.heading == "We found nothing"
    assert {"tel:999", "#help-now", "/policies/confidentiality/ask", "/policies/"} <= set(page.links())
    plain(page)


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "Type a word"), ("  ", "Type a word"), ("\0", "Type a word"), ("x" * 201, "200 letters or fewer")],
)
def test_nothing_to_look_for_is_said_beside_the_field(finds, words, said):
    page = finds(words)
    assert (page.status, page.path) == (422, "/find")
    assert any(said in error for error in page.errors)
    assert "Nothing has been sent yet" not in page.main
    plain(page)


@pytest.mark.parametrize("words", NASTY, ids=lambda words: repr(words[:12]))
def test_nothing_typed_breaks_the_page(browser, words):
    answer = browser.client.post("/find", base_url=HOME, data={"words": words.encode("utf-8", "replace")})
    assert answer.status_code in {200, 422}
    assert "\0" not in answer.text


def test_what_was_typed_and_what_was_found_is_text_and_never_markup(finds, many):
    page = finds("<script>alert(1)</script> zebra striped")
    assert not page.dom.query("main script, main .found b")
    assert "<b>It is & striped</b>." in said(page, ".found__text")
    assert page.dom.query("input[name=words]")[0].attrs["value"].startswith("<script>")


def test_more_goes_on_by_post_without_a_gap(finds, many, browser):
    page = finds("zebra")
    seen = said(page, ".found__title")
    while "More" in page.texts("main form button"):
        page = browser.press()
        assert page.path == "/find"
        seen += said(page, ".found__title")
        plain(page)
    assert sorted(seen) == sorted(f"Zebra {n}" for n in range(2 * PAGE + 1))


@pytest.mark.parametrize("start", ["-1", "x", "99999999999999999999", "1e9", ""])
def test_a_place_that_is_none_is_no_error_of_ours(browser, start):
    answer = browser.client.post("/find", base_url=HOME, data={"words": "parents", "start": start})
    assert answer.status_code in {200, 422}


def test_what_somebody_looks_for_is_kept_nowhere(app, finds, browser, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    page = finds(f"{TERM} parents")
    assert page.status == 200 and page.path == "/find"
    headers = page.response.headers
    assert "Set-Cookie" not in headers and headers["Cache-Control"] == "no-store"
    assert TERM not in page.title and TERM not in caplog.text + "".join(capfd.readouterr())
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(ServerSession)) == 0
        for table in inspect(session.connection()).get_table_names():
            rows = session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert TERM not in repr(rows), table


def test_the_results_are_not_shown_again_once_the_page_was_left(finds, browser):
    body = finds("parents").dom.query("body")[0].attrs
    assert "data-personal" in body and body["data-idle-minutes"] == "0"
    assert "data-personal" not in browser.open("/find").dom.query("body")[0].attrs


def test_the_page_is_light(finds):
    assert len(finds("tell police life").response.data) < 30_000


def test_every_page_leads_there(browser):
    assert "/find" in browser.open("/").links()
