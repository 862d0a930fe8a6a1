"""The tables of the public numbers. What is stored is what may be shown: no small count is in here."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, choice


class NumbersState(StrEnum):
    """A year is prepared by one worker and published by another."""

    DRAFT = "draft"
    PUBLISHED = "published"


class NumbersYear(Base):
    """The numbers of one year, frozen. A mistake is put right by a new edition that says what was wrong."""

    __tablename__ = "numbers_years"
    __table_args__ = (UniqueConstraint("year", "edition"),)

    id: Mapped[Id]
    year: Mapped[int]
    edition: Mapped[int] = mapped_column(comment="1, and one more for each correction")
    state: Mapped[NumbersState] = mapped_column(choice(NumbersState))
    people_helped: Mapped[int] = mapped_column(comment="as the organisation counts them itself, to the nearest 100")
    figures: Mapped[dict[str, Any]] = mapped_column(comment="rounded and suppressed; no count from 1 to 7")
    figures_sha256: Mapped[str] = mapped_column(String(64))
    correction: Mapped[str | None] = mapped_column(Text, comment="public words: what was wrong before")
    prepared_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    prepared_at: Mapped[datetime]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it."""
        return self.state is NumbersState.PUBLISHED


class NumbersDocument(Base):
    """The PDF of a published edition: its words are public, so it is not sealed."""

    __tablename__ = "numbers_documents"

    numbers_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("numbers_years.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
