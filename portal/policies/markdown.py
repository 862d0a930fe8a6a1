"""Markdown for policies: to HTML, in which raw HTML stays text and only safe links are links; and to plain text."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MOST_BRACKETS = 100  # in one paragraph: the parser looks from each of them to the end, and nobody writes so many links
SAFE_LINK = re.compile(r"(?:https://|mailto:|tel:|/(?!/)|#)\S*")
BREAKS = frozenset({"softbreak", "hardbreak"})


def parser(*, html: bool) -> MarkdownIt:
    """A parser of Markdown for which no text is too odd to be read in time."""
    markdown = MarkdownIt("commonmark", {"html": html})
    markdown.core.ruler.before("inline", "few_brackets", _few_brackets)
    return markdown


def _few_brackets(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > MOST_BRACKETS:
            token.content = token.content.replace("[", r"\[")  # plain letters, then


_RENDERER = parser(html=False).disable(["image", "html_block", "html_inline"])


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
