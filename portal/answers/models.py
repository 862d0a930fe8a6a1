"""What goes back to the person: drafted, prepared, approved, released."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.core.base import Base, Id, choice


class AnswerState(StrEnum):
    """How far the file itself is. Where the case stands is the case's own status."""

    DRAFT = "draft"
    RENDERING = "rendering"
    READY = "ready"


class Answer(Base):
    """One answer to one case. Approval names the hash of the exact file; one changed byte voids it."""

    __tablename__ = "answers"

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    state: Mapped[AnswerState] = mapped_column(choice(AnswerState))
    letter: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: the letter as the worker writes it")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: everything the document says, frozen")
    told_ids: Mapped[list[str]] = mapped_column(comment="the entries it tells, as they were confirmed when prepared")
    redactor_ids: Mapped[list[str]] = mapped_column(comment="every worker who had a hand in it: none may approve")
    prepared_at: Mapped[datetime | None]
    pdf_name: Mapped[str | None] = mapped_column(String(64), comment="sealed file in the file store")
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_faults: Mapped[list[str]] = mapped_column(comment="codes of checks the file failed; empty when it is sound")
    rendered_at: Mapped[datetime | None]
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    approved_at: Mapped[datetime | None]
    approved_sha256: Mapped[str | None] = mapped_column(String(64))
    released_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    released_at: Mapped[datetime | None]
    first_opened_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()

    def forget_file(self) -> None:
        """Let go of the file. Approval is bound to one file; without the file there is no approval."""
        self.pdf_name = self.pdf_sha256 = self.rendered_at = None
        self.pdf_faults = []
        self.approved_by_id = self.approved_at = self.approved_sha256 = None

    __mapper_args__ = {"version_id_col": version}
