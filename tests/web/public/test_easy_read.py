"""The pages in Easy Read: few, short, one idea a line, with a drawing on the left of each; and a way to them anywhere."""

import pytest

from portal.core.reading import main_text, measure, sentences_of, words_of
from portal.web.public.easy_read import PAGES

AIM, MOST_SENTENCES, LONGEST = 7, 20, 15
ADDRESSES = ["/easy-read", *(f"/easy-read/{n}" for n in range(1, len(PAGES) + 1))]


@pytest.mark.check(25, "Easy Read: the age, and the words of each sentence")
@pytest.mark.parametrize("path", ADDRESSES)
def test_each_is_short_and_young(browser, path):
    page = browser.open(path)
    text = main_text(page.html)
    said = [sentence for sentence in sentences_of(text) if words_of(sentence)]
    assert measure(text).age <= AIM
    assert max(len(words_of(sentence)) for sentence in said) <= LONGEST
    named = page.texts(".easy h1, .easy h2, .easy a, .back")
    assert len([sentence for sentence in said if sentence.rstrip(".") not in named]) <= MOST_SENTENCES


@pytest.mark.parametrize("path", ADDRESSES)
def test_each_has_a_drawing_before_every_heading_and_a_title_that_says_nothing(browser, path):
    page = browser.open(path)
    assert len(page.dom.query(".simple__pic svg[aria-hidden]")) == len(page.texts(".simple h2")) > 0
    assert page.title.startswith("Easy Read") and len(page.title.split()) <= 7
    assert page.response.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(
    ("path", "twin"),
    [
        ("/", "/easy-read/1"),
        ("/policies/confidentiality", "/easy-read/2"),
        ("/would-you-tell", "/easy-read/2"),
        ("/would-you-tell/list", "/easy-read/2"),
        ("/q", "/easy-read/3"),
        ("/q/1", "/easy-read/3"),
        ("/back", "/easy-read/3"),
        ("/what-we-keep", "/easy-read/4"),
        ("/what-we-keep/helpline", "/easy-read/4"),
        ("/policies/confidentiality/2", "/policies/confidentiality/2/for/easy-read"),
        ("/policies/confidentiality/3/for/under-13", "/policies/confidentiality/3/for/easy-read"),
        ("/hide-your-visit", "/easy-read"),
        ("/policies/", "/easy-read"),
        ("/words", "/easy-read"),
        ("/easy-read/1", "/easy-read"),
        ("/nowhere", "/easy-read"),
    ],
)
def test_the_foot_of_every_page_leads_to_its_twin_or_to_the_list(browser, path, twin):
    page = browser.open(path)
    links = {link.to_text(strip=True): link.attrs["href"] for link in page.dom.query("footer a")}
    assert links["Easy Read"] == twin
    assert browser.open(twin).status == 200


@pytest.mark.parametrize("number", [0, 5, 99, 100])
def test_there_is_no_other_page(browser, number):
    assert browser.open(f"/easy-read/{number}").status == 404


def test_the_rules_in_easy_read_are_one_press_away(browser):
    for path in ("/easy-read", "/easy-read/2"):
        assert "/policies/confidentiality/3/for/easy-read" in browser.open(path).links()
