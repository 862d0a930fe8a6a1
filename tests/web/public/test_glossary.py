"""Words and what they mean, and the check that marks our words."""

import gzip
import logging

import pytest

from portal.core.reading import faults, main_text, measure
from tests.actors.browser import HOME, Page
from tests.builders.packs import the_mix

PACK = the_mix()
GLOSSARY = PACK.glossary
PAGES = [word.id for word in GLOSSARY.words if word.page]
LINES = [word.id for word in GLOSSARY.words if not word.page]
CHECK = "/words/check"
RIGHT = {check.id: next(option.id for option in check.options if option.right) for check in GLOSSARY.check}
OTHER = {check.id: next(option.id for option in check.options if not option.right) for check in GLOSSARY.check}


def said(text):
    """Text as a page gives it back."""
    return " ".join(text.split())


def must_be_plain(page):
    assert faults(measure(main_text(page.html))) == []
    assert "!" not in page.main


def send(browser, data, **more):
    page = Page(browser.client.post(CHECK, base_url=HOME, data=data, **more), CHECK)
    page.is_good()
    return page


def test_every_word_is_in_the_list_one_tap_away(browser):
    page = browser.open("/words")
    must_be_plain(page)
    by_id = {node.attrs["id"]: node for node in page.dom.query(".words li")}
    assert set(by_id) == {word.id for word in GLOSSARY.words}
    for word in GLOSSARY.words:
        (details,) = by_id[word.id].query("details")
        assert "open" not in details.attrs
        assert said(details.query("summary")[0].to_text()) == said(word.word)
        assert said(word.means) in said(details.to_text(separator=" "))
        links = [node.attrs["href"] for node in details.query("a")]
        if word.page:
            assert links == [f"/words/{word.id}"]
        else:
            assert links == ([f"/policies/{word.policy}#{word.clause}"] if word.clause else [])


def test_the_letters_lead_to_their_words(browser):
    page = browser.open("/words")
    letters = [node.attrs["href"][1:] for node in page.dom.query(".letters a")]
    assert letters == [node.attrs["id"] for node in page.dom.query(".letters__title")]
    assert page.texts(".letters a") == list(GLOSSARY.by_letter())


@pytest.mark.parametrize("name", PAGES)
def test_a_word_with_a_page_says_all_of_it_and_leads_to_its_rule(browser, name):
    word = GLOSSARY.find(name)
    page = browser.open(f"/words/{name}")
    assert (page.status, said(page.heading)) == (200, said(word.word))
    must_be_plain(page)
    assert said(word.means) in page.main
    for line in word.more.splitlines():
        first = said(line).split(".")[0].lstrip("- ").replace("*", "")
        assert first in page.main
    assert (f"/policies/{word.policy}#{word.clause}" in page.links()) == bool(word.clause)
    assert page.title == "What a word means – Your information"


@pytest.mark.parametrize("name", [*LINES, "loud", "IM-SAFE", "im-safe%20", "x" * 500, "%00"])
def test_a_word_without_a_page_is_not_found(browser, name):
    assert browser.open(f"/words/{name}").status == 404


@pytest.mark.parametrize("path", ["/words", CHECK, *(f"/words/{name}" for name in PAGES[:1])])
def test_a_page_sets_no_cookie_and_is_sent_once(app, path):
    answer = app.test_client().get(path, base_url=HOME, headers={"Accept-Encoding": "gzip"})
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-cache"
    assert len(answer.data) <= 12_000
    known = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["ETag"]}
    assert app.test_client().get(path, base_url=HOME, headers=known).status_code == 304
    assert app.test_client().get(path, base_url=HOME).data == gzip.decompress(answer.data)


def test_three_questions_are_asked_and_nothing_is_picked_for_anybody(browser):
    page = browser.open(CHECK)
    must_be_plain(page)
    assert page.texts("main legend") == [check.ask for check in GLOSSARY.check]
    assert not page.dom.query("input[checked]")
    assert "data-personal" in page.dom.query("body")[0].attrs


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        (RIGHT, "Our words worked here."),
        (OTHER, "We did not say that clearly."),
        ({}, "You did not pick one, and that is fine."),
    ],
)
def test_the_answer_is_about_our_words(browser, picked, words):
    browser.open(CHECK)
    page = browser.press(picked)
    must_be_plain(page)
    assert page.texts(".card b") == [words] * 3
    for check, card in zip(GLOSSARY.check, page.dom.query(".card"), strict=True):
        text = said(card.to_text(separator=" "))
        assert said(check.ask) in text
        assert said(check.if_missed) in text
        assert card.query("a")[0].attrs["href"] == f"/policies/confidentiality#{check.clause}"
    # it is not kept, so it can teach us nothing; what is not clear can be asked
    assert "better" not in page.main
    assert "/policies/confidentiality/ask" in page.links()
    # neither marks nor blame
    for never in ("score", "wrong", "correct", "mistake", "right answer", "you got", "out of 3", "well done"):
        assert never not in page.main.lower()


def test_each_question_stands_by_itself(browser):
    first = GLOSSARY.check[0].id
    browser.open(CHECK)
    page = browser.press({**OTHER, first: RIGHT[first]})
    assert page.texts(".card b") == ["Our words worked here.", *["We did not say that clearly."] * 2]


@pytest.mark.parametrize(
    ("data", "more"),
    [
        (dict.fromkeys(RIGHT, "nonsense"), {}),
        (dict.fromkeys(RIGHT, "<script>alert(1)</script>"), {}),
        ({"csrf_token": "x"}, {}),
        ("{", {"content_type": "application/json"}),
        ("no parts", {"content_type": "multipart/form-data; boundary=b"}),
    ],
)
def test_whatever_is_sent_is_never_an_error_and_never_comes_back(browser, data, more):
    page = send(browser, data, **more)
    assert page.status == 200
    assert page.texts(".card b") == ["You did not pick one, and that is fine."] * 3
    assert "nonsense" not in page.html
    assert "alert(1)" not in page.html


def test_checking_leaves_no_trace(browser, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    answer = browser.client.post(CHECK, base_url=HOME, data=OTHER)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Set-Cookie", "ETag", "Location"} & set(answer.headers.keys()) == set()
    printed = capfd.readouterr()
    logged = printed.out + printed.err + caplog.text
    assert [name for name in OTHER if name in logged] == []


def test_words_in_the_rules_lead_to_what_they_mean_once(browser):
    page = browser.open("/policies/confidentiality")
    links = [node.attrs["href"] for node in page.dom.query("a.word")]
    assert links
    assert len(links) == len(set(links))
    assert set(links) <= {f"/words#{word.id}" for word in GLOSSARY.words}
    assert not page.dom.query("h2 a.word, h3 a.word, summary a.word, a a")


@pytest.mark.parametrize("path", ["/", "/cookies", "/nowhere"])
def test_words_are_never_far_away(browser, path):
    assert "/words" in browser.open(path).links()


def test_the_first_page_leads_to_all_of_it(browser):
    assert {"/would-you-tell", "/what-we-keep", "/words"} <= set(browser.open("/").links())
