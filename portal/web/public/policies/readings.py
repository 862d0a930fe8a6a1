"""A whole version in the words of one reader: every clause, with the facts that go with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from portal.core.errors import NotFound
from portal.core.words import _
from portal.policies.agreeing import Beside, beside, would_or_may
from portal.policies.facts import BANDS_OF, LIFE_AT_RISK, how_and_why, kind_of, only_for
from portal.policies.kinds import Part, Reader
from portal.policies.situations import Situations

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion

# Which drawing stands beside a clause: by what it is about, where we know, else by its kind or part.
ABOUT = {"parents": "home", "homeless": "home", "chatbot": "talk", "ask-us": "talk", "questions": "talk"}
KINDS = {"emergency": "emergency", "not-urgent": "talk", "law": "law"}
PARTS = {Part.ANSWER: "lock", Part.SHARING: "people", Part.AFTERWARDS: "people", Part.RULE: "lock"}
NOTE = "note"
WHAT_CHANGED = "what-changed"  # the clause in which a version speaks of it
# Whose words a group of the page of changes gets.
OF_GROUP = {"under-18": Reader.FROM_13, "adult": Reader.ADULT, "adult-at-risk": Reader.AT_RISK}
OTHERS = "others"  # the kind of a ground that is for other ages


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause for one reader. `words` are HTML, `notes` and `kind` sentences; nobody is told when `who` is empty."""

    clause: "PolicyClause"
    words: str
    notes: list[str]
    kind: str
    who: list[str]
    shares: str
    picture: str
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Grounds of one kind, and what is said once for all of them; what differs is empty here and said with each."""

    kind: str
    outcome: str
    clauses: list[Shown]
    who: list[str] = field(default_factory=list)
    shares: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Clauses of one part that follow each other. `groups` are the same clauses by kind; empty but for grounds."""

    part: Part
    clauses: list[Shown]
    groups: list[Group]


def reader_of(code: str) -> Reader:
    """The reader of an address. Raises NotFound."""
    try:
        return Reader(code)
    except ValueError:
        raise NotFound from None


def chapters_of(shown: "PolicyVersion", reader: Reader, situations: Situations) -> list[Chapter]:
    """Every clause of the version, none left out: what is for other ages says whom it is for."""
    chapters = []
    for part, clauses in groupby(shown.clauses, key=lambda clause: clause.part):
        drawn = [_shown(shown, clause, reader, situations) for clause in clauses]
        groups = list(_groups(shown, drawn, reader, situations)) if part is Part.GROUND else []
        chapters.append(Chapter(part, drawn, groups))
    return chapters


def _groups(shown: "PolicyVersion", drawn: list[Shown], reader: Reader, situations: Situations) -> Iterator[Group]:
    """The kinds in the order of the page of all ages; last, what is for others."""
    for kind in (*KINDS, OTHERS):
        found = [one for one in drawn if _kind(one.clause, reader) == kind]
        codes = [one.clause.code for one in found]
        outcome = would_or_may(situations, shown.slug, shown.number, codes, BANDS_OF[reader])
        alike = len({(tuple(one.who), one.shares) for one in found}) == 1
        if found:
            yield Group(kind, outcome, found, found[0].who if alike else [], found[0].shares if alike else "")


def _kind(clause: "PolicyClause", reader: Reader) -> str:
    return kind_of(clause.urgency, clause.because) if clause.ages & BANDS_OF[reader] else OTHERS


def _shown(shown: "PolicyVersion", clause: "PolicyClause", reader: Reader, situations: Situations) -> Shown:
    kind = kind_of(clause.urgency, clause.because)
    return Shown(
        clause=clause,
        words=clause.html_for(reader),
        notes=_notes(clause, reader),
        kind=how_and_why(clause.urgency, clause.because),
        who=[shown.recipients[name] for name in clause.tell],
        shares=(clause.shares or shown.shares) if kind else "",
        picture=ABOUT.get(clause.code) or KINDS.get(kind) or PARTS.get(clause.part, NOTE),
        beside=beside(situations, shown.slug, shown.number, clause.code, BANDS_OF[reader]),
    )


def _notes(clause: "PolicyClause", reader: Reader) -> list[str]:
    """What the words cannot say: whom it is for, and the limit that words of their own would have said."""
    is_for_all_of_them = BANDS_OF[reader] <= clause.ages
    is_limited = bool(clause.life_risk_only & BANDS_OF[reader]) and reader not in clause.readings
    return [
        *([] if is_for_all_of_them else [only_for(clause.ages)]),
        *([_(LIFE_AT_RISK)] if is_limited else []),
    ]


def said_of_change(shown: "PolicyVersion", group: str) -> str:
    """What the version itself says of how it differs from the one before, for one group of readers. HTML, or empty."""
    clause = next((clause for clause in shown.clauses if clause.code == WHAT_CHANGED), None)
    return clause.html_for(OF_GROUP[group]) if clause else ""
