"""Markdown for policies: to HTML, in which raw HTML stays text and only safe links are links; and to plain text."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

SAFE_LINK = re.compile(r"(?:https://|mailto:|tel:|/(?!/)|#)\S*")
BREAKS = frozenset({"softbreak", "hardbreak"})

_RENDERER = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def is_safe_link(url: str) -> bool:
    """Whether a link leads to https, mail, telephone or a place on this site. `//host` and `http:` do not count."""
    return SAFE_LINK.fullmatch(url) is not None


_RENDERER.validateLink = is_safe_link  # type: ignore[method-assign]  # the library's own way to narrow links


def to_html(words: str) -> str:
    """Render Markdown. Tags in it come out as text; so do links that are not safe."""
    return str(_RENDERER.render(words))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the points of one list: whichever it is not is empty. Plain text, without markup."""

    text: str = ""
    items: tuple[str, ...] = ()


def to_blocks(words: str) -> tuple[Block, ...]:
    """Read Markdown as plain text. A link keeps its words; the points of a list inside a list stand beside them."""
    blocks: list[Block] = []
    depth = 0
    for token in _RENDERER.parse(words):
        if token.type.endswith("_list_open"):
            blocks += [] if depth else [Block()]
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
        elif token.type == "inline":
            text = plain_text(token)
            if depth:
                blocks[-1] = Block(items=(*blocks[-1].items, text))
            else:
                blocks.append(Block(text))
    return tuple(blocks)


def plain_text(inline: Token) -> str:
    """The words of a paragraph or heading, without its markup."""
    return "".join(" " if child.type in BREAKS else child.content for child in inline.children or [])
