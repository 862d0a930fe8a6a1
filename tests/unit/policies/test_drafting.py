"""One clause changes, and every other byte of the file stays."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.policies import typed
from portal.policies.drafting import (
    NoSuchClause,
    Piece,
    Way,
    add_clause,
    find_clause,
    move_clause,
    placed_in,
    remove_clause,
    replace_clause,
    typed_piece,
)
from portal.policies.kinds import Reader
from portal.policies.pack.policy_file import read_version_text
from tests.builders.drafts import CODES, TEXT
from tests.builders.packs import CONTENT

FACTS = "part: rule\nsource: [a line 9]"
NEW = Piece("fresh", "A fresh one", FACTS, "It is new.", {Reader.UNDER_13: "New.", Reader.EASY_READ: "- New."})
REAL = sorted(CONTENT.glob("*/policies/*.md"))
BEFORE, AFTER = TEXT.index("## You are in danger"), TEXT.index("\n## Can I ask")


def codes(text):
    return [placed.piece.code for placed in placed_in(text)]


def test_the_clauses_are_read_as_they_were_written():
    first = find_clause(TEXT, "quiet").piece
    assert (first.title, first.facts) == ("Do you keep it quiet?", "part: answer\nsource: [a line 1]")
    assert first.words == "Yes, we do."
    assert first.readings == {
        Reader.UNDER_13: "Yes, we do it for you too.",
        Reader.EASY_READ: "- Yes.\n- We keep it quiet.",
    }


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_saving_a_real_clause_unchanged_changes_no_byte(path):
    text = path.read_text()
    for placed in placed_in(text)[:4]:
        assert replace_clause(text, placed.piece.code, placed.piece) == text


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_change_in_a_real_file_touches_the_lines_of_its_clause_only(path):
    text = path.read_text()
    placed = placed_in(text)[1]
    lines = text.split("\n")
    new = replace_clause(text, placed.piece.code, replace(placed.piece, words="Other words.")).split("\n")
    assert new[: placed.first] == lines[: placed.first]
    assert new[len(new) - (len(lines) - placed.end) :] == lines[placed.end :]
    assert codes("\n".join(new)) == codes(text)


def test_the_id_of_a_clause_stays_whatever_comes_in():
    assert codes(replace_clause(TEXT, "danger", NEW)) == CODES


def test_empty_words_for_a_reader_take_their_heading_away():
    piece = typed_piece(
        "ask", title="T", facts=FACTS, words="W", readings={Reader.ADULT: " \r\n ", Reader.UNDER_13: "U"}
    )
    assert find_clause(replace_clause(TEXT, "ask", piece), "ask").piece.readings == {Reader.UNDER_13: "U"}


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ("quiet", ["quiet", "fresh", "danger", "ask"]),
        ("ask", ["quiet", "danger", "ask", "fresh"]),
        ("", ["quiet", "danger", "ask", "fresh"]),
    ],
)
def test_a_clause_is_added_where_it_was_asked_for(after, order):
    new = add_clause(TEXT, NEW, after=after)
    assert codes(new) == order
    assert read_version_text(new, "f").problems == []
    assert new.endswith("\n") and not new.endswith("\n\n")
    assert remove_clause(new, "fresh").rstrip() == TEXT.rstrip()


def test_a_file_without_clauses_can_get_one():
    empty = TEXT
    for code in CODES:
        empty = remove_clause(empty, code)
    assert codes(empty) == []
    assert codes(add_clause(empty, NEW)) == ["fresh"]


@pytest.mark.parametrize(
    ("code", "way", "order"),
    [
        ("quiet", Way.UP, ["quiet", "danger", "ask"]),
        ("quiet", Way.DOWN, ["danger", "quiet", "ask"]),
        ("danger", Way.UP, ["danger", "quiet", "ask"]),
        ("ask", Way.UP, ["quiet", "ask", "danger"]),
        ("ask", Way.DOWN, ["quiet", "danger", "ask"]),
    ],
)
def test_a_clause_changes_places_with_its_neighbour(code, way, order):
    new = move_clause(TEXT, code, way)
    assert codes(new) == order
    assert sorted(new.split("\n")) == sorted(TEXT.split("\n"))
    assert {p.piece.code: p.piece for p in placed_in(new)} == {p.piece.code: p.piece for p in placed_in(TEXT)}


def test_moving_there_and_back_changes_no_byte():
    assert move_clause(move_clause(TEXT, "quiet", Way.DOWN), "quiet", Way.UP) == TEXT


@pytest.mark.parametrize(
    "act",
    [
        lambda: find_clause(TEXT, "none"),
        lambda: replace_clause(TEXT, "none", NEW),
        lambda: add_clause(TEXT, NEW, after="none"),
        lambda: remove_clause(TEXT, "none"),
        lambda: move_clause(TEXT, "none", Way.UP),
    ],
)
def test_an_unknown_clause_is_refused(act):
    with pytest.raises(NoSuchClause):
        act()


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        ("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf"),
        ("\ufeffa\x00b\x07", "ab"),
        ("\n\n  Words  \n\n", "Words"),
        ("## Heading {#x}", "\\## Heading {#x}"),
        ("### Easy Read", "\\### Easy Read"),
        ("- ## in a list", "- \\## in a list"),
        ("> # quoted", "> \\# quoted"),
        ("Title\n---", "Title\n\\---"),
        ("Title\n===\n", "Title\n\\==="),
        ("```yaml\npart: x\n```", "\\```yaml\npart: x\n\\```"),
        ("~~~", "\\~~~"),
        ("<!-- never closed", "\\<!-- never closed"),
        ("<script>x", "\\<script>x"),
        ("[a]: /hidden", "\\[a]: /hidden"),
        ("#no heading, 3 # 4", "#no heading, 3 # 4"),
        ("One\n\n- two\n- **three**", "One\n\n- two\n- **three**"),
    ],
)
def test_what_is_typed_cannot_leave_its_clause_and_stays_readable(came, kept):
    assert typed.words(came) == kept


def test_a_line_that_would_end_the_facts_becomes_a_comment():
    assert typed.facts("part: rule\r\n```\n## Out {#out}") == "part: rule\n# ```\n## Out {#out}"
    assert typed.front("a: b\n---\nc: d") == "a: b\n# ---\nc: d"
    assert typed.one_line(" A\r\n title {#x} ") == "A title {#x}"


BITS = [
    *("#", "##", " ", "\n", "\n\n", "-", "---", "===", "```", "~~~", "`", "> ", "- ", "1. ", "<!--", "-->", "<script>"),
    *("<div>", "<pre", "<?", "<![CDATA[", "[a]:", "/x", "\\", "{#x}", "### Easy Read", "## Foo {#bar}", "foo", "\t"),
    *("    ", "\r\n", "\x0b", "\u2028", "*", "|", "\x00", "[", "]", '"', "'"),
]
SOUP = st.lists(st.sampled_from(BITS), max_size=20).map("".join)


@settings(max_examples=60, deadline=None)
@given(SOUP, SOUP, SOUP, SOUP)
def test_whatever_is_typed_every_other_byte_stays_and_the_clause_reads_back(title, facts, words, child):
    piece = typed_piece("danger", title=title, facts=facts, words=words, readings={Reader.UNDER_13: child})
    new = replace_clause(TEXT, "danger", piece)
    assert codes(new) == CODES
    assert new.startswith(TEXT[:BEFORE]) and new.endswith(TEXT[AFTER:])
    assert find_clause(new, "danger").piece == piece
    assert replace_clause(new, "danger", piece) == new
