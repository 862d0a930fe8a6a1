"""Cuts the body of a policy file into its sections.

A section is a heading of the second level that ends with a permanent id (`## A life is in danger {#life-in-danger}`),
then a block of facts fenced as yaml (`part`, `source` and, for a ground, `ages`, `urgency`, `because`, `tell`), then
words in Markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from portal.policies.pack.lined import Lined, read_yaml
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import markup_problems, reading_problems, tokens_of

HEADING = re.compile(r"(?P<title>.*?)\s*\{#(?P<id>[^}]*)\}")


@dataclass
class Section:
    """One clause as it stands in the file. Lines are lines of the file."""

    file: str
    line: int
    title: str
    id: str
    facts: Lined
    words: str = ""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, text: str, line: int = 0) -> None:
        """Note a problem at a line; at the heading when no line is named."""
        self.problems.append(Problem(self.file, line or self.line, text))


def cut(body: str, *, file: str, first_line: int) -> tuple[list[Section], list[Problem]]:
    """Cut a body that starts at `first_line` of its file. The problems are those that stand in no section."""
    tokens, lines = tokens_of(body), body.splitlines()
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts[1:], len(tokens)]
    before = tokens[: starts[0]] if starts else tokens
    stray = [Problem(file, first_line, "words stand before the first heading")] if before else []
    pieces = [tokens[start:end] for start, end in zip(starts, ends, strict=True)]
    return [_section(piece, lines, file, first_line) for piece in pieces], stray


def _section(tokens: list[Token], lines: list[str], file: str, first_line: int) -> Section:
    heading, rest = tokens[1], tokens[3:]
    match = HEADING.fullmatch(heading.content)
    line = first_line + _line(heading)
    title, name = (match["title"], match["id"]) if match else (heading.content, "")
    fence = rest[0] if rest and rest[0].type == "fence" and rest[0].info.strip() == "yaml" else None
    section = Section(file, line, title, name, _facts(fence, file, first_line, line))
    if match is None:
        section.problem("the heading has to end with its id, like {#life-in-danger}")
    if fence is None:
        section.problem("the block of facts, fenced as yaml, is missing under the heading")
    words = rest[1:] if fence else rest
    blocks = [token.map for token in words if token.map]
    if blocks:
        section.words = "\n".join(lines[blocks[0][0] : max(end for _, end in blocks)]).strip()
    for at, text in _prose_problems([heading, *words]):
        section.problem(text, first_line + at)
    return section


def _facts(fence: Token | None, file: str, first_line: int, line: int) -> Lined:
    if fence is None:
        return Lined(file, line, is_unreadable=True)
    return read_yaml(fence.content, file=file, first_line=first_line + _line(fence) + 1)


def _prose_problems(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        if token.type == "heading_open":
            yield _line(token), "a clause has no headings inside: only its own, with ##"
    yield from markup_problems(tokens)
    yield from reading_problems(tokens)


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0
