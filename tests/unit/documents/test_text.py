import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.text import COVERAGE, readable

DRAWN = frozenset(
    chr(point)
    for first, last in (line.split("-") for line in COVERAGE.read_text("ascii").split())
    for point in range(int(first, 16), int(last, 16) + 1)
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zo\u00eb: it\u2019s £5 \u2013 “fine”…", "Zo\u00eb: it\u2019s £5 \u2013 “fine”…"),
        ("Łukasz Привет Ωmega שלום مرحبا ✓ ❤", "Łukasz Привет Ωmega שלום مرحبا ✓ ❤"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb\u00a0c\u2003d", "a b c d"),
        ("a\x00b\x07c\x1b[31md", "abc[31md"),
        ("\u202egnorw\u202c \u2066x\u2069 \u200fy", "gnorw x y"),
        ("zero\u200bwidth soft\u00adhyphen \ufeffmark", "zerowidth softhyphen mark"),
        ("😂", "[picture: face with tears of joy]"),
        ("😂😂😂!", "[picture: face with tears of joy, 3 times]!"),
        ("👍🏽", "[picture: thumbs up sign]"),
        ("👩🏽‍⚕️ ok", "[picture: woman, staff of aesculapius] ok"),
        ("🇬🇧", "[picture: flag letter g, flag letter b]"),
        ("❤️", "❤"),
        ("1️⃣", "1"),
        ("কি", "[letters: bengali letter ka, bengali vowel sign i]"),
        ("\U000f0000", "[picture: a sign without a name]"),
        ("\ud83d", "[picture: a sign without a name]"),
        ("e\u0301", "é"),
        ("Z\u0335\u0335algo", "Zalgo"),
        ("שָׁלוֹם مُحَمَّد", "שלום محمد"),
        ("ﬁne ﻻ", "fine لا"),
        ("a\u200dy", "ay"),
        ("", ""),
    ],
)
def test_what_was_typed_is_shown_or_said(typed: str, shown: str):
    assert readable(typed) == shown


@given(st.text())
def test_nothing_comes_out_that_our_fonts_cannot_draw(typed: str):
    assert set(readable(typed)) <= DRAWN | {"\n"}


@given(st.text())
def test_what_is_readable_stays_as_it_is(typed: str):
    assert readable(readable(typed)) == readable(typed)


@given(st.text(st.characters(categories=["L", "N"])))
def test_no_letter_is_lost_in_silence(typed: str):
    assert readable(typed) or not typed


def test_marks_of_direction_and_controls_are_not_called_drawn():
    assert not [c for c in DRAWN if unicodedata.category(c)[0] in "CM"]


def test_a_long_text_is_read_in_a_moment():
    for text in ("a" * 200_000, "😂ক" * 50_000, "\u200d" * 200_000, "e" + "\u0301" * 200_000):
        readable(text)


def test_the_list_of_what_can_be_drawn_is_beside_the_fonts():
    assert COVERAGE.parent == Path(__file__).resolve().parents[3] / "templates" / "documents" / "fonts"
