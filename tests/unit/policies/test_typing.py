"""Words without the breaks of their file, and the boxes in which problems are mended."""

import pytest

from portal.policies.drafting import placed_in
from portal.policies.drafts.places import told
from portal.policies.markdown import to_html
from portal.policies.pack.policy_file import read_version_text
from portal.policies.typed import turns
from portal.policies.wrapping import WIDTH, rewrapped, unwrap, wrap
from tests.builders.drafts import TEXT
from tests.builders.packs import CONTENT

FILES = sorted(CONTENT.glob("*/policies/*.md"))
LONG = "Some words that go on. " * 12


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_words_that_nobody_touched_are_kept_to_the_letter(file):
    for placed in placed_in(file.read_text()):
        for words in (placed.piece.words, *placed.piece.readings.values()):
            assert rewrapped(unwrap(words), words) == words
            assert to_html(wrap(unwrap(words))).split() == to_html(words).split()


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("One line\nand the next.", "One line and the next."),
        ("One.\n\nTwo\nthree.", "One.\n\nTwo three."),
        ("- One\n  and more\n- Two", "- One and more\n- Two"),
        ("1. One\n   and more\n2. Two", "1. One and more\n2. Two"),
        ("A break  \nthat is meant.", "A break  \nthat is meant."),
        ("A break\\\nthat is meant.", "A break\\\nthat is meant."),
        ("> A quotation\n> of two lines", "> A quotation\n> of two lines"),
        ("", ""),
    ],
)
def test_breaks_that_mean_nothing_go_and_the_others_stay(words, plain):
    assert unwrap(words) == plain


def test_long_words_are_cut_into_lines_of_a_file():
    for words in (LONG.strip(), f"- {LONG.strip()}"):
        assert max(map(len, wrap(words).split("\n"))) <= WIDTH
        assert unwrap(wrap(words)) == words


@pytest.mark.parametrize("mark", ["-", "1.", "#", ">", "+"])
def test_no_line_begins_with_what_would_mean_something_there(mark):
    for size in range(100, 125):
        words = f"{'x' * size} {mark} and more words"
        assert to_html(wrap(words)).split() == to_html(words).split()


@pytest.mark.parametrize("number", [0x202A, 0x202E, 0x2066, 0x2069])
def test_a_character_that_turns_words_around_is_seen(number):
    assert turns(f"a{chr(number)}b") and not turns("abc \u05d0\u05d1 \u200f")


@pytest.mark.parametrize(
    ("old", "new", "clause", "box"),
    [
        ("effective_on: 2026-01-05", "effective_on: soon", "", "effective_on"),
        ("covers: All you tell us.", "covers: It is confidential.", "", "covers"),
        ("covers: All you tell us.\n", "", "", "covers"),
        ("    about: a demo text", "    abut: a demo text", "", "front"),
        ("Yes, we do.\n", "It is confidential.\n", "quiet", "words"),
        ("Yes, we do it for you too.", "It is confidential.", "quiet", "under_13"),
        ("- We keep it quiet.", "- It is confidential.", "quiet", "easy_read"),
        ("### Easy Read\n\n- Yes.\n- We keep it quiet.", "", "quiet", "easy_read"),
        ("urgency: emergency", "urgency: soon", "danger", "facts"),
        ("tell: [police]", "tell: [nobody]", "danger", "facts"),
        ("## Can I ask you?", "## Is it confidential?", "ask", "title"),
    ],
)
def test_a_problem_stands_in_its_box(old, new, clause, box):
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    file = read_version_text(text, "f")
    found = {(one.clause, one.box) for one in (told(file, text, problem) for problem in file.problems)}
    assert (clause, box) in found
