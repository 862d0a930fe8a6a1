"""Markdown of a policy: what may come out of it, whatever went in."""

import pytest

from portal.policies.markdown import is_safe_link, to_html


def test_ordinary_words_keep_their_paragraphs_lists_and_links():
    html = to_html("One.\n\n- two\n- **three** [four](https://a.example/x)")
    assert html == (
        '<p>One.</p>\n<ul>\n<li>two</li>\n<li><strong>three</strong> <a href="https://a.example/x">four</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "Hi <b onclick='x'>you</b>",
        "![a picture](https://a.example/x.png)",
        "<!-- a note -->",
        "<div>\n\nstill here",
    ],
)
def test_tags_come_out_as_text(words):
    html = to_html(words)
    assert [tag for tag in ("<script", "<img", "<b ", "<!--", "<div") if tag in html] == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "http://a.example",
        "//a.example",
        "file:///etc/passwd",
        "https://a.example\nSet-Cookie",
    ],
)
def test_an_unsafe_address_never_becomes_a_link(url):
    assert not is_safe_link(url)
    assert "href" not in to_html(f"[go]({url})")


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "mailto:demo@a.example", "tel:116123", "/q/1", "#ask-us"])
def test_a_safe_address_becomes_a_link(url):
    assert f'href="{url}"' in to_html(f"[go]({url})")
