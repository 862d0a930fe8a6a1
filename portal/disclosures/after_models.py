"""What becomes of an entry after it was logged. Rows are only added: what stood there before can always be read."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, Sealed, choice
from portal.disclosures import kinds as k


class DisclosureFeedback(Base):
    """One thing heard, or not heard, from whoever was told. The newest stands in the entry too."""

    __tablename__ = "disclosure_feedback"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    feedback: Mapped[k.Feedback] = mapped_column(choice(k.Feedback))
    on: Mapped[date | None] = mapped_column("on_day")
    words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: what they told us")
    noted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    noted_at: Mapped[datetime]
    submission: Mapped[str | None] = mapped_column(String(64), unique=True, comment="random id of the form")


class DisclosureAmendment(Base):
    """A mistake in an entry that was put right: the old words, the new ones, and what was wrong."""

    __tablename__ = "disclosure_amendments"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    part: Mapped[str] = mapped_column(String(40), comment="which part of the entry, a code")
    part_id: Mapped[uuid.UUID | None] = mapped_column(comment="the recipient, the piece or the identifier")
    was: Mapped[Sealed] = mapped_column(comment="sealed: what stood there")
    now: Mapped[Sealed] = mapped_column(comment="sealed: what stands there since")
    why: Mapped[Sealed] = mapped_column(comment="sealed: what was wrong")
    amended_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    amended_at: Mapped[datetime]
    submission: Mapped[str] = mapped_column(String(64), unique=True, comment="random id of the form")


class DisclosureAttachment(Base):
    """A file that belongs to an entry. Its data key is its own, so that a wrong one can be destroyed; a trace stays."""

    __tablename__ = "disclosure_attachments"

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), index=True)
    key_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40), comment="what the content is, by its own bytes")
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored: Mapped[str | None] = mapped_column(String(40), comment="name in the file store; empty once taken away")
    label: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: what it is; empty once taken away")
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    added_at: Mapped[datetime]
    removed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    removed_at: Mapped[datetime | None]
    submission: Mapped[str] = mapped_column(String(64), unique=True, comment="random id of the form")
