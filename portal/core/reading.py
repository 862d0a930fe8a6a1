"""Reading age: how old somebody has to be to read a text with ease. Pure.

Method, the same for every page, mail and letter for young people:

* Only the main text counts: what stands in `<main>`, or the whole text where there is no `<main>`.
* Every heading, list item, table cell, button and label is a sentence of its own, and gets a full stop if it has none.
* Numbers, phone numbers, addresses (web and e-mail) are left out, and so is every element that carries `data-not-read`:
  names of organisations and anything else whose length nobody here can choose.
* age = Flesch-Kincaid grade + 5, where grade = 0.39 words/sentence + 11.8 syllables/word - 15.59.
* A formula swings on a short text, so the age and the mean are judged from 100 words on; the longest sentence always.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import syllapy

MAX_AGE = 9.0
MAX_MEAN = 12.0
MAX_SENTENCE = 20
ENOUGH_WORDS = 100

MOST_LETTERS = 40  # of one word that are counted: no word that is spoken is longer

WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*")
# Typed text is read from blank to blank, so that no pattern looks at a long run more than once.
CHUNK = re.compile(r"\S+")
WEB_ADDRESS = re.compile(r"https?://\S+|\b\w+(?:\.[a-z]{2,})+(?:/\S*)?")
DOT = re.compile(r"\.\w+")
DIGIT = re.compile(r"\d")
CLOSERS = "[\"'\u201d\u2019)\\]]*"
SENTENCE_END = re.compile(rf"(?<=[.!?…]){CLOSERS}\s+")
ENDED = re.compile(rf"[.!?…]{CLOSERS}$")

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
UNSEEN = frozenset({"head", "script", "style", "template", "svg"})
# what stands on a line of its own; everything else runs on with the words around it
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
    }
    | {"span", "strong", "sub", "sup", "time", "u", "var"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured: age in years; counts; mean and longest sentence in words."""

    age: float
    words: int
    sentences: int
    mean_sentence: float
    longest_sentence: int


def measure(text: str) -> Reading:
    """Measure plain text. A text without words has age 0."""
    lengths = [words for words in (len(words_of(sentence)) for sentence in sentences_of(text)) if words]
    words = sum(lengths)
    if not words:
        return Reading(0.0, 0, 0, 0.0, 0)
    mean = words / len(lengths)
    syllables = sum(_syllables(word) for word in words_of(_countable(text)))
    age = 0.39 * mean + 11.8 * syllables / words - 15.59 + 5
    return Reading(round(age, 1), words, len(lengths), round(mean, 1), max(lengths))


def faults(reading: Reading) -> list[str]:
    """Why the text is too hard for a young reader, one line for each reason; empty when it is easy enough."""
    found = []
    if reading.longest_sentence > MAX_SENTENCE:
        found.append(f"the longest sentence has {reading.longest_sentence} words, and {MAX_SENTENCE} is the most")
    if reading.words >= ENOUGH_WORDS and reading.age > MAX_AGE:
        found.append(f"the reading age is {reading.age}, and {MAX_AGE:g} is the most")
    if reading.words >= ENOUGH_WORDS and reading.mean_sentence > MAX_MEAN:
        found.append(f"a sentence has {reading.mean_sentence} words on average, and {MAX_MEAN:g} is the most")
    return found


def sentences_of(text: str) -> list[str]:
    """The sentences of a plain text, addresses and numbers left out."""
    return [part for part in SENTENCE_END.split(_countable(text)) if WORD.search(part)]


def hardest_sentence(text: str) -> str:
    """The sentence that is hardest by the same formula, as it was written; empty when there is none."""
    written = [part for line in text.split("\n") for part in SENTENCE_END.split(line) if WORD.search(part)]
    return max(written, key=_hardness, default="")


def _hardness(sentence: str) -> float:
    words = words_of(_countable(sentence))
    return 0.39 * len(words) + 11.8 * sum(map(_syllables, words)) / len(words) if words else 0.0


def words_of(sentence: str) -> list[str]:
    """The words of a sentence. A word with an apostrophe or a hyphen is one word."""
    return WORD.findall(sentence)


def main_text(html: str) -> str:
    """The text of a page that is there to be read, one block a line, each ended like a sentence."""
    parser = _MainText()
    parser.feed(html)
    parser.close()
    return parser.text()


def mail_ends(chunk: str) -> int:
    """Where an e-mail address at the start of a text without blanks ends; 0 when it holds none."""
    at = chunk.find("@", 1)
    if at < 0:
        return 0
    return max((dot.end() for dot in DOT.finditer(chunk, at + 2)), default=0)


def _countable(text: str) -> str:
    return CHUNK.sub(_only_its_full_stop, CHUNK.sub(_no_address, text.replace("\u2019", "'")))


def _no_address(match: re.Match[str]) -> str:
    end = mail_ends(match[0])
    return (" " if end else "") + WEB_ADDRESS.sub(" ", match[0][end:])


def _only_its_full_stop(match: re.Match[str]) -> str:
    if not DIGIT.search(match[0]):
        return match[0]
    # "before 2026." ends its sentence, even though the number does not count
    return "." if match[0][-1] in ".!?" else " "


def _syllables(word: str) -> int:
    # the dictionary says 0 for what it cannot count; every word that is spoken has one
    if len(word) <= MOST_LETTERS:
        return max(1, int(syllapy.count(word)))
    # it counts a word with hyphens inside of itself, part by part, and a thousand of them are too many
    return sum(_syllables(part[:MOST_LETTERS]) for part in word.split("-"))


class _MainText(HTMLParser):
    """Collects lines of text: of `<main>` when there is one, else of everything."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._all: list[str] = []
        self._main: list[str] | None = None
        self._in_main = False
        self._left_out: list[str] = []
        self._line = ""

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._all if self._main is None else self._main)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._line += " "
            return
        if self._left_out:
            self._left_out.append(tag)
            return
        if tag not in INLINE | UNSEEN:
            self._end_line()
        if tag in UNSEEN or any(name in {"data-not-read", "hidden"} for name, _ in attrs):
            self._left_out.append(tag)
        elif tag == "main":
            self._main, self._in_main = self._main or [], True

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            if tag in self._left_out:
                while self._left_out.pop() != tag:
                    pass
            return
        if tag not in INLINE:
            self._end_line()
        if tag == "main":
            self._in_main = False

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self._line += data

    def _end_line(self) -> None:
        line = " ".join(self._line.split())
        self._line = ""
        if not WORD.search(line):
            return
        if not ENDED.search(line):
            line = line.rstrip(":;,") + "."
        self._all.append(line)
        if self._in_main and self._main is not None:
            self._main.append(line)
