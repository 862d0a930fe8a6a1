"""Checks of who asks, step by step. What a person told is sealed under a key of its own, which is soon destroyed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.base import Base, Id, Sealed, choice
from portal.identity.kinds import (
    ClimbReason,
    CodeWord,
    Confidence,
    KnownChannel,
    Paper,
    Rung,
    Seen,
    Understanding,
    Verdict,
)


class IdentityCheck(Base):
    """One try at knowing somebody again: rungs of the ladder, then a decision. The newest of a request counts."""

    __tablename__ = "identity_checks"
    __table_args__ = (UniqueConstraint("request_id", "number"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    number: Mapped[int] = mapped_column(comment="of the request's checks: two begun at once are one")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict))
    confidence: Mapped[Confidence | None] = mapped_column(choice(Confidence))
    words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed with the request: why it was decided so")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    evidence_key_id: Mapped[str | None] = mapped_column(String(64), comment="of what they told, and of nothing else")
    evidence_until: Mapped[datetime | None] = mapped_column(index=True, comment="the key is destroyed then")
    evidence_gone_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    steps: Mapped[list["IdentityStep"]] = relationship(order_by="IdentityStep.number")

    __mapper_args__ = {"version_id_col": version}


class IdentityStep(Base):
    """One rung: why it was climbed, and what came of it, in codes."""

    __tablename__ = "identity_steps"
    __table_args__ = (UniqueConstraint("check_id", "number"),)

    id: Mapped[Id]
    check_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("identity_checks.id"), index=True)
    number: Mapped[int]
    rung: Mapped[Rung] = mapped_column(choice(Rung))
    reason: Mapped[ClimbReason | None] = mapped_column(choice(ClimbReason), comment="empty on the lowest rung")
    reason_words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed with the request")
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    allowed: Mapped[bool | None] = mapped_column(comment="a document: whether a second worker said yes")
    allowed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    shown_at: Mapped[datetime | None]
    shown_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    channel: Mapped[KnownChannel | None] = mapped_column(choice(KnownChannel))
    code_word: Mapped[CodeWord | None] = mapped_column(choice(CodeWord))
    seen_by_others: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[list[list[Any]]] = mapped_column(JSON, default=list, comment="pairs of a kind and whether it fitted")
    paper: Mapped[Paper | None] = mapped_column(choice(Paper))
    seen: Mapped[Seen | None] = mapped_column(choice(Seen))
    fits: Mapped[bool | None]
    evidence: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="sealed under the check's own key: what they told"
    )


class Capacity(Base):
    """What a worker thought about how much a young person understands. Kept as it was; the newest counts."""

    __tablename__ = "capacity_notes"

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    view: Mapped[Understanding] = mapped_column(choice(Understanding))
    considered: Mapped[list[str]] = mapped_column(comment="codes")
    words: Mapped[Sealed]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
