"""Addresses that break where they may, and numbers that can be told from letters."""

import pytest

from portal.core.formatting import breakable, with_numbers


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a@b.org.uk", "a@<wbr>b.<wbr>org.<wbr>uk"),
        ("a message to @TheMix on our boards", "a message to @<wbr>TheMix on our boards"),
        ("The end.", "The end."),
        ("<b>@", "&lt;b&gt;@<wbr>"),
    ],
)
def test_an_address_may_end_its_line_after_its_signs(text, html):
    assert breakable(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Call 0800 1111", 'Call <span class="number">0800 1111</span>'),
        (
            "Call 111. Choose option 2",
            'Call <span class="number">111</span>. Choose option <span class="number">2</span>',
        ),
        ("Call", "Call"),
        ("A & B's <i>", "A &amp; B&#39;s &lt;i&gt;"),
    ],
)
def test_a_number_stands_in_an_element_of_its_own(text, html):
    assert with_numbers(text) == html
