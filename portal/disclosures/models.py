"""The register: one entry per time the charity told somebody outside about a person, or decided not to.

Each entry has a data key of its own. Coded facts stand open, for the register must be searchable and counted;
everything in words is sealed.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.base import Base, BlindIndex, Id, Sealed, choice
from portal.disclosures import kinds as k
from portal.disclosures.people.matching import HowKnown
from portal.requests.kinds import IdentifierKind, Service


def _sealed_words(comment: str) -> Mapped[bytes | None]:
    return mapped_column(LargeBinary, comment=f"sealed: {comment}")


class Disclosure(Base):
    """What was decided, under which clause, on which basis, and what the person knows of it (design 3, law 9)."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_decided_at_id", "decided_at", "id"),)

    id: Mapped[Id]
    key_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(8), unique=True)
    submission: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="random id of the form it came from: a second press of Log finds it taken"
    )
    purpose: Mapped[k.Purpose] = mapped_column(choice(k.Purpose))
    nation: Mapped[str] = mapped_column(String(40))
    service: Mapped[Service] = mapped_column(choice(Service))
    urgency: Mapped[k.Urgency] = mapped_column(choice(k.Urgency))
    decision: Mapped[k.Decision] = mapped_column(choice(k.Decision))
    decided_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    at_risk: Mapped[k.AtRisk] = mapped_column(choice(k.AtRisk))
    person_group: Mapped[k.PersonGroup] = mapped_column(choice(k.PersonGroup))
    said_on: Mapped[date | None] = mapped_column(comment="decides which version of the policy applied")
    policy: Mapped[str] = mapped_column(String(80))
    policy_version: Mapped[int]
    clause: Mapped[str] = mapped_column(String(80))
    lawful_basis: Mapped[k.LawfulBasis] = mapped_column(choice(k.LawfulBasis))
    special_condition: Mapped[k.SpecialCondition] = mapped_column(choice(k.SpecialCondition))
    consent: Mapped[k.Consent] = mapped_column(choice(k.Consent))
    no_consent_reason: Mapped[k.NoConsentReason | None] = mapped_column(choice(k.NoConsentReason))
    told: Mapped[k.Told] = mapped_column(choice(k.Told))
    told_at: Mapped[datetime | None]
    second_signature_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    review_on: Mapped[date | None]
    feedback: Mapped[k.Feedback] = mapped_column(choice(k.Feedback))
    feedback_on: Mapped[date | None]
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    logged_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("workers.id"), comment="who wrote it down; not always who decided"
    )
    on_consent: Mapped[bool | None] = mapped_column(comment="was the data collected on consent (Art 8A(4) UK GDPR)")
    imported: Mapped[bool] = mapped_column(
        default=False, server_default=false(), comment="came from an old log: what that did not have is not recorded"
    )
    version: Mapped[int] = mapped_column()

    why: Mapped[Sealed] = mapped_column(comment="sealed: why we told, in the person's words")
    necessity: Mapped[bytes | None] = _sealed_words("why it was needed and no more than needed")
    late_reason: Mapped[bytes | None] = _sealed_words("why it was written down later than it happened")
    consent_note: Mapped[bytes | None] = _sealed_words("what the person said about it")
    views: Mapped[bytes | None] = _sealed_words("the person's own views")
    told_note: Mapped[bytes | None] = _sealed_words("why the person was not told yet")
    left_out: Mapped[bytes | None] = _sealed_words("what we did not tell")
    feedback_words: Mapped[bytes | None] = _sealed_words("what happened next, as far as we were told")
    effect: Mapped[bytes | None] = _sealed_words("what it changed for using the service")
    protect: Mapped[bytes | None] = _sealed_words("other people whose identity has to stay out of answers")
    copy_at: Mapped[bytes | None] = _sealed_words("where the exact copy of what was told lies")

    recipients: Mapped[list["Recipient"]] = relationship(order_by="Recipient.position", cascade="all, delete-orphan")
    identifiers: Mapped[list["DisclosureIdentifier"]] = relationship(order_by="DisclosureIdentifier.kind")
    fields: Mapped[list["SharedField"]] = relationship(order_by="SharedField.position", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_locked(self) -> bool:
        """An entry the person must not be told of. It looks, from outside, as if it were not there."""
        return self.told is k.Told.MUST_NOT


class Recipient(Base):
    """One organisation or person outside who was told."""

    __tablename__ = "disclosure_recipients"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    position: Mapped[int]
    kind: Mapped[k.RecipientKind] = mapped_column(choice(k.RecipientKind))
    sent_by: Mapped[k.SentBy] = mapped_column(choice(k.SentBy))
    identity_checked: Mapped[bool | None] = mapped_column(comment="empty: an old log does not say")
    name: Mapped[Sealed] = mapped_column(comment="sealed: name of the organisation or person")
    role: Mapped[bytes | None] = _sealed_words("their role")
    contact: Mapped[bytes | None] = _sealed_words("how they are reached")


class SharedField(Base):
    """One piece that was told: what, why, and whether that was agreed before."""

    __tablename__ = "disclosure_fields"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    position: Mapped[int]
    kind: Mapped[k.FieldKind] = mapped_column(choice(k.FieldKind))
    agreed: Mapped[bool | None] = mapped_column(comment="empty: an old log does not say")
    what: Mapped[Sealed] = mapped_column(comment="sealed: what was told, in the person's words")
    why: Mapped[Sealed] = mapped_column(comment="sealed: why this piece was needed")


class DisclosureIdentifier(Base):
    """How the person in the entry can be found again: blind to match, sealed to read."""

    __tablename__ = "disclosure_identifiers"
    __table_args__ = (UniqueConstraint("disclosure_id", "blind_index"),)

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    kind: Mapped[IdentifierKind] = mapped_column(choice(IdentifierKind))
    blind_index: Mapped[BlindIndex]
    value: Mapped[Sealed]


class DisclosureMatch(Base):
    """A worker's decision that an entry is, or is not, about the person of a case."""

    __tablename__ = "disclosure_matches"
    __table_args__ = (UniqueConstraint("case_id", "disclosure_id"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    decision: Mapped[k.MatchDecision] = mapped_column(choice(k.MatchDecision))
    how_known: Mapped[HowKnown | None] = mapped_column(choice(HowKnown), comment="given where only weak things met")
    matched_kinds: Mapped[list[str]] = mapped_column(comment="which kinds of identifier met; never their values")
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    decider_ids: Mapped[list[str]] = mapped_column(comment="everybody who ever decided: none of them may approve")
    decided_at: Mapped[datetime]


class DisclosureCorrection(Base):
    """A correction sent to a recipient after the event, with proof that it was sent."""

    __tablename__ = "disclosure_corrections"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    recipient_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosure_recipients.id"))
    sent_at: Mapped[datetime]
    sent_by: Mapped[k.SentBy] = mapped_column(choice(k.SentBy))
    sent_by_worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    what: Mapped[Sealed] = mapped_column(comment="sealed: what was put right")
    proof: Mapped[bytes | None] = _sealed_words("what proves that it was sent")
    recorded_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(64), unique=True, comment="random id of the form")
