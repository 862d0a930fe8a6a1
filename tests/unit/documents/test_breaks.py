import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.breaks import BREAK, NO_BREAK, with_breaks
from portal.documents.text import readable
from tests.builders.words import letters_only, words_of_html


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("plain words", "plain words"),
        ("self-harm", f"self-{NO_BREAK}harm"),
        ("Monday - Friday", f"Monday -{NO_BREAK}\xa0Friday"),
        ("and/or", f"and/{NO_BREAK}or"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_a_line_does_not_end_after_a_hyphen(text: str, marked: str):
    assert with_breaks(text) == marked


def test_a_word_longer_than_a_line_may_break_often():
    pieces = with_breaks("a" * 200).split(BREAK)
    assert max(map(len, pieces)) <= 16
    assert "".join(pieces) == "a" * 200


def test_a_long_address_never_breaks_after_its_hyphens():
    marked = with_breaks("https://demo.invalid/" + "ab-cd-" * 20)
    assert not re.search(rf"-{NO_BREAK}?{BREAK}", marked)


def test_a_text_as_long_as_a_book_is_laid_out_in_stretches():
    marked = with_breaks("some words " * 2_000)
    assert marked.count('<span class="stretch">') == 5
    assert words_of_html(f"<body>{marked}</body>") == ("some words " * 2_000).strip()


@given(st.one_of(st.text(), st.text("ab-/ <", min_size=40), st.text("a- \n", min_size=100)))
def test_the_marks_add_no_letter_and_take_none(text: str):
    text = readable(text)
    assert letters_only(words_of_html(f"<body>{with_breaks(text)}</body>")) == letters_only(text)


@pytest.mark.parametrize("text", ["a" * 200_000, "-" * 200_000, "a-" * 100_000, "a " * 100_000, " " * 200_000])
def test_the_time_grows_with_the_text_and_not_with_its_square(text: str):
    began = time.process_time()
    with_breaks(text)
    assert time.process_time() - began < 5
