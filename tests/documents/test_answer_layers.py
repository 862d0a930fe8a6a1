"""An entry in three layers, on the page and on paper: one entry and forty."""

import io
import re

import pikepdf
import pytest

from portal.core.reading import MAX_SENTENCE, faults, main_text, measure
from portal.documents import check_pdf, render_html
from tests.builders.answers_on_paper import FORTY, SAMPLE, a_share, an_answer, paper_of
from tests.builders.words import pages_of_pdf, words_of_html, words_of_pdf

ONE = an_answer(shares=(a_share(),))
THREE = an_answer(shares=tuple(a_share(day) for day in (1, 2, 3)))
MANY = {"one": ONE, "sample": SAMPLE, "three": THREE, "forty": FORTY}
LEADS_TO = re.compile(r"(On \d+ \w+ 2026 we told [^.()]+\.) \(page (\d+)\)")


@pytest.mark.parametrize("answer", MANY.values(), ids=MANY)
def test_however_many_entries_a_nine_year_old_can_read_it(answer):
    reading = measure(main_text(render_html(answer)))
    assert faults(reading) == []
    assert reading.longest_sentence <= MAX_SENTENCE


@pytest.mark.parametrize("answer", MANY.values(), ids=MANY)
def test_paper_says_what_the_page_says_however_many_entries(answer):
    assert words_of_pdf(paper_of(answer)) == words_of_html(render_html(answer))
    assert check_pdf(paper_of(answer)) == []


def test_the_contents_tell_each_entry_in_its_one_sentence():
    page = render_html(SAMPLE)
    listed = re.findall(r'<a href="#shared\d+">(.+?)</a>', page)
    assert listed == [share.sentence for share in SAMPLE.shares]


def test_on_screen_the_whole_entry_is_opened_by_a_press_and_on_paper_it_stands_there():
    page = render_html(SAMPLE)
    assert page.count("<details") == len(SAMPLE.shares)
    assert "<details open" not in page
    paper = words_of_pdf(paper_of(SAMPLE))
    for share in SAMPLE.shares:
        assert all(fact.question in paper for fact in share.whole)


@pytest.mark.parametrize("answer", [ONE, THREE, FORTY], ids=["one", "three", "forty"])
def test_every_entry_begins_a_page_and_what_comes_next_begins_another(answer):
    pages = pages_of_pdf(paper_of(answer))
    begin = [number for number, page in enumerate(pages) if "In one sentence" in page]
    assert len(begin) == len(answer.shares)
    for number, share in zip(begin, answer.shares, strict=True):
        assert pages[number].startswith(share.heading)
    assert any(page.startswith("What you can do next") for page in pages)


@pytest.mark.parametrize("answer", [ONE, THREE, FORTY], ids=["one", "three", "forty"])
def test_the_contents_lead_to_the_page_on_which_the_entry_begins(answer):
    pages = pages_of_pdf(paper_of(answer))
    led = LEADS_TO.findall(" ".join(pages))
    assert len(led) == len(answer.shares)
    for (sentence, number), share in zip(led, answer.shares, strict=True):
        assert sentence == share.sentence
        assert pages[int(number) - 1].startswith(share.heading)
        assert share.sentence in pages[int(number) - 1]


def test_forty_entries_have_forty_bookmarks():
    with pikepdf.open(io.BytesIO(paper_of(FORTY))).open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert [title for title in titles if title.startswith("On ")] == [share.heading for share in FORTY.shares]


def test_an_answer_that_was_frozen_before_the_layers_is_still_read():
    old = a_share(sentence="", rule_day="", corrections=(), whole=())
    words = words_of_html(render_html(an_answer(shares=(old,))))
    assert "In one sentence" not in words
    assert "The whole entry" not in words
    assert old.left_out in words
