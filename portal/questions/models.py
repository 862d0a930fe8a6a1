"""What a person asked about a rule, and what was published of it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.base import Base, Id, Sealed, choice
from portal.questions.states import QuestionState
from portal.requests.models import Request


class PolicyQuestion(Base):
    """One question about one version of a policy. Its words and its answer are sealed under the request's data key."""

    __tablename__ = "policy_questions"
    __table_args__ = (Index("ix_policy_questions_state_received_at_id", "state", "received_at", "id"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80), comment="the policy")
    version_number: Mapped[int] = mapped_column(comment="the version that stood there when it was asked")
    clause: Mapped[str | None] = mapped_column(String(80), comment="permanent id; empty: the policy as a whole")
    state: Mapped[QuestionState] = mapped_column(choice(QuestionState))
    received_at: Mapped[datetime]
    question: Mapped[Sealed]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: what the person is told, nobody else")
    answered_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime | None] = mapped_column(comment="when the answer was last put right")
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    wording: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed JSON: question, answer, to be published")
    drafted_at: Mapped[datetime | None]
    drafted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"), comment="may not publish it")
    note: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: why the wording was sent back")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    request: Mapped[Request] = relationship()

    __mapper_args__ = {"version_id_col": version}


class PublishedAnswer(Base):
    """A question and its answer in our own words, for everybody. Never changed: withdrawn, and published anew."""

    __tablename__ = "published_answers"
    __table_args__ = (Index("ix_published_answers_slug_published_at", "slug", "published_at"),)

    id: Mapped[Id]
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("policy_questions.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    clause: Mapped[str | None] = mapped_column(String(80))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    published_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    withdrawn_at: Mapped[datetime | None]
