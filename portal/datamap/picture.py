"""Lays out the picture of where something goes: signs on a line down the left, and beside each a card with its words.

Pure. Units are those of the drawing, which is WIDTH wide: on a phone of 320 pixels one unit is a little less than one
pixel. One column, so that it never has to be scrolled sideways.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from portal.datamap.journey import Station, Stop
from portal.datamap.lettering import wrap

WIDTH = 300
SIGN = 36
EDGE = 2  # room for half of a stroke
CARD_LEFT = EDGE + SIGN + 8
CARD_WIDTH = WIDTH - EDGE - CARD_LEFT
PAD = 12
BETWEEN = 16  # from card to card
ROOM = CARD_WIDTH - PAD - EDGE  # most fonts need a quarter less, and leave a margin on the right too
LEADING = 1.35
ASCENT = 1.05  # from the top of a line to the foot of its letters, with room for accents
TITLE, TEXT, NOTE = 16, 15, 14
ABOVE_LINE, ABOVE_NOTE = 7, 1  # a note belongs to the line above it


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph: its lines, each with the height at which its letters stand."""

    x: float
    size: int
    bold: bool
    is_note: bool
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One stop as it is drawn."""

    stop: Stop
    is_silent: bool
    sign: Box
    box: Box
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Straight down, from the foot of one sign to the head of the next."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything there is to draw."""

    width: int
    height: float
    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...]


def draw(stations: Iterable[Station]) -> Picture:
    """Lay out the stops from top to bottom. Every word of every stop is in the picture."""
    cards: list[Card] = []
    top = float(EDGE)
    for station in stations:
        cards.append(_card(station, top))
        top += cards[-1].box.height + BETWEEN
    arrows = tuple(
        Arrow(EDGE + SIGN / 2, above.sign.y + SIGN + EDGE, below.sign.y - EDGE) for above, below in pairwise(cards)
    )
    return Picture(WIDTH, round(top - BETWEEN + EDGE, 1), tuple(cards), arrows)


def _card(station: Station, top: float) -> Card:
    words: list[Words] = []
    at = top + PAD
    for text, size, gap in _paragraphs(station):
        at += gap
        lines = wrap(text, ROOM, size, bold=size == TITLE)
        step = size * LEADING
        feet = ((round(at + size * ASCENT + step * number, 1), line) for number, line in enumerate(lines))
        words.append(Words(CARD_LEFT + PAD, size, size == TITLE, size == NOTE, tuple(feet)))
        at += step * len(lines)
    height = round(max(at + PAD - top, SIGN + 2 * EDGE), 1)
    sign = Box(EDGE, round(top + EDGE, 1), SIGN, SIGN)
    return Card(station.stop, station.is_silent, sign, Box(CARD_LEFT, round(top, 1), CARD_WIDTH, height), tuple(words))


def _paragraphs(station: Station) -> Iterator[tuple[str, int, int]]:
    """Each paragraph of a card: its words, their size, and the gap above them."""
    yield station.title, TITLE, 0
    for line in station.lines:
        yield line.text, TEXT, ABOVE_LINE
        if line.note:
            yield line.note, NOTE, ABOVE_NOTE
