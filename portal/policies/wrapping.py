"""Takes the line breaks of a file out of words for editing, and puts them back in for the file. Pure.

Only breaks inside of a paragraph or a list item go, for they mean nothing: what is drawn stays the same, or the text
is left as it was.
"""

import re
from textwrap import TextWrapper

from portal.policies.markdown import to_html

WIDTH = 120  # of a line in a file of a pack
ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d{1,9}[.)]) +")
HARD = re.compile(r"(?: {2,}|\\)$")  # a break that is meant


def unwrap(words: str) -> str:
    """Each paragraph and each list item on one line."""
    return _if_the_same(words, "\n".join(_joined(words.split("\n"))))


def wrap(words: str) -> str:
    """Lines of a file: none is longer than it has to be."""
    return _if_the_same(words, "\n".join(part for line in words.split("\n") for part in _cut(line)))


def rewrapped(typed: str, stored: str) -> str:
    """What to keep of words that were edited without their breaks: the stored ones when nothing was changed."""
    return stored if typed.strip() == unwrap(stored).strip() else wrap(typed)


def _joined(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        before = kept[-1] if kept else ""
        if not line.strip() or ITEM.match(line) or not before.strip() or HARD.search(before):
            kept.append(line)
        else:
            kept[-1] = f"{before} {line.strip()}"
    return kept


def _cut(line: str) -> list[str]:
    item = ITEM.match(line)
    if len(line) <= WIDTH or HARD.search(line):
        return [line]
    indent = " " * (item.end() if item else 0)
    cutter = TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return cutter.wrap(line)


def _if_the_same(words: str, other: str) -> str:
    return other if to_html(words).split() == to_html(other).split() else words
