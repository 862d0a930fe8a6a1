"""Typed text becomes words, whatever it is."""

import pytest

from portal.search.terms import LONGEST_WORD, MOST_WORDS, mended, near, terms_of, words_in

NASTY = [
    "", " ", "\0", "a\0b", '"', "'", "''", '"""', "*", "**", "()", "((", "a AND", "AND", "OR OR", "NOT x", "NEAR(a b)",
    "NEAR/2", "title:parents", "-parents", "^parents", "parents*", "a & b", "a | b", "! a", "a <-> b", ":*", "a:*", "'a':A",
    "\\", "\\'", "%", "_", "; DROP TABLE search_entries", "😀", "👩‍👩‍👧", "\ud800", "\ufeff", "e\u0301", "ﬀ", "²", "Ⅷ", "ไทย", "中文",
    "{}", "[x]", "a+b", "$1", ":query", "?", "x" * 10_000, "parents " * 1_250, "😀" * 10_000, '"' * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("typed", NASTY, ids=lambda text: repr(text[:12]))
def test_terms_are_letters_and_digits_few_and_short(typed):
    terms = terms_of(typed)
    assert len(terms) <= MOST_WORDS
    assert all(term.isalnum() and len(term) <= LONGEST_WORD for term in terms)
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Would you tell my parents?", ("tell", "parents")),
        ("PARENTS parents Parents", ("parents",)),
        ("it's Sam’s", ("sam",)),
        ("who are you", ()),
        ("call 999", ("call", "999")),
        ("ｐａｒｅｎｔｓ", ("parents",)),
        ("social-worker", ("social", "worker")),
        ("self harm", ("selfharm",)),
        ("Self-Harm", ("selfharm",)),
        ("I cut myself", ("selfharm",)),
        ("hurt myself", ("selfharm",)),
        ("my dad hits me", ("abuse",)),
        ("want to die", ("suicide",)),
    ],
)
def test_the_words_worth_looking_for(typed, terms):
    assert terms_of(typed) == terms


def test_words_keep_their_order_and_their_number():
    assert words_in("Tell me, tell you") == ["tell", "me", "tell", "you"]


KNOWN = ["sure", "parents", "police", "counselling", "tell", "school", "999"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("parnets", "parents"),
        ("parants", "parents"),
        ("polise", "police"),
        ("councelling", "counselling"),
        ("shcool", "school"),
        ("cousellng", "counselling"),
        ("tlel", "tell"),  # two letters in the wrong order
        ("survey", None),
        ("xyzzyx", None),
        ("tel", None),  # too short to be sure
        ("9999", None),
        ("", None),
    ],
)
def test_a_slip_is_taken_for_the_word_it_is_near_to(word, found):
    assert near(word, KNOWN) == found


def test_only_unknown_words_are_replaced_and_the_line_says_all_of_them():
    terms = mended(("tell", "parnets", "xyzzyx"), ["parnets", "xyzzyx"], KNOWN)
    assert (terms.words, terms.meant) == (("tell", "parents"), "tell parents")  # what nobody knows is not offered


def test_nothing_to_mend_says_nothing():
    assert mended(("tell",), [], KNOWN).meant == ""
    assert mended(("xyzzyx",), ["xyzzyx"], KNOWN).meant == ""
