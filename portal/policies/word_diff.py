"""What changed between two texts, word by word. Pure."""

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
PIECE = re.compile(r"\A\s+|\S+\s*")


def word_diff(old: str, new: str) -> list[tuple[Kind, str]]:
    """The pieces of both texts in reading order: what went stands before what came in its place.

    White space alone is no change: what is the same reads as it does in `new`. So `same` and `added` together are
    `new`, to the letter, and the words of `same` and `removed` are the words of `old`. No piece is empty.
    """
    before, after = PIECE.findall(old), PIECE.findall(new)
    matcher = SequenceMatcher(None, [p.strip() for p in before], [p.strip() for p in after], autojunk=False)
    found: list[tuple[Kind, str]] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        was, now = "".join(before[old_from:old_to]), "".join(after[new_from:new_to])
        if kind == "equal":
            found += _same(was, now)
        else:
            found += [("removed", was), ("added", now)]
    return _joined(found)


def _same(was: str, now: str) -> list[tuple[Kind, str]]:
    """The same words; where one text ends with them and the other goes on, the space between words is a change."""
    gap, new_gap = (text[len(text.rstrip()) :] for text in (was, now))
    if bool(gap) == bool(new_gap):
        return [("same", now)]
    return [("same", now.rstrip()), ("removed", gap), ("added", new_gap)]


def _joined(pieces: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Without empty pieces, and with neighbours of one kind as one."""
    found: list[tuple[Kind, str]] = []
    for kind, text in pieces:
        if text and found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        elif text:
            found.append((kind, text))
    return found
