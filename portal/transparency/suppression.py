"""Which counts may be shown, so that no small one can be worked out from the rest. Pure.

The rule is that of hospital data in England: 1 to 7 is hidden, nothing else is shown but the nearest 5, and none is
none. That alone is not safe: what is hidden may still follow from a total and its other parts. So more is hidden until
everything that is shown leaves each small count free to be any number from 1 to 7.

All tables of one `Group` split the same things, so what one table shows about their number narrows the others too. So
does what is known without any table: nothing is refused that was not answered (`Inside`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

SMALLEST = 8  # the smallest count that is shown
STEP = 5
AROUND = STEP // 2  # a shown number stands for those up to 2 below and 2 above


@dataclass(frozen=True, slots=True)
class Cell:
    """One count and, in `shown`, what is published of it: the nearest 5, or None for hidden."""

    code: str
    count: int
    shown: int | None = None

    @property
    def is_small(self) -> bool:
        """Whether nobody may learn it."""
        return 0 < self.count < SMALLEST

    @property
    def least(self) -> float:
        """The smallest number that fits what is published of it."""
        if self.shown is None:
            return 1
        return max(self.shown - AROUND, SMALLEST) if self.shown else 0

    @property
    def most(self) -> float:
        """The largest number that fits what is published of it."""
        if self.shown is None:
            return inf
        return self.shown + AROUND if self.shown else 0


@dataclass(frozen=True, slots=True)
class Split:
    """One way to divide a number of things. `cells` is None when nothing of it is shown."""

    name: str
    cells: tuple[Cell, ...] | None


@dataclass(frozen=True, slots=True)
class Inside:
    """Everybody knows that the things of some parts of one split all lie in some parts of another."""

    split: str
    parts: frozenset[str]
    of_split: str
    of_parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """A number of things and the ways to divide it. Each split adds up to the total."""

    total: Cell
    splits: tuple[Split, ...]
    inside: Inside | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A guess that a count is this number."""

    split: str
    code: str
    number: int


def publish(total: int, splits: dict[str, dict[str, int]], inside: Inside | None = None) -> Group:
    """What may be shown of these counts.

    A total of 1 to 7 hides everything: even which parts are none would say something about the rest.
    Raises ValueError when a split does not add up to the total, or a count is negative.
    """
    for name, counts in splits.items():
        if sum(counts.values()) != total or min(counts.values(), default=0) < 0:
            raise ValueError(f"{name} does not add up to its total")
    whole = _first(Cell("total", total))
    if whole.is_small:
        return Group(whole, tuple(Split(name, None) for name in splits))
    first = tuple(Split(name, tuple(_first(Cell(*pair)) for pair in counts.items())) for name, counts in splits.items())
    group = Group(whole, first, inside)
    while (leaky := next(_leaks(group), None)) is not None:
        group = _hide_more(group, leaky)
    return group


def nearest(count: int) -> int:
    """The nearest multiple of 5."""
    return STEP * round(count / STEP)


def _first(cell: Cell) -> Cell:
    return replace(cell, shown=None if cell.is_small else nearest(cell.count))


def _leaks(group: Group) -> Iterator[str]:
    """The splits in which what is shown says more about a small count than that it is from 1 to 7."""
    for split in group.splits:
        for cell in split.cells or ():
            if cell.is_small and not _is_free(cell, split, group):
                yield split.name
                break


def _is_free(cell: Cell, split: Split, group: Group) -> bool:
    """Whether the cell could be 1 and could be 7, for somebody who knows the rule and can add."""
    return all(_fits(group, Pin(split.name, cell.code, number)) for number in (1, SMALLEST - 1))


def _fits(group: Group, pin: Pin) -> bool:
    """Whether some number of things fits the guess and everything that is shown.

    A total that is shown leaves five numbers to try; one that is hidden has no splits that are shown.
    """
    low, high = bounds(group)
    return any(_fits_total(group, pin, total) for total in range(int(low), int(high) + 1))


def _fits_total(group: Group, pin: Pin, total: int) -> bool:
    by_name = {split.name: split for split in group.splits if split.cells is not None}
    least, most = _bounds_of(by_name[pin.split], pin)
    if not least <= total <= most:
        return False
    rule = group.inside
    if rule is None or rule.split not in by_name or rule.of_split not in by_name:
        return True
    fewest, _ = _between(by_name[rule.split], rule.parts, total, pin)
    _, largest = _between(by_name[rule.of_split], rule.of_parts, total, pin)
    return fewest <= largest


def _between(split: Split, parts: frozenset[str], total: int, pin: Pin) -> tuple[float, float]:
    """The fewest and the most things that can lie in these parts when there are so many of them all."""
    least, most = _bounds_of(split, pin, parts)
    others_least, others_most = _bounds_of(split, pin, frozenset(c.code for c in split.cells or ()) - parts)
    return max(least, total - others_most), min(most, total - others_least)


def _bounds_of(split: Split, pin: Pin, parts: frozenset[str] | None = None) -> tuple[float, float]:
    """The fewest and the most things in these parts of a split, or in all of it.

    Somebody may take every hidden count for a small one; as long as that is true, they must not learn more either.
    """
    cells = split.cells or ()
    all_small = all(cell.is_small for cell in cells if cell.shown is None)
    least = most = 0.0
    for cell in cells:
        if parts is not None and cell.code not in parts:
            continue
        guessed = (split.name, cell.code) == (pin.split, pin.code)
        least += pin.number if guessed else cell.least
        most += pin.number if guessed else SMALLEST - 1 if cell.shown is None and all_small else cell.most
    return least, most


def bounds(group: Group) -> tuple[float, float]:
    """The fewest and the most things there can be, by everything that is shown."""
    shown: list[Sequence[Cell]] = [split.cells for split in group.splits if split.cells is not None]
    least = [group.total.least, *(sum(cell.least for cell in cells) for cells in shown)]
    most = [group.total.most, *(sum(cell.most for cell in cells) for cells in shown)]
    return max(least), min(most)


def _hide_more(group: Group, name: str) -> Group:
    """Hide the smallest count of that split that is still shown; all of the split when there is none."""
    return replace(group, splits=tuple(_with_less(s) if s.name == name else s for s in group.splits))


def _with_less(split: Split) -> Split:
    shown = [cell for cell in split.cells or () if cell.shown]
    if not shown:
        return replace(split, cells=None)
    smallest = min(shown, key=lambda cell: (cell.count, cell.code))
    cells = tuple(replace(c, shown=None) if c.code == smallest.code else c for c in split.cells or ())
    return replace(split, cells=cells)
