"""The days of a clock as marks on a line, and the same as a list. Pure: dates in, places out.

Places are per cent of the width, so that the picture is as wide as the screen and its numbers keep their size.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.cases.deadlines import Clock
from portal.cases.history import Happened
from portal.cases.kinds import ClockEventKind as K

LEFT, RIGHT = 4.0, 96.0
APART = 8.0  # per cent: two marks nearer than this stand one above the other
ROWS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One day: its number in the picture and in the list, where it stands, and what it is."""

    number: int
    day: date
    words: tuple[str, ...]
    x: float
    row: int
    is_due: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of days that do not count."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    marks: tuple[Mark, ...]
    pauses: tuple[Pause, ...]
    rows: int
    today: float


def draw(clock: Clock, so_far: Happened, today: date) -> Picture:
    """Lay out the days of a clock that are known."""
    named = sorted(_days(clock, so_far, today), key=lambda one: one[0])  # of one day, as they were said
    days = sorted({day for day, _ in named})
    first, last = days[0], days[-1]
    whole = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / whole, 1)

    marks: list[Mark] = []
    for number, day in enumerate(days, start=1):
        words = tuple(said for on, said in named if on == day)
        marks.append(Mark(number, day, words, place(day), _row(marks, place(day)), day == clock.due))
    stands = ((q.asked_on, q.answered_on or today) for q in so_far.questions)
    pauses = tuple(Pause(place(a), round(place(b) - place(a), 1)) for a, b in stands if b > a)
    return Picture(tuple(marks), pauses, max(mark.row for mark in marks) + 1, place(today))


def _row(before: Iterable[Mark], x: float) -> int:
    """The lowest row with room at that place; the last one, when all are full."""
    near = {mark.row for mark in before if abs(mark.x - x) < APART}
    return next((row for row in range(ROWS) if row not in near), ROWS - 1)


def _days(clock: Clock, so_far: Happened, today: date) -> Iterable[tuple[date, str]]:
    yield clock.received_on, "The request came"
    said = {
        K.QUESTION_ASKED: "We asked a question: the clock stops",
        K.QUESTION_ANSWERED: "The answer came: the clock goes on",
        K.EXTENSION_NOTICE: "We told them that we need longer",
        K.GATE_ASKED: "We asked for something that has to come first",
        K.GATE_MET: "What had to come first came",
    }
    yield from ((row.on, said[row.kind]) for row in so_far.rows if row.kind in said)
    if clock.start_on and clock.start_on != clock.received_on:
        yield clock.start_on, "The month starts"
    if clock.extension_notice_by and not so_far.notices:
        yield clock.extension_notice_by, "Last day to tell them that we need longer"
    if clock.due:
        yield clock.due, "The answer is due"
    yield today, "Today"
