"""How hard somebody's words are to read, said while they write. Pure; nothing is kept."""

from dataclasses import dataclass

from portal.core import reading
from portal.policies.kinds import Reader
from portal.policies.pack.prose import MAX_EASY_READ, readable, text_problems

SHOWN = 5  # long sentences, the longest first


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence, and how many words it has."""

    words: int
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Reading age in years, mean sentence in words; `judged`: the text is long enough for these two to count."""

    age: float
    words: int
    mean: float
    longest: int
    most: int
    judged: bool
    too_old: bool
    long: tuple[LongSentence, ...]
    hard: tuple[str, ...]


def marks_of(words: str, reader: Reader = Reader.FROM_13, *, title: str = "") -> Marks:
    """Measure Markdown for one reader, under its title as `pack check` does. A text without words has age 0."""
    most = MAX_EASY_READ if reader is Reader.EASY_READ else reading.MAX_SENTENCE
    text = readable(title, words) if words.strip() else ""
    found = reading.measure(text)
    sentences = [part for line in text.split("\n") for part in reading.SENTENCE_END.split(line)]
    counted = [LongSentence(reading.measure(sentence).longest_sentence, sentence) for sentence in sentences]
    long = sorted((one for one in counted if one.words > most), key=lambda one: -one.words)
    judged = found.words >= reading.ENOUGH_WORDS
    return Marks(
        age=found.age, words=found.words, mean=found.mean_sentence, longest=found.longest_sentence, most=most,
        judged=judged, too_old=judged and (found.age > reading.MAX_AGE or found.mean_sentence > reading.MAX_MEAN),
        long=tuple(long[:SHOWN]), hard=tuple(text_problems(text, found.longest_sentence)),
    )  # fmt: skip
