"""Markdown to HTML for policies. Raw HTML stays text, and only links that can be named safe become links."""

import re

from markdown_it import MarkdownIt

SAFE_LINK = re.compile(r"(?:https://|mailto:|tel:|/(?!/)|#)\S*")

_RENDERER = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def is_safe_link(url: str) -> bool:
    """Whether a link leads to https, mail, telephone or a place on this site. `//host` and `http:` do not count."""
    return SAFE_LINK.fullmatch(url) is not None


_RENDERER.validateLink = is_safe_link  # type: ignore[method-assign]  # the library's own way to narrow links


def to_html(words: str) -> str:
    """Render Markdown. Tags in it come out as text; so do links that are not safe."""
    return str(_RENDERER.render(words))
