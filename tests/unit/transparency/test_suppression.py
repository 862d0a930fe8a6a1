"""No small number can be worked out from what is published, by somebody with the rule, a pencil and all night."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.transparency.suppression import SMALLEST, Group, Inside, publish

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


INSIDE = Inside("no", frozenset({"n1", "n2", "n3"}), "time", frozenset({"soon", "late"}))


@st.composite
def answered_things(draw: st.DrawFn) -> tuple[int, dict[str, dict[str, int]]]:
    """Requests, when they were answered if they were, and why something was refused; none that was not answered."""
    soon, late, still_open, stopped = (draw(st.one_of(st.integers(0, 9), st.integers(0, 25))) for _ in range(4))
    cuts = sorted(draw(st.lists(st.integers(0, soon + late), min_size=3, max_size=3)))
    noes = {f"n{i + 1}": high - low for i, (low, high) in enumerate(pairwise([0, *cuts]))}
    total = soon + late + still_open + stopped
    return total, {
        "time": {"soon": soon, "late": late, "open": still_open, "stopped": stopped},
        "no": {"none": total - sum(noes.values()), **noes},
    }


def attack_inside(group: Group, *, hidden: range) -> dict[tuple[str, str], set[int]]:
    """As `attack`, by somebody who also knows that nothing is refused that was not answered."""
    by_name = {split.name: split for split in group.splits}
    left: dict[tuple[str, str], set[int]] = {}
    if group.total.shown is None or any(by_name[name].cells is None for name in ("time", "no")):
        return attack(group, hidden=hidden)
    options = {(name, c.code): fits(c.shown, hidden=hidden) for name in ("time", "no") for c in by_name[name].cells}
    for total in fits(group.total.shown, hidden=hidden):
        for at, numbers in options.items():
            if by_name[at[0]].cells and next(c for c in by_name[at[0]].cells if c.code == at[1]).shown is not None:
                continue
            for guess in numbers:
                now = {**options, at: {guess}}

                def reach(name: str, codes: frozenset[str], now: dict = now, total: int = total) -> set[int]:
                    inner = sums([n for (split, code), n in now.items() if split == name and code in codes], CAP)
                    outer = sums([n for (split, code), n in now.items() if split == name and code not in codes], CAP)
                    return {n for n in inner if total - n in outer}

                noes, answered = reach("no", INSIDE.parts), reach("time", INSIDE.of_parts)
                if noes and answered and min(noes) <= max(answered):
                    left.setdefault(at, set()).add(guess)
    return left


@settings(max_examples=150, deadline=None)
@given(answered_things())
def test_nor_by_somebody_who_knows_that_only_answers_refuse(made):
    group = publish(*made, INSIDE)
    left = attack_inside(group, hidden=range(1, 60))
    for name, code, _ in small_and_hidden(group):
        assert left[name, code] >= SMALL


def test_what_is_known_without_a_table_hides_more():
    """Nine of twelve were refused, so at most three or four can be open: the three that are would be narrowed down."""
    made = 12, {"time": {"soon": 6, "late": 3, "open": 3}, "no": {"none": 3, "n1": 9}}
    assert shown(publish(*made))["no"] != shown(publish(*made, INSIDE))["no"] or (
        shown(publish(*made))["time"] != shown(publish(*made, INSIDE))["time"]
    )
