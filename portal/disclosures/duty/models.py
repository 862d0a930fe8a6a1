"""Where the duty to tell stands for each entry, and every step that led there."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.audit.actions import Action
from portal.core.base import Base, Id, choice
from portal.disclosures.kinds import Exemption, HowTold
from portal.disclosures.models import Disclosure
from portal.disclosures.telling_states import Telling


class Duty(Base):
    """The duty to tell of one entry, as it stands. Written by the acts of this package and nothing else."""

    __tablename__ = "disclosure_duties"
    __table_args__ = (
        Index("ix_disclosure_duties_state_since_disclosure_id", "state", "since", "disclosure_id"),
        Index("ix_disclosure_duties_state_review_on", "state", "review_on"),
    )

    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), primary_key=True)
    state: Mapped[Telling] = mapped_column(choice(Telling))
    since: Mapped[datetime]
    review_on: Mapped[date | None]
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("workers.id"), comment="whoever asked for what a second person decides"
    )
    exemption: Mapped[Exemption | None] = mapped_column(choice(Exemption), comment="of a lock, also a proposed one")
    tipping_off: Mapped[bool] = mapped_column(comment="paired with the ban on tipping off (Terrorism Act 2000 s.39)")
    opinion_on: Mapped[date | None] = mapped_column(comment="day of the health professional's opinion")
    version: Mapped[int] = mapped_column()

    disclosure: Mapped[Disclosure] = relationship()

    __mapper_args__ = {"version_id_col": version}


class TellingStep(Base):
    """One step, with its reason sealed under the entry's key. Only added, never changed."""

    __tablename__ = "disclosure_tellings"
    __table_args__ = (UniqueConstraint("disclosure_id", "number"),)

    id: Mapped[Id]
    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"))
    number: Mapped[int] = mapped_column(comment="its place among the steps of the entry")
    action: Mapped[Action] = mapped_column(choice(Action))
    state: Mapped[Telling] = mapped_column(choice(Telling), comment="where it led")
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed: why")
    review_on: Mapped[date | None]
    exemption: Mapped[Exemption | None] = mapped_column(choice(Exemption))
    tipping_off: Mapped[bool]
    opinion_on: Mapped[date | None]
    how: Mapped[HowTold | None] = mapped_column(choice(HowTold))
    told_at: Mapped[datetime | None]
    message_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("request_messages.id"), comment="the message in which they read it"
    )


@event.listens_for(TellingStep, "before_update")
def _refuse(_mapper: object, _connection: object, _row: object) -> None:
    """What was said stays as it was: a mistake is put right by another step."""
    raise TypeError("a step of telling is only added, never changed")
