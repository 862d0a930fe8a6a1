"""No small number can be worked out from what is published, by somebody with the rule, a pencil and all night."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.transparency.suppression import SMALLEST, Group, publish

SMALL = set(range(1, SMALLEST))
CAP = 160  # what somebody who attacks takes for the most a hidden count could be


def fits(shown: int | None, *, hidden: range) -> set[int]:
    """The counts that give this on the page: the rule of the page read backwards, one number after the other."""
    if shown is None:
        return set(hidden)
    return {0} if shown == 0 else {n for n in range(SMALLEST, shown + 6) if 5 * round(n / 5) == shown}


def sums(parts: list[set[int]], up_to: int) -> set[int]:
    """Every total that one number from each part can give."""
    found = {0}
    for part in parts:
        found = {a + b for a in found for b in part if a + b <= up_to}
    return found


def attack(group: Group, *, hidden: range) -> dict[tuple[str, str], set[int]]:
    """Everything each hidden count of the group could be: all numbers tried against all tables at once."""
    most = CAP
    totals = fits(group.total.shown, hidden=range(1, most) if group.total.shown is None else hidden)
    shown = [split for split in group.splits if split.cells is not None]
    for split in shown:
        totals &= sums([fits(cell.shown, hidden=hidden) for cell in split.cells], most)
    left = {}
    for split in shown:
        for cell in split.cells:
            if cell.shown is None:
                others = [fits(c.shown, hidden=hidden) for c in split.cells if c.code != cell.code]
                rest = sums(others, most)
                left[split.name, cell.code] = {n for n in hidden if any(total - n in rest for total in totals)}
    return left


@st.composite
def things(draw: st.DrawFn) -> tuple[int, dict[str, dict[str, int]]]:
    """A register as it may be: up to 4 ways to divide the same things, many of whose parts are small."""
    counts = draw(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 25)), min_size=1, max_size=6))
    total = sum(counts)
    splits = {"a": {f"c{i}": n for i, n in enumerate(counts)}}
    for name in draw(st.sampled_from(["", "b", "bc", "bcd"])):
        cuts = sorted(draw(st.lists(st.integers(0, total), max_size=4)))
        edges = [0, *cuts, total]
        splits[name] = {f"c{i}": high - low for i, (low, high) in enumerate(pairwise(edges))}
    return total, splits


def small_and_hidden(group: Group) -> list[tuple[str, str, int]]:
    return [(s.name, c.code, c.count) for s in group.splits for c in s.cells or () if c.is_small]


@settings(max_examples=400, deadline=None)
@given(things())
def test_no_small_number_can_be_narrowed_down(made):
    group = publish(*made)
    left = attack(group, hidden=range(1, CAP))
    for name, code, _ in small_and_hidden(group):
        assert left[name, code] >= SMALL


@settings(max_examples=400, deadline=None)
@given(things())
def test_nor_by_somebody_who_takes_every_hidden_number_for_a_small_one(made):
    group = publish(*made)
    if any(not c.is_small for s in group.splits for c in s.cells or () if c.shown is None):
        return  # they would be wrong, and what they work out is not so
    left = attack(group, hidden=range(1, SMALLEST))
    for name, code, count in small_and_hidden(group):
        assert count in left[name, code] and len(left[name, code]) > 1


@settings(max_examples=300, deadline=None)
@given(things())
def test_what_is_shown_is_never_small_and_always_the_nearest_five(made):
    group = publish(*made)
    for cell in [group.total, *(c for s in group.splits for c in s.cells or ())]:
        if cell.shown is not None:
            assert cell.shown % 5 == 0 and cell.shown not in SMALL
            assert (cell.shown == 0) == (cell.count == 0)
            assert abs(cell.shown - cell.count) <= 2


def shown(group: Group) -> dict[str, dict[str, int | None] | None]:
    return {s.name: {c.code: c.shown for c in s.cells} if s.cells is not None else None for s in group.splits}


@pytest.mark.parametrize(
    ("total", "splits", "said", "all_of_it"),
    [
        (0, {"age": {"u": 0, "o": 0}}, {"age": {"u": 0, "o": 0}}, 0),
        (3, {"age": {"u": 3, "o": 0}}, {"age": None}, None),
        (50, {"age": {"u": 22, "o": 28}}, {"age": {"u": 20, "o": 30}}, 50),
        # one small part beside a large one: the sum would give it away where rounding leaves too little room
        (12, {"age": {"u": 8, "o": 4}}, {"age": {"u": None, "o": None}}, 10),
        (100, {"age": {"u": 93, "o": 7}}, {"age": {"u": 95, "o": None}}, 100),
        # eight parts of one each: that all are at least one says too much, so the split is not shown
        (8, {"why": {str(n): 1 for n in range(8)}}, {"why": None}, 10),
        # another split of the same things narrows their number
        (
            17,
            {"a": {"x": 10, "y": 7}, "b": {"x": 9, "y": 8}},
            {"a": {"x": None, "y": None}, "b": {"x": 10, "y": 10}},
            15,
        ),
    ],
)
def test_examples(total, splits, said, all_of_it):
    group = publish(total, splits)
    assert (shown(group), group.total.shown) == (said, all_of_it)


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="age"):
        publish(5, {"age": {"u": 3, "o": 1}})
