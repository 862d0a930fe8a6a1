"""Reads of what was decided and done in a case, with the seals opened, and the words a person reads of it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.answers.kinds import DID, SAID, Decided, DeedKind
from portal.answers.models import Decision, Deed
from portal.cases.models import Case
from portal.disclosures.letters import DecidedPart, DonePart
from portal.letters.grounds import BY_CODE
from portal.requests import queries as requests
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class OpenedDecision:
    """One decision, readable. `grounds`: codes."""

    id: uuid.UUID
    what: str
    decided: Decided
    grounds: tuple[str, ...]
    words: str
    until: str
    by_id: uuid.UUID

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons as the person reads them: what the law says, then our own words."""
        return (*(BY_CODE[code].said for code in self.grounds), *((self.words,) if self.words else ()))

    @property
    def told(self) -> DecidedPart:
        """As it stands in the answer."""
        return DecidedPart(self.what, SAID[self.decided], self.why, self.until)


@dataclass(frozen=True, slots=True)
class OpenedDeed:
    """One deed, readable. `where`: what the system was called when it was written down."""

    id: uuid.UUID
    system: str
    where: str
    kind: DeedKind
    done_on: date
    words: str
    by_id: uuid.UUID

    @property
    def told(self) -> DonePart:
        """As it stands in the answer."""
        return DonePart(self.where, DID[self.kind], self.done_on, self.words)


def decisions_of(session: Session, case: Case) -> list[OpenedDecision]:
    """What was decided, in the order in which it was written down. Raises KeyDestroyed."""
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    rows = session.scalars(select(Decision).where(Decision.case_id == case.id).order_by(Decision.position, Decision.id))
    opened = ((row, box.get_json(row, "content")) for row in rows)
    return [
        OpenedDecision(
            row.id, said["what"], row.decided, tuple(said["grounds"]), said["words"], said["until"], row.decided_by_id
        )
        for row, said in opened
    ]


def deeds_of(session: Session, case: Case) -> list[OpenedDeed]:
    """What was done where, in the order in which it was written down. Raises KeyDestroyed."""
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    rows = session.scalars(select(Deed).where(Deed.case_id == case.id).order_by(Deed.position, Deed.id))
    opened = ((row, box.get_json(row, "content")) for row in rows)
    return [
        OpenedDeed(row.id, row.system, said["where"], row.kind, row.done_on, said["words"], row.done_by_id)
        for row, said in opened
    ]


def hands(session: Session, case: Case) -> set[uuid.UUID]:
    """Everybody who decided or did a piece of it that still stands: opens no seal."""
    decided = session.scalars(select(Decision.decided_by_id).where(Decision.case_id == case.id))
    return {*decided, *session.scalars(select(Deed.done_by_id).where(Deed.case_id == case.id))}
