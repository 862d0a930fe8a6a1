"""A policy as the pack holds it: its versions, and the clauses of each with where they come from."""

import hashlib
import json
import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from portal.policies.kinds import AgeBand, Because, Part, Urgency, bands_of
from portal.policies.pack.values import Frozen, Id, Published, Text

SOURCE_LINE = re.compile(r"(?P<source>\w+) lines? (?P<first>\d+)(?:-(?P<last>\d+))?")


class Source(Frozen):
    """A text the policy was written from: its file name, and what it is."""

    file: Text
    about: Text


class SourceLine(Frozen):
    """Where in a source a clause is found. One line, or a run of lines."""

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
        raise ValueError(f"{value!r} does not say where it stands: write `001 line 11` or `002 lines 63-65`")
    first = int(match["first"])
    last = int(match["last"] or first)
    if not 1 <= first <= last:
        raise ValueError(f"{value!r} has its lines the wrong way round")
    return SourceLine(source=match["source"], first=first, last=last)


def _bands(value: Any) -> Any:
    return bands_of(value) if isinstance(value, list) else value


Bands = Annotated[tuple[AgeBand, ...], BeforeValidator(_bands)]
SourceLines = Annotated[tuple[Annotated[SourceLine, BeforeValidator(_source_line)], ...], Field(min_length=1)]


class Clause(Frozen):
    """One thing the policy says. Its id never changes and is never used again for something else.

    `life_risk_only` are the ages for which a ground counts only while a life is at risk. `words` are Markdown.
    """

    id: Id
    part: Part
    title: Text
    words: Text
    ages: Bands = tuple(AgeBand)
    life_risk_only: Bands = ()
    urgency: Urgency | None = None
    because: Because | None = None
    tell: tuple[Id, ...] = ()
    shares: Text | None = None
    source: SourceLines
    law: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _is_a_whole_ground(self) -> "Clause":
        is_ground = self.part is Part.GROUND
        for name in ("ages", "urgency", "because", "tell"):
            if is_ground and name not in self.model_fields_set:
                raise ValueError(f"a ground has to say `{name}`")
        if not is_ground and (self.urgency or self.because or self.tell or self.shares or self.life_risk_only):
            raise ValueError("only a ground has urgency, because, tell, shares and life_risk_only")
        if not set(self.life_risk_only) <= set(self.ages):
            raise ValueError("`life_risk_only` names an age that `ages` does not")
        return self


class Version(Frozen):
    """One published text. None for `effective_on`: nobody published the day it started.

    `in_force_by` is a day on which it certainly applied already; that is all that can be said of an undated text.
    """

    slug: Id
    number: int = Field(ge=1, alias="version")
    title: Text
    effective_on: Published[date] = None
    in_force_by: Published[date] = None
    covers: Text
    shares: Text
    sources: dict[str, Source] = Field(min_length=1)
    recipients: dict[Id, Text] = Field(min_length=1)
    clauses: tuple[Clause, ...]

    @property
    def sha256(self) -> str:
        """What the version says, as a hash. Left-out values do not count, so a new kind of value changes no hash."""
        said = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class PolicyText(Frozen):
    """A policy and its versions, oldest first."""

    slug: str
    versions: tuple[Version, ...] = Field(min_length=1)

    @property
    def newest(self) -> Version:
        """The version with the highest number."""
        return self.versions[-1]
