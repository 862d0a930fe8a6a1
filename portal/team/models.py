"""What the desk did, counted by day. No case, no worker and no person stands here."""

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.base import Base, choice
from portal.requests.kinds import Right
from portal.team.kinds import Measure


class TeamCount(Base):
    """How many cases of one right had one value of one measure on one day."""

    __tablename__ = "team_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    right: Mapped[Right] = mapped_column(choice(Right), primary_key=True)
    measure: Mapped[Measure] = mapped_column(choice(Measure), primary_key=True)
    value: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="working days, or 1 for yes and 0 for no"
    )
    cases: Mapped[int] = mapped_column(comment="how many cases")


class TeamCounted(Base):
    """How far the trail has been counted, in one row."""

    __tablename__ = "team_counted"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(comment="the last entry of the trail that was counted")
