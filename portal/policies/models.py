"""Published policies. A version is written once and never changed: what was promised on a day stays readable."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from portal.core.base import Base, Id, choice
from portal.policies.kinds import AgeBand, Because, Part, Urgency


class PublishedForGood(RuntimeError):
    """Somebody tried to change or delete what was published."""


class Policy(Base):
    """A policy under its permanent address."""

    __tablename__ = "policies"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    versions: Mapped[list["PolicyVersion"]] = relationship(back_populates="policy", order_by="PolicyVersion.number")


class PolicyVersion(Base):
    """One published text of a policy, exactly as the pack had it (`sha256`)."""

    __tablename__ = "policy_versions"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)

    id: Mapped[Id]
    policy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policies.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    effective_on: Mapped[date | None] = mapped_column(comment="empty: nobody published the day it started")
    in_force_by: Mapped[date | None] = mapped_column(comment="a day on which it certainly applied already")
    covers: Mapped[str] = mapped_column(Text)
    shares: Mapped[str] = mapped_column(Text)
    recipients: Mapped[dict[str, str]] = mapped_column(JSON, comment="id of a recipient to the words for it")
    sources: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    policy: Mapped[Policy] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    clauses: Mapped[list["PolicyClause"]] = relationship(order_by="PolicyClause.position")

    @property
    def slug(self) -> str:
        """The permanent address of its policy."""
        return self.policy.slug


class PolicyClause(Base):
    """One thing a version says, under an id that means the same in every version."""

    __tablename__ = "clauses"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[Id]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policy_versions.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(80), comment="the permanent id")
    part: Mapped[Part] = mapped_column(choice(Part))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, comment="Markdown, as published")
    html: Mapped[str] = mapped_column(Text, comment="made from the words by our own renderer, tags escaped")
    urgency: Mapped[Urgency | None] = mapped_column(choice(Urgency))
    because: Mapped[Because | None] = mapped_column(choice(Because))
    shares: Mapped[str | None] = mapped_column(Text, comment="empty: what the version shares")
    age_codes: Mapped[list[str]]
    life_risk_only_codes: Mapped[list[str]]
    tell: Mapped[list[str]] = mapped_column(comment="ids of recipients")
    source: Mapped[list[str]] = mapped_column(comment="lines of the sources")
    law: Mapped[list[str]]

    @property
    def ages(self) -> frozenset[AgeBand]:
        """Whose rules it belongs to."""
        return frozenset(AgeBand(code) for code in self.age_codes)

    @property
    def life_risk_only(self) -> frozenset[AgeBand]:
        """The ages for which it counts only while a life is at risk."""
        return frozenset(AgeBand(code) for code in self.life_risk_only_codes)


def _refuse(_mapper: object, _connection: object, _target: object) -> None:
    raise PublishedForGood("a published version is never changed; publish one with a new number")


for _published in (PolicyVersion, PolicyClause):
    event.listen(_published, "before_update", _refuse)
    event.listen(_published, "before_delete", _refuse)
