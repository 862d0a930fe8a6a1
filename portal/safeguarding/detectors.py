"""Does what somebody typed speak of danger to life, or of being hurt? Pure.

The words stand in `danger.txt`. What was typed and the words are brought to one spelling, so that "K1LL MYSELFF" and
"kill my self" meet. It finds too much rather than too little: what was meant is for a worker to see. It says yes or no
and never what it found, so that nothing a person wrote can leave through it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from typing import Any

from portal.safeguarding.spelling import corrected
from portal.safeguarding.word_list import WordList, read_word_list, squeezed

EACH, MOST = 8_000, 100_000  # characters looked at, of one text (four times what a field takes) and of all of them:
# a bound on the work of a hostile form, and a long text cannot push another out of sight
APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`\u00b4*]")  # and the star of "su*cide"
LEET = str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "l"})
SIGNS = "@$!|"  # letters in the middle of a word, and at its end what they are
WITH_SIGNS = re.compile(rf"[\w{SIGNS}]+")
DRAWN = str.maketrans({"🔪": " knife ", "🔫": " shoot ", "🩸": " blood ", "💊": " pills ", "⚰": " dead "})
LETTER = re.compile(r"[^\W\d_]")
SPELLED_OUT = re.compile(r"(?<!\S)(?:[^\W\d_] ){2,}[^\W\d_](?!\S)")
NOT_A_WORD = re.compile(r"[^\w]+|_+")


def speaks_of_danger(*texts: str) -> bool:
    """Whether any of these texts, or all of them read in turn, may speak of danger to life or of being hurt."""
    words = read_word_list()
    typed = " \n ".join(text[:EACH] for text in texts)[:MOST]
    return any(_is_found(words, reading) for reading in _readings(typed))


def may_need_help(*looked_for: str) -> bool:
    """Whether words somebody looks for in our rules are a reason to show the help lines first. Raises no flag."""
    words = read_word_list()
    alone = (words.search.search(reading) for text in looked_for for reading in _readings(text[:EACH]))
    return any(alone) or speaks_of_danger(*looked_for)


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside a form's data or a dataclass. Coded choices are nobody's words."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in texts_in(one))
    elif is_dataclass(value) and not isinstance(value, type):
        yield from texts_in(asdict(value))
    elif isinstance(value, Iterable) and not isinstance(value, bytes):
        yield from (text for one in value for text in texts_in(one))


def _is_found(words: WordList, reading: str) -> bool:
    return bool(words.danger.search(words.harmless.sub(" ", reading)))


def _readings(typed: str) -> Iterator[str]:
    """The text in the one spelling; again where a 1 may be an i or an l, and where a sign may be a letter or none."""
    plain = APOSTROPHES.sub("", _without_accents(typed.translate(DRAWN)))
    yield _spelled(plain, "i")
    if "1" in plain:
        yield _spelled(plain, "l")
    if any(sign in plain for sign in SIGNS):
        yield _spelled(plain.translate(dict.fromkeys(map(ord, SIGNS), " ")), "i")


def _without_accents(typed: str) -> str:
    """Small letters of one width, without accents and without invisible characters between them."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", typed).casefold())
    return "".join(c for c in apart if unicodedata.category(c) not in {"Mn", "Cf"})


def _spelled(plain: str, one: str) -> str:
    words = read_word_list()
    letters = WITH_SIGNS.sub(lambda match: _as_letters(match[0], one), plain)
    text = SPELLED_OUT.sub(_joined, " ".join(NOT_A_WORD.sub(" ", letters).split()))
    text = " ".join(corrected(squeezed(word), words.spelling) for word in text.split())
    return words.same.sub(lambda match: words.meant[match[0]], text)


def _as_letters(word: str, one: str) -> str:
    """`k1ll` is a word with a digit in it; `2024` is a number, and the sign of `me!` is no letter."""
    inside = word.rstrip(SIGNS)
    return f"{inside.translate(LEET).replace('1', one)} " if LETTER.search(inside) else f"{inside} "


def _joined(match: re.Match[str]) -> str:
    """`k m s` is `kms`; `i k m s` is that too."""
    word = match[0].replace(" ", "")
    return f"{word} {word[1:]}" if word[0] in "ia" else word
