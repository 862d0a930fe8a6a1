"""The tables of the work on a case. What somebody wrote is sealed; the rest is ids, codes and times."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.models import Case
from portal.casework.kinds import Erased, LinkReason, Looked, Topic
from portal.casework.states import TaskState
from portal.core.base import Base, Id, Sealed, choice


class Conflict(Base):
    """A worker knows the person of a request: none of its cases opens for them, until somebody else lifts it."""

    __tablename__ = "conflicts"
    __table_args__ = (Index("ix_conflicts_worker_id_request_id", "worker_id", "request_id"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    said_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    said_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))


class BrokenGlass(Base):
    """One time a worker opened a case of another team, for an hour, with a reason that somebody else reads."""

    __tablename__ = "broken_glass"
    __table_args__ = (Index("ix_broken_glass_worker_id_case_id", "worker_id", "case_id"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    reason: Mapped[Sealed]
    broken_at: Mapped[datetime]
    until: Mapped[datetime]
    reviewed_at: Mapped[datetime | None] = mapped_column(index=True)
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    looked: Mapped[Looked | None] = mapped_column(choice(Looked), comment="what came of the review")

    case: Mapped[Case] = relationship()


class CaseNote(Base):
    """A note of staff. Its data key is its own, so that it can be erased without the request; a trace of it stays."""

    __tablename__ = "case_notes"
    __table_args__ = (
        UniqueConstraint("case_id", "submission"),
        Index("ix_case_notes_case_id_written_at", "case_id", "written_at"),
    )

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    key_id: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed; empty once erased")
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    written_at: Mapped[datetime]
    hands_over: Mapped[bool] = mapped_column(comment="written for whoever has the case next")
    submission: Mapped[str] = mapped_column(String(64), comment="random id of the form: a second press finds it taken")
    erased_at: Mapped[datetime | None]
    erased_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    erased_why: Mapped[Erased | None] = mapped_column(choice(Erased))


class CaseTask(Base):
    """Something a colleague is asked for. Sealed under the request's data key."""

    __tablename__ = "case_tasks"
    __table_args__ = (
        UniqueConstraint("case_id", "submission"),
        Index("ix_case_tasks_case_id_due_on", "case_id", "due_on"),
        Index("ix_case_tasks_state_due_on", "state", "due_on"),
    )

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    what: Mapped[Sealed]
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"), comment="who is asked, at the desk")
    whom: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: who is asked, when not at the desk")
    due_on: Mapped[date]
    state: Mapped[TaskState] = mapped_column(choice(TaskState))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    asked_at: Mapped[datetime]
    chased_on: Mapped[date | None] = mapped_column(comment="when it was last chased")
    mailed_at: Mapped[datetime | None] = mapped_column(comment="when an e-mail about it was claimed: at most one")
    mail_error: Mapped[str | None] = mapped_column(String(80), comment="the name of a class, never a message")
    closed_at: Mapped[datetime | None]
    submission: Mapped[str] = mapped_column(String(64), comment="random id of the form: a second press finds it taken")
    version: Mapped[int] = mapped_column()

    case: Mapped[Case] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CaseLink(Base):
    """Two cases that a worker says are of one person."""

    __tablename__ = "case_links"

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[LinkReason] = mapped_column(choice(LinkReason))
    linked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    linked_at: Mapped[datetime]
    unlinked_at: Mapped[datetime | None]
    unlinked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    unlinked_why: Mapped[LinkReason | None] = mapped_column(choice(LinkReason))


class HandOver(Base):
    """One time a case went from one worker to another, or back to all. No reason is asked, and none is kept."""

    __tablename__ = "hand_overs"
    __table_args__ = (Index("ix_hand_overs_case_id_at", "case_id", "at"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"), comment="empty: to all")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime]


class RequestTopic(Base):
    """What a request speaks of, as a worker marked it."""

    __tablename__ = "request_topics"

    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(choice(Topic), primary_key=True)


class WorkerCare(Base):
    """What a worker chose for themselves: which topics stay folded, and how many cases with one a day are enough."""

    __tablename__ = "worker_care"

    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    open_topics: Mapped[list[str]] = mapped_column(comment="topics whose words need not be folded; none at first")
    cap: Mapped[int]


class HardLook(Base):
    """A worker opened a case with a topic on that day. Swept away after a week: it is theirs, and no record of work."""

    __tablename__ = "hard_looks"

    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)


class Debrief(Base):
    """A worker asked to talk, or left a note for whoever looks after the team. It belongs to no case."""

    __tablename__ = "debriefs"
    __table_args__ = (
        Index("ix_debriefs_done_on_asked_on_id", "done_on", "asked_on", "id"),
        Index("ix_debriefs_worker_id_done_on", "worker_id", "done_on"),
    )

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    wants_talk: Mapped[bool] = mapped_column(comment="no: they only left a note")
    asked_on: Mapped[date] = mapped_column(index=True)
    submission: Mapped[str] = mapped_column(String(64), comment="random id of the form: a second press finds it taken")
    key_id: Mapped[str | None] = mapped_column(String(64), comment="of the note alone; gone when it is done")
    note: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed; empty once done")
    done_on: Mapped[date | None]
    done_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
