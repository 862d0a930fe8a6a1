"""What goes back to the person: drafted, prepared, approved, released."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.answers.kinds import Decided, DeedKind, Late, NoBecause, OddHour, Outcome, Stopped
from portal.cases.models import Case
from portal.core.base import Base, Id, Sealed, choice
from portal.letters.kinds import LetterKind


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
    letter_kind: Mapped[LetterKind | None] = mapped_column(choice(LetterKind))
    letter_version: Mapped[int | None] = mapped_column(comment="of the letter's text that it was begun from")
    press: Mapped[str | None] = mapped_column(String(32), comment="random id of the release that waits")
    pressed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    leaves_at: Mapped[datetime | None] = mapped_column(comment="until then a release can be taken back")
    stopped: Mapped[Stopped | None] = mapped_column(choice(Stopped))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    late: Mapped[Late | None] = mapped_column(choice(Late))
    late_words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: why it was late")
    odd_hour: Mapped[OddHour | None] = mapped_column(choice(OddHour))
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()

    def forget_file(self) -> None:
        """Let go of the file. Approval is bound to one file; without the file there is no approval."""
        self.pdf_name = self.pdf_sha256 = self.rendered_at = None
        self.pdf_faults = []
        self.approved_by_id = self.approved_at = self.approved_sha256 = None
        self.forget_press()

    def forget_press(self) -> None:
        """Let go of a release that waits: its job will find another press, or none."""
        self.press = self.pressed_by_id = self.leaves_at = None
        self.outcome = self.late = self.late_words = self.odd_hour = None

    __mapper_args__ = {"version_id_col": version}


class Decision(Base):
    """What was decided about one thing that the person asked for. The words, the ground among them, are sealed."""

    __tablename__ = "answer_decisions"

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int]
    decided: Mapped[Decided] = mapped_column(choice(Decided))
    content: Mapped[Sealed] = mapped_column(comment="sealed JSON: what, ground, words, kept until when")
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime]


class Deed(Base):
    """What somebody did by hand in one system of the data map."""

    __tablename__ = "answer_deeds"

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int]
    system: Mapped[str] = mapped_column(String(80), comment="its id in the data map of the pack")
    kind: Mapped[DeedKind] = mapped_column(choice(DeedKind))
    done_on: Mapped[date]
    content: Mapped[Sealed] = mapped_column(comment="sealed JSON: what the system is called, words for the person")
    done_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    noted_at: Mapped[datetime]


class Look(Base):
    """What a worker saw when they last opened a prepared answer, and what they had seen before that."""

    __tablename__ = "answer_looks"
    __table_args__ = (UniqueConstraint("answer_id", "worker_id"),)

    id: Mapped[Id]
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answers.id"), index=True)
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    seen: Mapped[Sealed] = mapped_column(comment="sealed: the frozen content, as last seen")
    before: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: the other content seen before that")
    seen_at: Mapped[datetime]
    before_at: Mapped[datetime | None]


class SaidNo(Base):
    """To how many requests of a year something was said no, and why: numbers alone, for the grounds are sealed."""

    __tablename__ = "said_no"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="in which they came")
    why: Mapped[NoBecause] = mapped_column(choice(NoBecause), primary_key=True)
    times: Mapped[int]


class Hold(Base):
    """A lead looks at the answer of this case before it leaves. Nothing here says whether chance picked it."""

    __tablename__ = "answer_holds"
    __table_args__ = (Index("ix_answer_holds_let_go_at_since", "let_go_at", "since"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    press: Mapped[str] = mapped_column(String(32), comment="random id of the release that is held")
    since: Mapped[datetime]
    let_go_at: Mapped[datetime | None]
    let_go_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))

    case: Mapped[Case] = relationship()
