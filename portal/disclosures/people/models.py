"""People of the register: which entries workers joined, whom they said to be two, and every such act, added to only.

An entry that nobody joined to another has no row here and is a person of its own. No row holds anything in words.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, Id, choice
from portal.disclosures.people.kinds import ChangeKind, ChangeReason


class RegisterPerson(Base):
    """Somebody of whom entries were joined, or who was said to be another. Never deleted, so no id is taken twice."""

    __tablename__ = "register_people"

    id: Mapped[Id]
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(comment="moves with every act: two acts at once, and one is refused")

    __mapper_args__ = {"version_id_col": version}


class PersonEntry(Base):
    """Whose entry it is. One person for each entry."""

    __tablename__ = "register_person_entries"

    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_people.id"), index=True)


class PeopleApart(Base):
    """Two of whom a worker said that they are not one. The smaller id stands first."""

    __tablename__ = "register_people_apart"

    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_people.id"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_people.id"), primary_key=True, index=True)


class PeopleChange(Base):
    """One act: what stood before and after it. Rows are only added; to undo is an act of its own."""

    __tablename__ = "register_people_changes"
    __table_args__ = (Index("ix_register_people_changes_at_id", "at", "id"),)

    id: Mapped[Id]
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    reason: Mapped[ChangeReason | None] = mapped_column(choice(ChangeReason), comment="none: an undo")
    before: Mapped[dict[str, Any]] = mapped_column(comment="ids: whose each entry was, and who was said to be two")
    after: Mapped[dict[str, Any]] = mapped_column(comment="the same, when it was done")
    undoes_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("register_people_changes.id"), unique=True, comment="what it takes back; nothing is taken back twice"
    )
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column()


class ChangedEntry(Base):
    """An entry that an act touched: how its page finds the act, also after it was undone."""

    __tablename__ = "register_people_changed"

    disclosure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("disclosures.id"), primary_key=True)
    change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("register_people_changes.id"), primary_key=True)
