"""The file of one complaint: what it is about, whom it names, when they were told, what came of it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.kinds import ComplaintOutcome
from portal.core.base import Base, Id, choice


class ComplaintFile(Base):
    """One for each complaint, made when somebody writes the first thing into it. The letter in it is sealed."""

    __tablename__ = "complaint_files"

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), unique=True)
    about_case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    about_worker_ids: Mapped[list[str]] = mapped_column(comment="workers whom it names: none of them may judge it")
    told_at: Mapped[datetime | None] = mapped_column(comment="when the person was last told how it goes")
    outcome: Mapped[ComplaintOutcome | None] = mapped_column(choice(ComplaintOutcome))
    letter: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: the letter that tells the outcome")
    boxes: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed JSON: what its writer typed")
    letter_version: Mapped[int | None]
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    written_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
