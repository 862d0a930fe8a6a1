"""From a pasted list to people: what is taken, what is not, and that nothing typed stands in a refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.requests.kinds import IdentifierKind as I
from portal.shares.kinds import NotTaken as N
from portal.shares.lines import looks_like, read_lines

READ = [
    ("quiet.otter", [[(I.USER_NAME, "quiet.otter")]], []),
    ("@Quiet.Otter\n\n  loud.heron , P-2\n", [[(I.USER_NAME, "quiet.otter")], [(I.USER_NAME, "loud.heron")]], []),
    ("otter@demo.invalid\n07700 900 123", [[(I.EMAIL, "otter@demo.invalid")], [(I.PHONE, "+447700900123")]], []),
    ("otter\nOTTER", [[(I.USER_NAME, "otter")]], [(2, N.TWICE)]),
    (",P-1", [], [(1, N.EMPTY)]),
    ("a,b,c", [], [(1, N.UNREADABLE)]),
    ("@", [], [(1, N.UNREADABLE)]),
    ("x" * 201, [], [(1, N.TOO_LONG)]),
    ('"unclosed\nloud.heron', [[(I.USER_NAME, "unclosed")], [(I.USER_NAME, "loud.heron")]], []),
    (
        "User name,Email,Code\notter,o@demo.invalid,P-1\n,,P-2\nheron,,",
        [[(I.USER_NAME, "otter"), (I.EMAIL, "o@demo.invalid")], [(I.USER_NAME, "heron")]],
        [(3, N.EMPTY)],
    ),
    ("\ufeffemail\no@demo.invalid", [[(I.EMAIL, "o@demo.invalid")]], []),
    ("code\nP-1", [[(I.USER_NAME, "code")], [(I.USER_NAME, "p-1")]], []),
    ("", [], []),
]


@pytest.mark.parametrize(("text", "people", "bad"), READ)
def test_a_list_is_read_line_by_line(text, people, bad):
    taken, refused = read_lines(text)
    assert [sorted((kind, spelling) for kind, _, spelling in one.handles) for one in taken] == [
        sorted(one) for one in people
    ]
    assert [(one.number, one.why) for one in refused] == bad


def test_a_code_goes_with_its_person():
    taken, _ = read_lines("otter,P-1\nheron")
    assert [one.code for one in taken] == ["P-1", ""]


def test_the_kind_can_be_said_for_all():
    taken, _ = read_lines("07700900123", I.NICKNAME)
    assert [kind for kind, _, _ in taken[0].handles] == [I.NICKNAME]


@pytest.mark.parametrize(
    ("handle", "kind"),
    [
        ("a@b.example", I.EMAIL), ("+44 7700 900123", I.PHONE), ("07700 900 123", I.PHONE), ("123", I.USER_NAME),
        ("a@b", I.USER_NAME), ("quiet otter", I.USER_NAME),
    ],
)  # fmt: skip
def test_a_kind_is_told_by_how_it_looks(handle, kind):
    assert looks_like(handle) is kind


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab@,.\"'\n \t0123456789+é", max_size=200))
def test_every_line_is_a_person_a_refusal_or_empty(text):
    taken, refused = read_lines(text)
    numbers = [one.number for one in (*taken, *refused)]
    assert len(numbers) == len(set(numbers)) <= len(text.splitlines())
    assert all(spelling for one in taken for _, _, spelling in one.handles)
