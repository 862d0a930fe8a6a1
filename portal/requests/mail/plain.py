"""Text from a mail, made harmless: one line or many, no control characters, no tricks with the direction of writing."""

import re
from html import unescape

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
LONGEST_HTML = 100_000
# no part of it runs over another "<", so that thousands of open tags cost no more than closed ones
TAG = re.compile(
    r"""<!--|<[!?]|<(?P<close>/?)(?P<name>[a-z][a-z0-9-]{0,20})(?:[^<>"']|"[^"<]*"|'[^'<]*')*>""", re.IGNORECASE
)
TRICKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")
SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe", "math"})
BREAKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "pre"}
)
CELLS = frozenset({"td", "th", "dd"})


def line(text: str) -> str:
    """One line: whatever would begin another one, in a header or a form, is a space."""
    return " ".join(CONTROL.sub(" ", TRICKS.sub("", text)).split())[:LONGEST_LINE]


def many_lines(text: str) -> str:
    """Lines as they were written, with at most one empty line between two. Cut at 10,000 letters."""
    tidy = CONTROL.sub("", TRICKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")))
    return EMPTY_LINES.sub("\n\n", "\n".join(part.rstrip() for part in tidy.split("\n"))).strip()[:LONGEST_TEXT]


def from_html(html: str) -> str:
    """The words of a page. Links, pictures and styles are left out, so nothing can be fetched.

    Each letter is looked at once: the parser of the standard library takes minutes for a page made to be slow.
    """
    html, pieces, at = html[:LONGEST_HTML], [], 0
    while found := TAG.search(html, at):
        pieces.append(_letters(html[at : found.start()]))
        at, name = found.end(), (found["name"] or "").casefold()
        if not name:
            mark = "-->" if found[0] == "<!--" else ">"
            at = min(_at(html, mark, at) + len(mark), len(html))
        elif name in SILENT and not found["close"]:
            at = _at(html, f"</{name}", at)
        elif name in BREAKS:
            pieces.append("\n")
        elif name in CELLS and not found["close"]:
            pieces.append("\t")
    return "".join([*pieces, _letters(html[at:])])


def _at(html: str, mark: str, at: int) -> int:
    """The place of the next mark, in whatever case; the end when there is none, as browsers see it."""
    found = re.compile(re.escape(mark), re.IGNORECASE).search(html, at)
    return found.start() if found else len(html)


def _letters(text: str) -> str:
    """Text between two tags: its ends of lines mean nothing, its entities do."""
    return unescape(re.sub(r"\s+", " ", text))
