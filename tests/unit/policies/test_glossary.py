"""Words in the order of the alphabet, and a check that marks our words and never the reader."""

import pytest

from portal.policies.explained import Worked, explained
from portal.policies.glossary import Word
from tests.builders.packs import the_mix

GLOSSARY = the_mix().glossary


def named(*words):
    made = [
        Word.model_validate({"id": f"w{n}", "word": word, "means": "It.", "source": ["a line 1"]})
        for n, word in enumerate(words)
    ]
    return GLOSSARY.model_copy(update={"words": tuple(made)})


def test_quotes_and_capitals_do_not_decide_where_a_word_stands():
    letters = named("Shout", '"I\'m safe"', "iRights", "999", "adult", "101", "Anonymous").by_letter()
    assert {letter: [word.word for word in words] for letter, words in letters.items()} == {
        "0 to 9": ["101", "999"],
        "A": ["adult", "Anonymous"],
        "I": ['"I\'m safe"', "iRights"],
        "S": ["Shout"],
    }


def test_every_word_stands_under_exactly_one_letter():
    stands = [word.id for words in GLOSSARY.by_letter().values() for word in words]
    assert sorted(stands) == sorted(word.id for word in GLOSSARY.words)


@pytest.mark.parametrize("number", range(3))
def test_each_option_says_whether_our_words_worked(number):
    check = GLOSSARY.check[number]
    for option in check.options:
        found = explained(GLOSSARY, {check.id: option.id})
        assert found[number].worked is (Worked.CLEAR if option.right else Worked.UNCLEAR)
        assert [one.worked for one in found if one.check is not check] == [Worked.NOT_PICKED] * 2


@pytest.mark.parametrize("value", [None, "", "nonsense", "yes\0", "x" * 10_000])
def test_whatever_is_no_option_counts_as_not_picked(value):
    assert {one.worked for one in explained(GLOSSARY, {check.id: value for check in GLOSSARY.check})} == {
        Worked.NOT_PICKED
    }
    assert {one.worked for one in explained(GLOSSARY, {"other": value})} == {Worked.NOT_PICKED}
