"""What a person asked in one go, and what they gave so that they can be found."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.base import Base, BlindIndex, Id, Sealed, choice
from portal.core.words import ENGLISH
from portal.requests.kinds import Channel, IdentifierKind, Recognised


class Request(Base):
    """One reference, one set of words, one contact card, one data key. Everything a person typed is sealed."""

    __tablename__ = "requests"

    id: Mapped[Id]
    key_id: Mapped[str] = mapped_column(String(64))
    submission: Mapped[str] = mapped_column(
        String(64), unique=True, comment="random id of the draft it came from: a second press of Send finds it taken"
    )
    reference_index: Mapped[str] = mapped_column(String(64), unique=True, comment="blind index of the reference")
    reference: Mapped[Sealed]
    words_hash: Mapped[str] = mapped_column(String(200), comment="argon2id")
    words_proved_at: Mapped[datetime | None]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    received_at: Mapped[datetime]
    received_on: Mapped[date] = mapped_column(comment="local date in the United Kingdom: the clock starts here")
    answers: Mapped[Sealed] = mapped_column(comment="sealed JSON: ways they talked with us, month, note")
    contact_card: Mapped[Sealed] = mapped_column(comment="sealed JSON: way, value, what is safe")
    last_opened_on: Mapped[date | None]
    authority: Mapped[str | None] = mapped_column(String(40), comment="empty: not decided, or not needed")
    authority_words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: what the decision rests on")
    language: Mapped[str] = mapped_column(
        String(2), default=ENGLISH, comment="the language it was asked in: texts and e-mails speak it"
    )
    resting_since: Mapped[datetime | None] = mapped_column(comment="the person asked us to wait: nothing is released")

    identifiers: Mapped[list["Identifier"]] = relationship(back_populates="request", order_by="Identifier.kind")


class Identifier(Base):
    """One thing a person gave so that staff can find them: sealed to read, blind to match."""

    __tablename__ = "identifiers"
    __table_args__ = (UniqueConstraint("request_id", "blind_index"),)

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    kind: Mapped[IdentifierKind] = mapped_column(choice(IdentifierKind))
    blind_index: Mapped[BlindIndex]
    value: Mapped[Sealed]
    linked_at: Mapped[datetime | None] = mapped_column(comment="by a worker; empty: the person gave it")
    linked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    linked_why: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: how we know that it is theirs")

    request: Mapped[Request] = relationship(back_populates="identifiers")


class WordsAsk(Base):
    """One time a worker said that a person lost their words, and how they knew them. Good for a week, and once."""

    __tablename__ = "words_asks"

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    recognised: Mapped[Recognised] = mapped_column(choice(Recognised))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    asked_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    closed_at: Mapped[datetime | None] = mapped_column(comment="made, refused by the person, or asked anew")
