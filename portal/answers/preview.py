"""What the person would read of the register if the answer were made now, with all that nobody wrote down."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.answers.compose import RuleTitle, share_for
from portal.cases.models import Case
from portal.core.reading import faults, measure
from portal.disclosures import queries as register
from portal.disclosures.gaps import Gap, gaps_of
from portal.disclosures.letters import Part, Share


@dataclass(frozen=True, slots=True)
class PreviewedEntry:
    """One entry as it would be told: what is missing in it, and which words of staff are too hard to read."""

    id: uuid.UUID
    number: str
    part: Part
    gaps: tuple[Gap, ...]
    hard: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many facts are missing."""
        return len(self.gaps)


def preview(session: Session, case: Case, *, rule_title: RuleTitle) -> tuple[PreviewedEntry, ...]:
    """Every confirmed entry, oldest first, in the words of the answer. Raises KeyDestroyed."""
    return tuple(_previewed(session, case, rule_title))


def _previewed(session: Session, case: Case, rule_title: RuleTitle) -> Iterator[PreviewedEntry]:
    for number, entry in enumerate(register.confirmed(session, case), start=1):
        share = share_for(session, entry, rule_title)
        part = Part(f"shared{number}", "share", share.heading, "", share)
        yield PreviewedEntry(entry.id, entry.number, part, gaps_of(share), tuple(faults(measure(_typed(share)))))


def _typed(share: Share) -> str:
    """What colleagues wrote in their own words: a sentence too long in there is found here, not by the person."""
    typed = (share.why, share.left_out, share.next, *share.corrections, *(item.why for item in share.items))
    return "\n\n".join((*typed, *(fact.answer for fact in share.whole)))
