"""How hard a short text of staff is to read, and which sentence makes it so. Pure.

The measure of whole pages (`core.reading`) judges an age from a hundred words on. What is judged here is one question
or one reason that a young person has to act on, so each sentence has to be easy by itself.
"""

from dataclasses import dataclass

from portal.core.errors import RuleBroken
from portal.core.reading import MAX_AGE, MAX_SENTENCE, Reading, measure, sentences_of, words_of


@dataclass(frozen=True, slots=True)
class Plainness:
    """The age of the whole text, and the sentence to change first; empty when all of them are easy enough."""

    whole: Reading
    hardest: str
    its_age: float
    its_words: int

    @property
    def is_plain(self) -> bool:
        """Whether a young reader can read it."""
        return not self.hardest


def plainness(text: str) -> Plainness:
    """Measure a short text, and name the sentence that is too long, or the hardest of a text that is too hard."""
    whole = measure(text)
    sentences = [" ".join(one.split()) for one in sentences_of(text)]
    longest = max(sentences, key=lambda one: len(words_of(one)), default="")
    if len(words_of(longest)) > MAX_SENTENCE:
        return _named(whole, longest)
    if whole.age > MAX_AGE:
        return _named(whole, max(sentences, key=lambda one: measure(one).age))
    return Plainness(whole, "", whole.age, whole.longest_sentence)


def must_be_plain(text: str, *, field: str) -> None:
    """Raise RuleBroken that names the sentence to change."""
    found = plainness(text)
    if found.is_plain:
        return
    if found.its_words > MAX_SENTENCE:
        why = f"It has {found.its_words} words, and {MAX_SENTENCE} is the most. Make two of it"
    else:
        why = f"Its reading age is {found.its_age:g}, and {MAX_AGE:g} is the most. Use shorter words"
    raise RuleBroken(f"Too hard to read. Change this sentence: “{found.hardest}”. {why}", field=field)


def _named(whole: Reading, sentence: str) -> Plainness:
    own = measure(sentence)
    return Plainness(whole, sentence, own.age, own.longest_sentence)
