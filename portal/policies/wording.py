"""Two texts side by side, word by word: what stayed, what went, what came. Pure.

The longest runs of words that stayed are looked for (difflib). A run of one or two words between two changes is put
with them: "a ~~big~~ dog ~~ran~~" is harder to read than a phrase that was replaced.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

END = "\n"  # of a line: no word holds one
LEAST = 3  # words in a run, or it is no run


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line. `is_changed`: they do not stand in the other text."""

    text: str
    is_changed: bool


Line = tuple[Piece, ...]


def compare_lines(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Give both texts, line by line, cut where a change begins or ends."""
    before, after = _words(old), _words(new)
    kept = list(_runs(before, after))
    in_old = {i for start, _, size in kept for i in range(start, start + size)}
    in_new = {i for _, start, size in kept for i in range(start, start + size)}
    return _lines(before, in_old), _lines(after, in_new)


def _words(lines: Sequence[str]) -> list[str]:
    return [word for line in lines for word in (*line.split(), END)]


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int]]:
    """Find what stayed: (place in the old text, place in the new one, number of words)."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    for start, other, size in blocks:
        words = sum(1 for word in before[start : start + size] if word != END)
        at_start, at_end = start == other == 0, (start + size, other + size) == (len(before), len(after))
        if words >= LEAST or (words and (at_start or at_end)) or _is_whole(before, start, size):
            yield start, other, size


def _is_whole(words: list[str], start: int, size: int) -> bool:
    """Whether the run holds a line from its first word to its last, however short."""
    ends = [place for place in range(start, start + size) if words[place] == END]
    starts = [*([start] if start == 0 or words[start - 1] == END else []), *(place + 1 for place in ends)]
    return any(first < end for first in starts for end in ends)


def _lines(words: list[str], kept: Iterable[int]) -> tuple[Line, ...]:
    kept = frozenset(kept)
    lines: list[Line] = []
    line: list[tuple[str, bool]] = []
    for place, word in enumerate(words):
        if word == END:
            lines.append(_pieces(line))
            line = []
        else:
            line.append((word, place not in kept))
    return tuple(lines)


def _pieces(line: list[tuple[str, bool]]) -> Line:
    runs = groupby(line, key=lambda word: word[1])
    return tuple(Piece(" ".join(word for word, _ in run), is_changed) for is_changed, run in runs)
