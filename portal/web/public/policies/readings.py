"""A whole version in the words of one reader: every clause, in its order, with the facts that go with it."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from portal.core.errors import NotFound
from portal.policies.facts import BANDS_OF, LIFE_AT_RISK, how_and_why, kind_of, only_for
from portal.policies.kinds import Part, Reader

if TYPE_CHECKING:
    from portal.policies.models import PolicyClause, PolicyVersion

# Which drawing stands beside a clause: by what it is about, where we know, else by its kind or part.
ABOUT = {"parents": "home", "homeless": "home", "chatbot": "talk", "ask-us": "talk", "questions": "talk"}
KINDS = {"emergency": "emergency", "not-urgent": "talk", "law": "law"}
PARTS = {Part.ANSWER: "lock", Part.SHARING: "people", Part.AFTERWARDS: "people", Part.RULE: "lock"}
NOTE = "note"


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


@dataclass(frozen=True, slots=True)
class Chapter:
    """Clauses of one part that follow each other."""

    part: Part
    clauses: list[Shown]


def reader_of(code: str) -> Reader:
    """The reader of an address. Raises NotFound."""
    try:
        return Reader(code)
    except ValueError:
        raise NotFound from None


def chapters_of(shown: "PolicyVersion", reader: Reader) -> list[Chapter]:
    """Every clause of the version, none left out: what is for other ages says whom it is for."""
    parts = groupby(shown.clauses, key=lambda clause: clause.part)
    return [Chapter(part, [_shown(shown, clause, reader) for clause in clauses]) for part, clauses in parts]


def _shown(shown: "PolicyVersion", clause: "PolicyClause", reader: Reader) -> Shown:
    kind = kind_of(clause.urgency, clause.because)
    return Shown(
        clause=clause,
        words=clause.html_for(reader),
        notes=_notes(clause, reader),
        kind=how_and_why(clause.urgency, clause.because),
        who=[shown.recipients[name] for name in clause.tell],
        shares=(clause.shares or shown.shares) if kind else "",
        picture=ABOUT.get(clause.code) or KINDS.get(kind) or PARTS.get(clause.part, NOTE),
    )


def _notes(clause: "PolicyClause", reader: Reader) -> list[str]:
    """What the words cannot say: whom it is for, and the limit that words of their own would have said."""
    is_for_all_of_them = BANDS_OF[reader] <= clause.ages
    is_limited = bool(clause.life_risk_only & BANDS_OF[reader]) and reader not in clause.readings
    return [
        *([] if is_for_all_of_them else [only_for(clause.ages)]),
        *([LIFE_AT_RISK] if is_limited else []),
    ]
