"""Hits in a text: found in every form, and nothing of the text is lost or added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.marking import MOST_WORDS, passage, pieces


def hits(text, *words):
    return [piece.text for piece in pieces(text, words) if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("We tell the police.", ["tell", "police"], ["tell", "police"]),
        ("Telling and tells, told", ["tell"], ["Telling", "tells"]),
        ("We tell.", ["telling"], ["tell"]),
        ("PARENTS, parent’s, apparent", ["parents"], ["PARENTS", "parent"]),
        ("This island is", ["is"], ["is"]),
        ("counselling", ["couns"], ["counselling"]),
        ("Call 999 now", ["999"], ["999"]),
        ("a<b>tell</b>", ["tell"], ["tell"]),
        ("nothing here", ["tell"], []),
        ("", ["tell"], []),
        ("text", [], []),
    ],
)
def test_a_word_is_marked_in_every_form(text, words, marked):
    assert hits(text, *words) == marked


@given(st.text(), st.lists(st.text(min_size=1)))
def test_the_pieces_are_the_text(text, words):
    assert "".join(piece.text for piece in pieces(text, words)) == text


@pytest.mark.parametrize(
    ("body", "words", "shown"),
    [
        ("One. We tell the police. We tell.", ["tell", "police"], "We tell the police."),
        ("First line.\nWe tell.\nWe tell too.", ["tell"], "We tell."),
        ("First line. Second.", ["zebra"], "First line."),
        ("", ["tell"], ""),
        ("  \n ", ["tell"], ""),
        ("tell " * 60, ["tell"], ("tell " * MOST_WORDS) + "…"),
    ],
)
def test_the_passage_is_the_sentence_with_the_most_hits(body, words, shown):
    assert passage(body, words) == shown
