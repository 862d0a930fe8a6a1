"""Sets of many people that went outside, who is in them, who opted out, and who was told of a change.

Handles of members and of opt-outs have a blind index of their own domain. It meets neither that of requests nor that of
the register, so that a copy of the database cannot say whose row it is. What an opt-out came from is kept blind too.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.core.base import Base, BlindIndex, Id, Sealed, choice
from portal.disclosures.kinds import MatchDecision, SentBy
from portal.requests.kinds import IdentifierKind
from portal.shares import kinds as k
from portal.shares.rules import has_members, needs_second
from portal.shares.states import NoticeState, ShareState


def _sealed_words(comment: str) -> Mapped[bytes | None]:
    return mapped_column(LargeBinary, comment=f"sealed: {comment}")


class ShareSet(Base):
    """One share of data that is not about one person. Has a data key of its own."""

    __tablename__ = "share_sets"
    __table_args__ = (Index("ix_share_sets_begun_at_id", "begun_at", "id"),)

    id: Mapped[Id]
    key_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(String(8), unique=True)
    submission: Mapped[str] = mapped_column(String(64), unique=True, comment="random id of the form it came from")
    kind: Mapped[k.ShareKind] = mapped_column(choice(k.ShareKind))
    form: Mapped[k.Form] = mapped_column(choice(k.Form))
    receiver: Mapped[k.Receiver] = mapped_column(choice(k.Receiver))
    basis: Mapped[k.Basis] = mapped_column(choice(k.Basis))
    state: Mapped[ShareState] = mapped_column(choice(ShareState), index=True)
    is_locked: Mapped[bool] = mapped_column(comment="the people in it must not be told")
    review_on: Mapped[date | None]
    begun_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    begun_at: Mapped[datetime]
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    closed_at: Mapped[datetime | None]
    shared_on: Mapped[date | None] = mapped_column(comment="the day on which it went out")
    hand_ids: Mapped[list[str]] = mapped_column(comment="every worker who changed it: none may be its second person")
    version: Mapped[int] = mapped_column()
    receiver_name: Mapped[Sealed] = mapped_column(comment="sealed: who gets it")
    what: Mapped[Sealed] = mapped_column(comment="sealed: what they get, in words for whoever is in it")
    why: Mapped[Sealed] = mapped_column(comment="sealed: why, in words for whoever is in it")
    locked_why: Mapped[bytes | None] = _sealed_words("why the people in it must not be told")

    __mapper_args__ = {"version_id_col": version}

    @property
    def has_members(self) -> bool:
        """Whether people stand in it."""
        return has_members(self.kind, self.form)

    @property
    def needs_second(self) -> bool:
        """Whether somebody else has to look before it goes out."""
        return needs_second(self.kind, self.form, is_locked=self.is_locked)


class ShareMember(Base):
    """One person in a set. Nothing here says who, but the sealed code or handle that the receiver knows them by."""

    __tablename__ = "share_members"

    id: Mapped[Id]
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("share_sets.id"), index=True)
    known_as: Mapped[bytes | None] = _sealed_words("what the receiver knows them by: a code, or a name in a named set")
    late_told_on: Mapped[date | None] = mapped_column(comment="when the receiver was told of an opt-out that came late")
    late_told_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))

    handles: Mapped[list["ShareHandle"]] = relationship(cascade="all, delete-orphan", order_by="ShareHandle.kind")


class ShareHandle(Base):
    """One handle of somebody in a set, blind only."""

    __tablename__ = "share_handles"
    __table_args__ = (UniqueConstraint("member_id", "blind_index"),)

    id: Mapped[Id]
    member_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("share_members.id"), index=True)
    kind: Mapped[IdentifierKind] = mapped_column(choice(IdentifierKind))
    blind_index: Mapped[BlindIndex]


class OptOut(Base):
    """Somebody wants no part in research, or no observer. Kept only to match: no name, no case, no key."""

    __tablename__ = "share_opt_outs"

    id: Mapped[Id]
    kind: Mapped[k.OptOutKind] = mapped_column(choice(k.OptOutKind))
    source: Mapped[k.OptOutSource] = mapped_column(choice(k.OptOutSource))
    source_index: Mapped[str | None] = mapped_column(
        String(64), index=True, comment="blind index of the case it came from, which a copy cannot look up"
    )
    noted_on: Mapped[date]
    noted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"), comment="empty: by the portal")
    lifted_on: Mapped[date | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    lifted_why: Mapped[k.LiftedWhy | None] = mapped_column(choice(k.LiftedWhy))

    handles: Mapped[list["OptOutHandle"]] = relationship(cascade="all, delete-orphan")


class OptOutHandle(Base):
    """One handle of somebody who opted out, blind only."""

    __tablename__ = "share_opt_out_handles"
    __table_args__ = (UniqueConstraint("opt_out_id", "blind_index"),)

    id: Mapped[Id]
    opt_out_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("share_opt_outs.id"), index=True)
    blind_index: Mapped[BlindIndex]


class ShareMatch(Base):
    """A worker's decision that the person of a case is, or is not, in a set. Not which row of it they are."""

    __tablename__ = "share_matches"
    __table_args__ = (UniqueConstraint("case_id", "set_id"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("share_sets.id"), index=True)
    decision: Mapped[MatchDecision] = mapped_column(choice(MatchDecision))
    decider_ids: Mapped[list[str]] = mapped_column(comment="everybody who ever decided: none of them may approve")
    decided_at: Mapped[datetime]


class RecipientNotice(Base):
    """That one recipient has to be told of a change, and how that was done. Sealed under the request's key."""

    __tablename__ = "recipient_notices"
    __table_args__ = (
        UniqueConstraint("case_id", "recipient_id"),
        UniqueConstraint("case_id", "set_id", name="uq_recipient_notices_set_id"),
        Index("ix_recipient_notices_state_opened_at", "state", "opened_at", "id"),
    )

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("disclosure_recipients.id"))
    set_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("share_sets.id"))
    state: Mapped[NoticeState] = mapped_column(choice(NoticeState))
    opened_at: Mapped[datetime]
    way: Mapped[SentBy | None] = mapped_column(choice(SentBy))
    sent_on: Mapped[date | None]
    not_told: Mapped[k.NotToldWhy | None] = mapped_column(choice(k.NotToldWhy))
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    done_at: Mapped[datetime | None]
    proof_name: Mapped[str | None] = mapped_column(String(64), comment="sealed file in the file store")
    proof_kind: Mapped[k.ProofKind | None] = mapped_column(choice(k.ProofKind))
    version: Mapped[int] = mapped_column()
    words: Mapped[bytes | None] = _sealed_words("what they were told")
    proof: Mapped[bytes | None] = _sealed_words("a reference that proves it")
    why: Mapped[bytes | None] = _sealed_words("why they cannot be told, in words for the person")

    case: Mapped[Case] = relationship()

    __mapper_args__ = {"version_id_col": version}
