"""Lays out bars, one below the other. Pure; units are those of the drawing, which is WIDTH wide.

Each bar has its words and its number beside it, so that nothing is said by length or colour alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 320
ROW = 46  # words above, bar below: long words need no column of their own, also on a phone
WORDS_AT, BAR_AT, BAR_HEIGHT = 15, 22, 14
ROOM_FOR_NUMBER = 44
LONGEST_BAR = WIDTH - ROOM_FOR_NUMBER
SHORTEST_BAR = 2  # of what is not nothing


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, its number (None: there is none), where it stands and how long it is."""

    words: str
    value: int | None
    y: int
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """All there is to draw."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def bars(rows: Iterable[tuple[str, int | None]], *, most: int | None = None) -> Chart:
    """A bar for each row. `most`: what the longest possible bar stands for; else the greatest of the values."""
    kept = list(rows)
    full = most or max((value or 0 for _, value in kept), default=0)
    laid = tuple(Bar(words, value, n * ROW, _length(value, full)) for n, (words, value) in enumerate(kept))
    return Chart(WIDTH, len(kept) * ROW, laid)


def _length(value: int | None, full: int) -> float:
    if not value:
        return 0
    return round(max(SHORTEST_BAR, min(value / full, 1) * LONGEST_BAR), 1)
