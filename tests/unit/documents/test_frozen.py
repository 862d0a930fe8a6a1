import json
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.frozen import ContentBroken, freeze, thaw


@dataclass(frozen=True, slots=True)
class Line:
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    day: date
    is_final: bool
    lines: tuple[Line, ...]


SHEET = Sheet("Demo", date(2026, 11, 22), is_final=True, lines=(Line("one"), Line("zwei 🙂")))


def test_the_same_values_are_the_same_line_of_ascii():
    assert freeze(SHEET) == freeze(Sheet("Demo", date(2026, 11, 22), is_final=True, lines=SHEET.lines))
    assert freeze(SHEET).isascii()
    assert "\n" not in freeze(SHEET)


@given(st.builds(Sheet, st.text(), st.dates(), st.booleans(), st.lists(st.builds(Line, st.text())).map(tuple)))
def test_what_was_frozen_is_read_back_the_same(sheet: Sheet):
    assert thaw(Sheet, freeze(sheet)) == sheet


@given(st.characters(categories=["Cs"]))
def test_half_a_pair_is_frozen_as_it_is(half: str):
    assert thaw(Line, freeze(Line(half))) == Line(half)


def changed(**changes: object) -> str:
    plain = json.loads(freeze(SHEET))
    plain["content"].update(changes)
    return json.dumps(plain)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "not json",
        freeze(SHEET).replace('"format":1', '"format":2'),
        changed(extra="x"),
        changed(name=7),
        changed(name=None),
        changed(is_final=1),
        changed(day="22 November 2026"),
        changed(lines={"words": "x"}),
        changed(lines=["x"]),
        changed(lines=[{"words": "x", "more": "y"}]),
        freeze(SHEET).replace(',"name":"Demo"', ""),
        "[" * 100_000,
    ],
)
def test_anything_else_is_refused_and_not_quoted(text: str):
    with pytest.raises(ContentBroken) as refusal:
        thaw(Sheet, text)
    assert str(refusal.value) == ContentBroken.message
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
