"""The return code: strong against the store, kind to fingers."""

from math import log2

import pytest

from portal.requests import code


def test_the_words_are_screened_short_and_many_enough():
    words = code.word_list()
    assert len(set(words)) == len(words)
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 11 for word in words)
    # goal "Guessing a reference and its words": 2^80 before a single hash is counted
    assert code.LENGTH * log2(len(code.ALPHABET)) + code.WORDS * log2(len(words)) >= 80


@pytest.mark.parametrize(
    "word", "kill knife grave death drug nude blood victim abuse hate suicide ghost weapon".split()
)
def test_no_word_that_could_hurt(word):
    assert word not in code.word_list()


def test_four_different_words_and_eight_letters_each_time():
    made = [(code.new_reference(), code.new_words()) for _ in range(200)]
    assert len({reference for reference, _ in made}) == 200
    assert all(len(r) == 8 and set(r) <= set(code.ALPHABET) for r, _ in made)
    assert all(len(set(words)) == 4 for _, words in made)


@pytest.mark.check(32, "each way to type a reference")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7K2M9QXA", "7K2M9QXA"),
        (" 7k2m-9qxa ", "7K2M9QXA"),
        ("7K2M 9QXA", "7K2M9QXA"),
        ("7k2m\t9qxa\n", "7K2M9QXA"),
        ("OIL0 1QXA", "01101QXA"),
        ("", ""),
        ("…—", ""),
    ],
)
def test_a_reference_is_read_as_it_was_meant(typed, meant):
    assert code.tidy_reference(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "plum otter river cake",
        "  Plum  OTTER river\ncake ",
        "plum,otter;river/cake",
        "plum-otter-river-cake",
        "1. plum 2. otter 3. river 4. cake",
    ],
)
def test_words_are_read_as_they_were_meant(typed):
    assert code.tidy_words(typed) == "plum otter river cake"


def test_the_order_of_the_words_counts():
    assert code.tidy_words("otter plum") != code.tidy_words("plum otter")


def test_the_reference_is_shown_in_two_groups():
    assert code.ReturnCode("7K2M9QXA", ("plum", "otter", "river", "cake")).spaced_reference == "7K2M 9QXA"
