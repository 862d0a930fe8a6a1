"""Which addresses are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.requests.links import elsewhere, links_in

SITES = ["demo.example"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://demo.example/post/1", []),
        ("https://boards.demo.example/post/1", []),
        ("HTTPS://BOARDS.DEMO.EXAMPLE/post/1.", []),
        ("www.demo.example/post", []),
        ("the post about my dog", []),
        ("", []),
        ("https://other.example/1", ["https://other.example/1"]),
        ("http://demo.example.other.example/1", ["http://demo.example.other.example/1"]),
        ("https://notdemo.example/", ["https://notdemo.example/"]),
        ("https://demo.example@other.example/", ["https://demo.example@other.example/"]),
        ("https://[broken/", ["https://[broken/"]),
        ("javascript://demo.example/%0Aalert(1)", []),
        ("https://demo.example/1\nwww.other.example/2", ["www.other.example/2"]),
    ],
)
def test_a_link_to_somebody_elses_site_is_found(typed, found):
    assert elsewhere(typed, SITES) == found


def test_where_no_site_is_known_staff_look():
    assert elsewhere("https://other.example/1", []) == []


@given(st.text())
def test_nothing_that_can_be_typed_breaks_it(typed):
    assert set(elsewhere(typed, SITES)) <= set(links_in(typed))
