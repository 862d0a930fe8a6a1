"""Published policies. A version is written once and never changed: what was promised on a day stays readable."""

import re
import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from portal.core.base import Base, Id, choice
from portal.policies.kinds import AgeBand, Because, DraftState, Part, Reader, Urgency
from portal.policies.markdown import to_html
from portal.policies.standing import starts_on

STILL_RIGHT = "situations whose rules an editor carried over, each with a mark of what they rest on"

# at the top of a file only: a clause begins with ##
NOT_BEFORE = re.compile(r"\A---[ \t]*\n(?:(?!---).*\n)*?not_before:[ \t]*[\"']?(?P<day>\d{4}-\d{2}-\d{2})", re.ASCII)


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
    review_on: Mapped[date | None] = mapped_column(comment="the day by which it was to be looked at again")
    covers: Mapped[str] = mapped_column(Text)
    shares: Mapped[str] = mapped_column(Text)
    details: Mapped[list[str]] = mapped_column(comment="what we would share, piece by piece")
    recipients: Mapped[dict[str, str]] = mapped_column(JSON, comment="id of a recipient to the words for it")
    sources: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text, comment="the file of the pack, byte for byte")
    published_at: Mapped[datetime]
    still_right: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, comment=STILL_RIGHT)
    policy: Mapped[Policy] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    clauses: Mapped[list["PolicyClause"]] = relationship(order_by="PolicyClause.position")

    @property
    def not_before(self) -> date | None:
        """The first day on which it can have applied, as its file says it."""
        found = NOT_BEFORE.search(self.text)
        return date.fromisoformat(found["day"]) if found else None

    @property
    def slug(self) -> str:
        """The permanent address of its policy."""
        return self.policy.slug

    @property
    def starts_on(self) -> date:
        """The day from which it counts: the published one, else the day it was published here."""
        return starts_on(self.effective_on, self.published_at)


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
    readings: Mapped[dict[str, str]] = mapped_column(JSON, comment="reader to Markdown, where the words differ")
    urgency: Mapped[Urgency | None] = mapped_column(choice(Urgency))
    because: Mapped[Because | None] = mapped_column(choice(Because))
    shares: Mapped[str | None] = mapped_column(Text, comment="empty: what the version shares")
    age_codes: Mapped[list[str]]
    life_risk_only_codes: Mapped[list[str]]
    tell: Mapped[list[str]] = mapped_column(comment="ids of recipients")
    under: Mapped[str | None] = mapped_column(String(80), comment="permanent id of a wider ground that holds this one")
    source: Mapped[list[str]] = mapped_column(comment="lines of the sources")
    law: Mapped[list[str]]

    @property
    def ages(self) -> frozenset[AgeBand]:
        """Whose rules it belongs to."""
        return frozenset(AgeBand(code) for code in self.age_codes)

    def html_for(self, reader: Reader) -> str:
        """The words this reader gets, as HTML with every tag escaped: their own, else the ones for 13 to 17."""
        return to_html(self.readings[reader]) if reader in self.readings else self.html

    @property
    def life_risk_only(self) -> frozenset[AgeBand]:
        """The ages for which it counts only while a life is at risk."""
        return frozenset(AgeBand(code) for code in self.life_risk_only_codes)


class KeptDocument(Base):
    """The PDF of a version: its words are public, so it is not sealed."""

    __tablename__ = "policy_documents"

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policy_versions.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    pages: Mapped[int]
    made_at: Mapped[datetime]


class PolicyDraft(Base):
    """The next version of a policy while it is written: the text of a pack file, whole, problems and all."""

    __tablename__ = "policy_drafts"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), ForeignKey("policies.slug"), index=True)
    based_on: Mapped[int] = mapped_column(comment="the number of the version it started from")
    text: Mapped[str] = mapped_column(Text, comment="a file of the pack; it may have problems")
    state: Mapped[DraftState] = mapped_column(choice(DraftState))
    updated_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"), comment="whoever changed the text last")
    updated_at: Mapped[datetime]
    still_right: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, comment=STILL_RIGHT)
    note: Mapped[str | None] = mapped_column(Text, comment="why it was sent back, until it is changed")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> int:
        """The number it will be published under."""
        return self.based_on + 1

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in {DraftState.DRAFT, DraftState.READY}


def _refuse(_mapper: object, _connection: object, _target: object) -> None:
    raise PublishedForGood("a published version is never changed; publish one with a new number")


for _published in (PolicyVersion, PolicyClause):
    event.listen(_published, "before_update", _refuse)
    event.listen(_published, "before_delete", _refuse)
