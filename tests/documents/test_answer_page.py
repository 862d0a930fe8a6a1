"""The HTML twin of an answer: one page that stands alone."""

import re
from itertools import pairwise

import pytest
from jinja2 import UndefinedError
from justhtml import JustHTML

from portal.core.reading import faults, main_text, measure
from portal.documents import render_html
from portal.documents.page import _environment, _for_screen
from tests.builders.answers_on_paper import HOSTILE, SAMPLE, a_hostile_answer, a_share, an_answer
from tests.builders.words import plain, words_of_html

NEUTRAL, NAMED = an_answer(neutral=True), an_answer(neutral=False)
VARIANTS = {"neutral": NEUTRAL, "named": NAMED, "nothing": an_answer(shares=()), "no help": an_answer(crisis=())}


@pytest.mark.parametrize("answer", VARIANTS.values(), ids=VARIANTS)
def test_the_page_is_valid_and_loads_nothing(answer):
    page = render_html(answer)
    assert JustHTML(page, collect_errors=True).errors == []
    assert not re.search(r"<(img|script|link|iframe|object|embed|svg)\b", page)
    assert not re.search(r"\b(https?|file|data):", page.split("</head>")[0])
    assert "default-src 'none'" in page


def test_the_page_has_a_title_a_language_and_headings_in_order():
    page = render_html(SAMPLE)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert "<title>Your copy</title>" in page
    assert '<html lang="en-GB">' in page
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_contents_name_every_part_and_lead_to_it():
    page = render_html(SAMPLE)
    for part in SAMPLE.parts:
        assert f'href="#{part.id}"' in page
        assert f'id="{part.id}"' in page
    assert page.count('id="') == len(set(re.findall(r'id="([^"]+)"', page)))


def test_every_word_of_the_answer_is_on_the_page():
    words = words_of_html(render_html(SAMPLE))
    share = SAMPLE.shares[0]
    said = [share.heading, share.when, *share.who, share.why, share.rule, share.told, share.left_out, share.next]
    said += [text for item in share.items for text in (item.what, item.why, item.agreed)]
    said += [share.sentence, share.rule_day, *share.corrections]
    said += [text for fact in share.whole for text in (fact.question, fact.answer)]
    said += [*SAMPLE.letter, *SAMPLE.searched, SAMPLE.organisation, *SAMPLE.contact, SAMPLE.reference]
    said += [text for right in SAMPLE.rights for text in (right.heading, *right.text)]
    said += [text for line in SAMPLE.crisis for text in (line.name, line.how, line.note)]
    assert [text for text in said if plain(text) not in words] == []
    assert "27 October 2026" in words


def test_what_nobody_wrote_down_is_said_and_not_left_out():
    blank = a_share(why="", rule="", told="", left_out="", next="")
    words = words_of_html(render_html(an_answer(shares=(blank,))))
    assert words.count("We did not write this down.") == 5


def test_a_decision_not_to_share_says_nobody_and_nothing():
    words = words_of_html(render_html(an_answer(shares=(a_share(who=(), items=()),))))
    assert "Who did we tell? Nobody." in words
    assert "What did we tell them? Nothing." in words


def test_nothing_held_and_cannot_be_confirmed_are_one_page():
    page = words_of_html(render_html(an_answer(shares=())))
    assert f"What we found {SAMPLE.nothing}" in page
    assert "Who did we tell?" not in page


@pytest.mark.check(25, "the same for the letter of each sample answer")
@pytest.mark.parametrize("answer", [NEUTRAL, an_answer(shares=())], ids=["sample", "nothing"])
def test_a_nine_year_old_can_read_it(answer):
    assert faults(measure(main_text(render_html(answer)))) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_strangers_markup_is_text(text: str):
    page = render_html(a_hostile_answer(text))
    assert JustHTML(page, collect_errors=True).errors == []
    assert page.count("</style>") == 1
    assert not re.search(r"<(img|script|link|object)\b", page)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07\x08\x1b]", page)
    if not text.isspace() and "After it." in text:
        assert "After it." in words_of_html(page)


def test_a_value_that_is_missing_fails_and_prints_no_blank():
    with pytest.raises(UndefinedError):
        _environment(_for_screen).get_template(SAMPLE.template).render(document={})
