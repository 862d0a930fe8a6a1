"""The conversation of one request."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, Sealed, choice
from portal.messages.kinds import MessageKind, Sender


class RequestMessage(Base):
    """One message. Its words are sealed under the request's data key; it is never changed."""

    __tablename__ = "request_messages"
    __table_args__ = (
        UniqueConstraint("request_id", "submission"),
        Index("ix_request_messages_request_id_sent_at_id", "request_id", "sent_at", "id"),
        Index("ix_request_messages_sender_seen_on_request_id", "sender", "seen_on", "request_id"),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"))
    case_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("cases.id"), index=True, comment="the case whose answer it stands beside, or the complaint it opened"
    )
    kind: Mapped[MessageKind] = mapped_column(choice(MessageKind))
    sender: Mapped[Sender] = mapped_column(choice(Sender))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    part: Mapped[int | None] = mapped_column(comment="of the answer it stands beside; empty: the answer as a whole")
    submission: Mapped[str] = mapped_column(
        String(32), comment="random id of the form it came from: a second press of Send finds it taken"
    )
    body: Mapped[Sealed]
    reasons: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed JSON: what a complaint is about, coded")
    letter: Mapped[str | None] = mapped_column(String(40), comment="the kind of letter it is, if it is one")
    letter_version: Mapped[int | None]
    sent_at: Mapped[datetime]
    seen_on: Mapped[date | None] = mapped_column(comment="the day on which the other side first saw it")
