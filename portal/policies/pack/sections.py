"""Cuts the body of a policy file into its sections.

A section is a heading of the second level that ends with a permanent id (`## A life is in danger {#life-in-danger}`),
then a block of facts fenced as yaml (`part`, `source` and, for a ground, `ages`, `urgency`, `because`, `tell`), then
words in Markdown, then the same rule for other readers, each under a heading of the third level (`### Easy Read`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it.token import Token

from portal.core.reading import MAX_SENTENCE
from portal.policies.kinds import Reader
from portal.policies.pack.lined import Lined, read_yaml
from portal.policies.pack.problems import Problem
from portal.policies.pack.prose import MAX_EASY_READ, markup_problems, reading_problems, tokens_of

HEADING = re.compile(r"(?P<title>.*)\{#(?P<id>[^{}]*)\}")
READERS = {
    "Under 13": Reader.UNDER_13,
    "18 or over": Reader.ADULT,
    "Adult at risk": Reader.AT_RISK,
    "Easy Read": Reader.EASY_READ,
}


@dataclass
class Section:
    """One clause as it stands in the file.

    Lines are lines of the file; `span` are its lines in the body, from 0, end excluded. `facts_text` is the block of
    facts as it was written.
    """

    file: str
    line: int
    title: str
    id: str
    facts: Lined
    facts_text: str = ""
    span: tuple[int, int] = (0, 0)
    words: str = ""
    readings: dict[Reader, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, text: str, line: int = 0) -> None:
        """Note a problem at a line; at the heading when no line is named."""
        self.problems.append(Problem(self.file, line or self.line, text))


def cut(body: str, *, file: str, first_line: int) -> tuple[list[Section], list[Problem]]:
    """Cut a body that starts at `first_line` of its file. The problems are those that stand in no section."""
    tokens, lines = tokens_of(body), body.removesuffix("\n").split("\n")  # the lines that Markdown counts, no others
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts[1:], len(tokens)] if starts else []
    before = tokens[: starts[0]] if starts else tokens
    stray = [Problem(file, first_line, "words stand before the first heading: put them under one")] if before else []
    pieces = [tokens[start:end] for start, end in zip(starts, ends, strict=True)]
    at = [*(_line(tokens[start]) for start in starts), len(lines)]
    spans = pairwise(at)
    return [_section(piece, span, lines, file, first_line) for piece, span in zip(pieces, spans, strict=True)], stray


def _section(tokens: list[Token], span: tuple[int, int], lines: list[str], file: str, first_line: int) -> Section:
    heading, rest = tokens[1], tokens[3:]
    match = HEADING.fullmatch(heading.content)
    line = first_line + _line(heading)
    title, name = (match["title"].strip(), match["id"]) if match else (heading.content, "")
    fence = rest[0] if rest and rest[0].type == "fence" and rest[0].info.strip() == "yaml" else None
    facts = _facts(fence, file, first_line, line)
    section = Section(file, line, title, name, facts, fence.content.rstrip() if fence else "", span)
    if match is None:
        section.problem("the heading has to end with its id, like {#life-in-danger}")
    if fence is None:
        section.problem("the block of facts, fenced as yaml, is missing under the heading: add part and source")
    words, *others = _by_reader(rest[1:] if fence else rest)
    section.words = _text(words, lines)
    for other in others:
        _read_reading(section, other, lines, first_line)
    for at, text in _prose_problems([heading, *words]):
        section.problem(text, first_line + at)
    return section


def _by_reader(tokens: list[Token]) -> list[list[Token]]:
    """The main words, then the words of each other reader with their heading."""
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h3"]
    return [tokens[start:end] for start, end in zip([0, *starts], [*starts, len(tokens)], strict=True)]


def _read_reading(section: Section, tokens: list[Token], lines: list[str], first_line: int) -> None:
    heading, words = tokens[1], tokens[3:]
    line, reader = first_line + _line(heading), READERS.get(heading.content)
    if reader is None:
        section.problem(f"the reader {heading.content!r} is not known: write one of {', '.join(READERS)}", line)
        return
    if reader in section.readings:
        section.problem(f"the words for {heading.content} stand here twice: keep one of them", line)
    section.readings[reader] = _text(words, lines)
    if not words:
        section.problem(f"the words for {heading.content} are missing: write them under this heading", line)
    most = MAX_EASY_READ if reader is Reader.EASY_READ else MAX_SENTENCE
    for at, text in _prose_problems(words, most):
        section.problem(text, first_line + at)


def _text(tokens: list[Token], lines: list[str]) -> str:
    blocks = [token.map for token in tokens if token.map]
    return "\n".join(lines[blocks[0][0] : max(end for _, end in blocks)]).strip() if blocks else ""


def _facts(fence: Token | None, file: str, first_line: int, line: int) -> Lined:
    if fence is None:
        return Lined(file, line, is_unreadable=True)
    return read_yaml(fence.content, file=file, first_line=first_line + _line(fence) + 1)


def _prose_problems(tokens: list[Token], most: int = MAX_SENTENCE) -> Iterator[tuple[int, str]]:
    for token in tokens:
        if token.type == "heading_open":
            yield _line(token), "a clause has no other headings inside: only those of its readers, with ###"
    yield from markup_problems(tokens)
    yield from reading_problems(tokens, most)


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0
