"""A difference in words: nothing is lost, and nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.policies.word_diff import word_diff


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("Yes, we do.", "Yes, we do.", [("same", "Yes, we do.")]),
        ("", "New words.", [("added", "New words.")]),
        ("Old words.", "", [("removed", "Old words.")]),
        ("We do it.", "We may do it.", [("same", "We "), ("added", "may "), ("same", "do it.")]),
        (
            "We will tell.",
            "We may tell.",
            [("same", "We "), ("removed", "will "), ("added", "may "), ("same", "tell.")],
        ),
        ("We tell", "We", [("same", "We"), ("removed", " tell")]),
        ("We", "We tell", [("same", "We"), ("added", " tell")]),
        ("One\ntwo", "One two", [("same", "One two")]),
    ],
)
def test_words(old, new, found):
    assert word_diff(old, new) == found


TEXTS = st.lists(st.sampled_from(["we", "tell", "you", "not", " ", "\n\n", ".", "- "]), max_size=30).map("".join)


@given(TEXTS, TEXTS)
def test_the_new_text_is_whole_and_the_old_words_are_too(old, new):
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "removed") == new
    assert "".join(text for kind, text in pieces if kind != "added").split() == old.split()
    assert all(text for _, text in pieces)
