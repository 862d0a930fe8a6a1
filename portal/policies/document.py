"""A version on paper: plain values, in the main words, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar, Self

from portal.core.clock import local_date
from portal.core.formatting import long_date
from portal.documents.frozen import freeze, thaw
from portal.policies.facts import LIFE_AT_RISK, how_and_why, only_for
from portal.policies.kinds import Part
from portal.policies.markdown import Block, to_blocks
from portal.policies.models import PolicyClause, PolicyVersion
from portal.policies.pack import Organisation

HEADINGS = {Part.GROUND: "When would you tell someone?", Part.GOOD_TO_KNOW: "Good to know"}


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to talk to: who, how to reach them, what else to know."""

    name: str
    how: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperClause:
    """One rule. `notes` are sentences about it, or empty; `who` is empty when nobody is told."""

    id: str
    title: str
    notes: str
    blocks: tuple[Block, ...]
    who: tuple[str, ...]
    shares: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that stand together, under a heading of their own; under none when it is empty."""

    heading: str
    clauses: tuple[PaperClause, ...]


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """One published version, as it is printed. `numbers_checked_on` is the oldest check of a help line."""

    template: ClassVar[str] = "documents/policy/document.html"

    title: str
    number: int
    organisation: str
    started: tuple[str, ...]
    covers: str
    chapters: tuple[Chapter, ...]
    crisis: tuple[HelpLine, ...]
    numbers_checked_on: date
    contact: tuple[str, ...]

    def to_json(self) -> str:
        """Freeze: equal documents give equal text."""
        return freeze(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote. Raises ContentBroken."""
        return thaw(cls, text)


def document_of(version: PolicyVersion, organisation: Organisation) -> PolicyDocument:
    """Gather everything the paper says."""
    parts = groupby(version.clauses, key=lambda clause: clause.part)
    lines = organisation.crisis_lines
    return PolicyDocument(
        title=version.title,
        number=version.number,
        organisation=organisation.name,
        started=tuple(_started(version)),
        covers=version.covers,
        chapters=tuple(_chapter(version, part, clauses) for part, clauses in parts),
        crisis=tuple(HelpLine(line.name, line.how, line.note) for line in lines),
        numbers_checked_on=min(line.checked_on for line in lines),
        contact=(f"Here is how to reach us: {organisation.contact_line}.",),
    )


def _started(version: PolicyVersion) -> Iterable[str]:
    if version.effective_on:
        # a paper is made once and read for years: it says what was true on the day it was published
        is_to_come = version.effective_on > local_date(version.published_at)
        yield f"It {'starts' if is_to_come else 'started'} on {long_date(version.effective_on)}."
        return
    yield "The day it started was not published."
    if version.in_force_by:
        yield f"We know that it counts since {long_date(version.in_force_by)} at the latest."


def _chapter(version: PolicyVersion, part: Part, clauses: Iterable[PolicyClause]) -> Chapter:
    return Chapter(HEADINGS.get(part, ""), tuple(_clause(version, clause) for clause in clauses))


def _clause(version: PolicyVersion, clause: PolicyClause) -> PaperClause:
    life_at_risk = LIFE_AT_RISK if clause.life_risk_only else ""
    notes = (only_for(clause.ages), life_at_risk, how_and_why(clause.urgency, clause.because))
    return PaperClause(
        id=clause.code,
        title=clause.title,
        notes=" ".join(note for note in notes if note),
        blocks=to_blocks(clause.words),
        who=tuple(version.recipients[name] for name in clause.tell),
        shares=(clause.shares or version.shares) if clause.part is Part.GROUND else "",
    )
