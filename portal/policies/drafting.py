"""Changes one clause in the text of a pack file; every other line stays as it was, byte for byte. Pure.

Texts are those of whole files, with lines that end with LF. What goes in was cleaned by `typed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from portal.policies import typed
from portal.policies.kinds import Reader
from portal.policies.pack.policy_file import NAMES, read_version_text

FILE = "draft.md"


class NoSuchClause(LookupError):
    """The text has no clause with that id."""


class Way(IntEnum):
    """Where a clause moves to: one place up, or one down."""

    UP = -1
    DOWN = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause as an editor sees it. `facts` is YAML, `words` and `readings` are Markdown; each may be empty."""

    code: str
    title: str
    facts: str
    words: str
    readings: Mapping[Reader, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its lines in the file, without an empty line at the end."""
        own = [(name, self.readings.get(reader, "")) for reader, name in NAMES.items()]
        blocks = [f"## {self.title} {{#{self.code}}}", f"```yaml\n{self.facts}\n```", self.words]
        for name, words in own:
            blocks += [f"### {name}", words] if words else []
        return "\n\n".join(block for block in blocks if block)


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause and its lines in the file: from `first`, counted from 0, to before `end`."""

    piece: Piece
    first: int
    end: int


def typed_piece(code: str, *, title: str, facts: str, words: str, readings: Mapping[Reader, str]) -> Piece:
    """Make a clause of what somebody typed."""
    own = {reader: typed.words(text) for reader, text in readings.items()}
    return Piece(
        code, typed.one_line(title), typed.facts(facts), typed.words(words), {r: w for r, w in own.items() if w}
    )


def placed_in(text: str) -> list[Placed]:
    """The clauses of a file, in its order."""
    found = []
    for section in read_version_text(text, FILE).sections:
        piece = Piece(section.id, section.title, section.facts_text, section.words, section.readings)
        first, size = section.line - 1, section.span[1] - section.span[0]
        found.append(Placed(piece, first, first + size))
    return found


def find_clause(text: str, code: str) -> Placed:
    """The clause with that id. Raises NoSuchClause."""
    for placed in placed_in(text):
        if placed.piece.code == code:
            return placed
    raise NoSuchClause(code)


def replace_clause(text: str, code: str, piece: Piece) -> str:
    """Put other words in a clause; its id stays. Nothing changes when they are the same. Raises NoSuchClause."""
    old = find_clause(text, code)
    if old.piece == replace(piece, code=code):
        return text
    lines = text.split("\n")
    kept = _empty_at_end(lines[old.first : old.end])
    lines[old.first : old.end] = [*replace(piece, code=code).text.split("\n"), *kept]
    return "\n".join(lines)


def add_clause(text: str, piece: Piece, *, after: str = "", first: bool = False) -> str:
    """Put a clause after the one with that id; before all others, or else at the end. Raises NoSuchClause."""
    lines = text.split("\n")
    all_of_it = placed_in(text)
    if after:
        at = find_clause(text, after).end
    elif all_of_it:
        at = all_of_it[0].first if first else all_of_it[-1].end
    else:
        at = len(text.rstrip().split("\n"))
    before = [""] if lines[at - 1].strip() else []
    behind = [""] if at == len(lines) or lines[at].strip() else []
    lines[at:at] = [*before, *piece.text.split("\n"), *behind]
    return "\n".join(lines)


def remove_clause(text: str, code: str) -> str:
    """Take a clause out. Raises NoSuchClause."""
    old = find_clause(text, code)
    lines = text.split("\n")
    del lines[old.first : old.end]
    return "\n".join(lines)


def move_clause(text: str, code: str, way: Way) -> str:
    """Let a clause change places with its neighbour. The first stays when it goes up. Raises NoSuchClause."""
    all_of_it = placed_in(text)
    here = next((n for n, placed in enumerate(all_of_it) if placed.piece.code == code), None)
    if here is None:
        raise NoSuchClause(code)
    if not 0 <= here + way < len(all_of_it):
        return text
    upper, lower = sorted((here, here + way))
    one, other = all_of_it[upper], all_of_it[lower]
    lines = text.split("\n")
    blocks = [lines[one.first : one.end], lines[other.first : other.end]]
    gaps = [_empty_at_end(block) for block in blocks]
    first, second = (block[: len(block) - len(gap)] for block, gap in zip(blocks, gaps, strict=True))
    lines[one.first : other.end] = [*second, *gaps[0], *first, *gaps[1]]
    return "\n".join(lines)


def move_after(text: str, code: str, other: str) -> str:
    """Let a clause stand right after another one; before all others when none is named. Raises NoSuchClause."""
    piece = find_clause(text, code).piece
    if code == other:
        return text
    if other:
        find_clause(text, other)
    return add_clause(remove_clause(text, code), piece, after=other, first=not other)


def _empty_at_end(lines: list[str]) -> list[str]:
    size = next((n for n, line in enumerate(reversed(lines)) if line.strip()), len(lines))
    return lines[len(lines) - size :]
