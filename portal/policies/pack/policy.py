"""A policy as the pack holds it: its versions, and the clauses of each with where they come from."""

import hashlib
import json
from datetime import date

from pydantic import Field, model_validator

from portal.core.sources import Source, SourceLines
from portal.core.values import Frozen, Id, Published, Text
from portal.policies.ages import Bands, SomeBands
from portal.policies.kinds import AgeBand, Because, Part, Reader, Urgency

MOST_VERSIONS = 99_999  # far more than anybody publishes, and a number that every database can keep


class Clause(Frozen):
    """One thing the policy says. Its id never changes and is never used again for something else.

    `under` is a wider ground that holds this one: where it stood alone, this counted too.
    `life_risk_only` are the ages for which a ground counts only while a life is at risk. `words` are Markdown, for 13
    to 17; `readings` are the same rule for other readers. Under 13 and Easy Read always have words of their own.
    """

    id: Id
    part: Part
    title: Text
    words: Text
    readings: dict[Reader, Text] = {}
    ages: SomeBands = tuple(AgeBand)
    life_risk_only: Bands = ()
    urgency: Urgency | None = None
    because: Because | None = None
    tell: tuple[Id, ...] = ()
    under: Id | None = None
    shares: Text | None = None
    source: SourceLines
    law: tuple[Text, ...] = ()

    def words_for(self, reader: Reader) -> str:
        """The words this reader gets: their own, else the ones for 13 to 17."""
        return self.readings.get(reader, self.words)

    @model_validator(mode="after")
    def _is_a_whole_ground(self) -> "Clause":
        is_ground = self.part is Part.GROUND
        for name in ("ages", "urgency", "because", "tell"):
            if is_ground and name not in self.model_fields_set:
                raise ValueError(f"a ground has to say `{name}`")
        if not is_ground and (
            self.urgency or self.because or self.tell or self.shares or self.life_risk_only or self.under
        ):
            raise ValueError("only a ground has urgency, because, tell, shares and life_risk_only: take them out")
        if not set(self.life_risk_only) <= set(self.ages):
            raise ValueError("`life_risk_only` names an age that `ages` does not: add it there, or take it out here")
        return self


class Version(Frozen):
    """One published text. None for `effective_on`: nobody published the day it started.

    `in_force_by` is a day on which it certainly applied already; that is all that can be said of an undated text.
    `not_before` is the first day on which it can have: it was not made before. `review_on` is the day by which its
    organisation meant to look at it again. `text` is the file it was read from.
    """

    slug: Id
    number: int = Field(ge=1, le=MOST_VERSIONS, alias="version")
    title: Text
    effective_on: Published[date] = None
    in_force_by: Published[date] = None
    not_before: date | None = None
    review_on: Published[date] = None
    covers: Text
    shares: Text
    details: tuple[Text, ...] = ()
    sources: dict[str, Source] = Field(min_length=1)
    recipients: dict[Id, Text] = {}
    clauses: tuple[Clause, ...]
    text: str = Field(default="", exclude=True, repr=False)

    def clause(self, name: str) -> Clause | None:
        """The clause with that id, if this version has it."""
        return next((clause for clause in self.clauses if clause.id == name), None)

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
