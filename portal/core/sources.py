"""Where a fact was found: a line, or a run of lines, of a text that is named once at the top of a file."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from portal.core.values import Frozen, Text

SOURCE_LINE = re.compile(r"(?P<source>\w+) lines? (?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?")
SHOWN = 40  # letters of what was written instead: a problem is read on one line


class Source(Frozen):
    """A text that facts were taken from: its file name, and what it is."""

    file: Text
    about: Text


class SourceLine(Frozen):
    """Where in a source a fact is found. One line, or a run of lines."""

    source: str
    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.source} line {self.first}"
        return f"{self.source} lines {self.first}-{self.last}"


def _source_line(value: Any) -> Any:
    match = SOURCE_LINE.fullmatch(str(value))
    if match is None:
        raise ValueError(
            f"{str(value)[:SHOWN]!r} does not say where it stands: write `001 line 11` or `002 lines 63-65`"
        )
    first = int(match["first"])
    last = int(match["last"] or first)
    if not 1 <= first <= last:
        raise ValueError(f"{value!r} has its lines the wrong way round")
    return SourceLine(source=match["source"], first=first, last=last)


SourceLines = Annotated[tuple[Annotated[SourceLine, BeforeValidator(_source_line)], ...], Field(min_length=1)]
