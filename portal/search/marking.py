"""The words that were looked for, as they stand in a text: pieces for a page to put into `<mark>`. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from portal.search.terms import PREFIX_FROM, words_in

ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "y", "ly", "e")
PIECE = re.compile(r"[^\W_]+")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
MOST_WORDS = 30


class Piece(NamedTuple):
    """A part of a text, and whether it is a word that was looked for."""

    text: str
    is_hit: bool


def pieces(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """The text cut at its hits. Joined, the pieces are the text."""
    roots = {root(word) for word in words}
    found: list[Piece] = []
    end = 0
    for match in PIECE.finditer(text):
        if _is_hit(match[0], roots):
            if match.start() > end:
                found.append(Piece(text[end : match.start()], False))
            found.append(Piece(match[0], True))
            end = match.end()
    return tuple([*found, Piece(text[end:], False)] if end < len(text) else found)


def passage(body: str, words: Iterable[str]) -> str:
    """The sentence with the most different hits, the first among equals; the first sentence when there is none."""
    roots = {root(word) for word in words}
    sentences = [sentence for sentence in SENTENCE.split(body.strip()) if sentence]
    best = max(sentences, key=lambda sentence: len(_roots_in(sentence, roots)), default="")
    cut = best.split()
    return " ".join(cut[:MOST_WORDS]) + " …" if len(cut) > MOST_WORDS else " ".join(cut)


def root(word: str) -> str:
    """The word without its ending, so that "telling" meets "tell". Coarse: it decides about colour only."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= PREFIX_FROM:
            return word[: -len(ending)]
    return word


def _roots_in(text: str, roots: set[str]) -> set[str]:
    return {one for word in words_in(text) for one in roots if _meets(word, one)}


def _is_hit(word: str, roots: set[str]) -> bool:
    return any(_meets(small, one) for small in words_in(word) for one in roots)


def _meets(word: str, one: str) -> bool:
    return root(word) == one or (len(one) >= PREFIX_FROM and word.startswith(one))
