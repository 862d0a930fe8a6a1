"""The reading age: known texts, the formula by hand, and what counts as a sentence on a page."""

import random
import re
from datetime import date

import pytest

from portal.core.reading import Reading, _countable, faults, main_text, measure, sentences_of
from portal.policies.marks import marks_of
from portal.questions.detectors import hard, soft

LETTER = "We are not sure yet that this is you. So we have not opened or sent anything."
LEGAL = (
    "We have been unable to verify your identity to the requisite standard and consequently the information requested "
    "cannot be disclosed until additional documentation has been provided."
)


def test_the_age_is_the_grade_of_flesch_and_kincaid_plus_five():
    # 6 words, 2 sentences, 6 syllables: 0.39 * 3 + 11.8 * 1 - 15.59 = -2.62
    assert measure("The cat sat. The dog ran.") == Reading(2.4, 6, 2, 3.0, 3)


def test_long_words_and_long_sentences_make_a_text_older():
    assert measure(LETTER).age < 7
    assert measure(LEGAL).age > 20


def test_a_text_without_words_has_no_age():
    assert measure("") == measure("999. 116 123!") == Reading(0.0, 0, 0, 0.0, 0)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One here. Two here! Three here? Four", 4),
        ("He said “go away.” Then he left.", 2),
        ('Is it "mine"? Yes.', 2),
        ("It costs 9.50 a day, and 3.5 a night.", 1),
        ("It ends in 2026. A new one starts.", 2),
        ("Look at candour.example/page.html for more.", 1),
        ("Write to demo@candour.example. We answer.", 2),
        ("Wait … what? No.", 3),
    ],
)
def test_sentences_end_where_a_reader_stops(text, sentences):
    assert len(sentences_of(text)) == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ring 0800 1111 now.", 2),
        ("Write to demo@candour.example today.", 3),
        ("See https://candour.example/some/long/path now.", 2),
        ("You don't, you can\u2019t.", 4),
        ("It is self-harm.", 3),
        ("Siân\u2019s café", 2),
    ],
)
def test_numbers_and_addresses_do_not_count_as_words(text, words):
    assert measure(text).words == words


def test_only_the_main_part_of_a_page_is_read():
    page = "<title>No</title><nav>Not this</nav><main><h1>Hello you</h1><p>We help.</p></main><footer>Nor this</footer>"
    assert main_text(page) == "Hello you.\nWe help."


def test_a_text_without_main_is_read_whole():
    assert main_text("<p>One line</p><p>Two lines</p>") == "One line.\nTwo lines."


@pytest.mark.parametrize(
    "tag", ["h2", "li", "td", "th", "button", "dt", "dd", "p", "summary", "label", "legend", "div"]
)
def test_each_block_is_a_sentence_of_its_own(tag):
    assert main_text(f"<main>Before<{tag}>inside</{tag}>after</main>") == "Before.\ninside.\nafter."


def test_words_inside_a_sentence_do_not_end_it():
    html = "<main><p>We <b>never</b> ring<br>your <a href='/x'>home</a> <svg><text>no</text></svg>number</p></main>"
    assert main_text(html) == "We never ring your home number."


def test_a_list_that_follows_a_colon_is_read_line_by_line():
    assert main_text("<p>We tell:</p><ul><li>the police<li>a nurse</ul>") == "We tell.\nthe police.\na nurse."


@pytest.mark.parametrize(
    "left_out",
    [
        "<span data-not-read>The Very Long Organisation</span>",
        "<span data-not-read>Deep <b>in <i>it</i></b> here</span>",
        "<span hidden>unseen</span>",
        "<script>let x = 'Some words. And more.'</script>",
        "<style>p { color: red }</style>",
        "<img alt='A picture' src='x'>",
        "<!-- a note -->",
    ],
)
def test_what_is_not_there_to_be_read_is_left_out(left_out):
    assert main_text(f"<main><p>Ask {left_out} us now.</p></main>") == "Ask us now."


def test_what_is_left_out_may_stand_between_paragraphs():
    assert main_text("<main><p>One.</p><p data-not-read>Not <br> me</p><p>Two.</p></main>") == "One.\nTwo."


def test_an_easy_long_text_has_no_fault():
    assert faults(measure("We keep it safe. You can ask us. " * 20)) == []


def test_a_hard_long_text_has_every_fault():
    found = faults(measure(f"{LEGAL} " * 5))
    assert [fault.split(",")[0] for fault in found] == [
        "the longest sentence has 26 words",
        "the reading age is 25.4",
        "a sentence has 26.0 words on average",
    ]


def test_a_short_text_is_only_judged_by_its_longest_sentence():
    assert faults(measure("Confidentiality notwithstanding, safeguarding prevails.")) == []
    assert len(faults(measure("we " * 21))) == 1


# What the patterns of one piece say, which look at a long run again and again: the meaning, for short texts.
ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://\S+|\b\w+(?:\.[a-z]{2,})+(?:/\S*)?")
WITH_DIGITS = re.compile(r"\S*\d\S*")


def test_addresses_and_numbers_are_found_as_the_plain_patterns_find_them():
    chance = random.Random(3)
    for _ in range(3000):
        text = "".join(chance.choices(["a", "bc", ".", "@", "/", "1", " ", "http://", "-", "!", "\n"], k=12))
        plain = WITH_DIGITS.sub(lambda m: "." if m[0][-1] in ".!?" else " ", ADDRESS.sub(" ", text))
        assert _countable(text) == plain, text


@pytest.mark.parametrize("piece", ["[a](", "a", "a.", "@", "a@", "1", "x-", "a1.", ".)", "(((("])
def test_a_text_without_blanks_is_read_once_however_long(piece):
    # each of these took minutes when every letter was looked at from every other one
    text = piece * (200_000 // len(piece))
    assert measure(text).sentences <= 1
    assert hard(text, today=date(2026, 11, 23)) is not None
    assert soft(text) is not None


@pytest.mark.parametrize("piece", ["[a](", "[a]", "![", "[", "a@", "x-"])
def test_a_text_that_is_typed_into_the_desk_is_measured_however_odd_it_is(piece):
    assert marks_of(piece * (40_000 // len(piece))).words >= 0


def test_a_word_of_a_thousand_hyphens_is_counted_part_by_part():
    assert measure("so-" * 1000 + "so").words == 1
    assert measure("so-" * 1000 + "so").age > measure("so").age


def test_a_word_that_is_only_letters_counts_no_more_than_a_long_word_does():
    assert measure("ba" * 20).age == measure("ba" * 5000).age
