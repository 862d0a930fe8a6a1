"""The work on one right inside a request."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.cases.deadlines import GateKind
from portal.cases.kinds import ClockEventKind, DayIs, Why
from portal.cases.shelves import Shelf
from portal.cases.states import Status
from portal.cases.tallies import watch
from portal.core.base import Base, Id, Sealed, choice
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Channel, Right
from portal.requests.models import Request

# By what a list is narrowed, and in which orders it stands. Each pair has an index, so that no list reads more of the
# table than it shows.
NARROWED_BY = ("right", "owner_id", "status", "age_band", "channel", "team")
ORDERS = ("sort_on", "received_on")


def _index(*columns: str) -> Index:
    return Index(f"ix_cases_{'_'.join(columns)}", *columns)


class Case(Base):
    """One right, one clock, one outcome. The due date is stored, for it is a promise; "late" is worked out."""

    __tablename__ = "cases"
    __table_args__ = (
        *(_index("shelf", order, "id") for order in ORDERS),
        *(_index("shelf", narrowed, order, "id") for narrowed in NARROWED_BY for order in ORDERS),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requests.id"), index=True)
    number: Mapped[str] = mapped_column(String(8), unique=True, comment="what staff call it; opens nothing")
    right: Mapped[Right] = mapped_column(choice(Right))
    status: Mapped[Status] = mapped_column(choice(Status))
    shelf: Mapped[Shelf] = mapped_column(choice(Shelf), comment="which lists it is on; follows from status and clock")
    channel: Mapped[Channel] = mapped_column(choice(Channel), comment="as the request: for lists")
    age_band: Mapped[AgeBand | None] = mapped_column(choice(AgeBand), comment="what staff know; empty: not known")
    received_on: Mapped[date]
    clock_state: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date | None]
    sort_on: Mapped[date] = mapped_column(comment="due_on, or the end of days where there is none: the queue's order")
    target_on: Mapped[date | None] = mapped_column(comment="internal target, before the due date")
    extension_notice_by: Mapped[date | None]
    paused_days: Mapped[int]
    working: Mapped[list[list[str]]] = mapped_column(JSON, comment="how the due date was worked out: sentence, law")
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    team: Mapped[str | None] = mapped_column(String(40), comment="code of the team whose case it is; empty: of all")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(comment="when the person was told that a complaint came")
    acknowledged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    version: Mapped[int] = mapped_column()

    request: Mapped[Request] = relationship()

    @property
    def is_complaint(self) -> bool:
        """Whether it runs on the clock of complaints and is answered by a message, not by a document."""
        return self.right is Right.COMPLAINT

    # Two workers, one case: the second write finds another version and is told, nothing is overwritten.
    __mapper_args__ = {"version_id_col": version}

    def is_overdue(self, today: date) -> bool:
        """Whether an open case is past its due date."""
        return self.due_on is not None and self.due_on < today and self.closed_at is None


class ClockEvent(Base):
    """One thing that happened to the clock of a case. Rows are added, never changed; a later row takes one back."""

    __tablename__ = "clock_events"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(comment="1, 2, 3 within the case: two workers at once cannot both be next")
    kind: Mapped[ClockEventKind] = mapped_column(choice(ClockEventKind))
    on: Mapped[date] = mapped_column("happened_on", comment="local date in the United Kingdom, as it was")
    gate: Mapped[GateKind | None] = mapped_column(choice(GateKind))
    about_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("clock_events.id"), comment="the question that was answered, or the event that is taken back"
    )
    reason: Mapped[str | None] = mapped_column(String(80), comment="a code, or codes for an extension: a,b")
    words: Mapped[bytes | None] = mapped_column(LargeBinary, comment="sealed under the request's data key")
    message_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("request_messages.id"))
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    recorded_at: Mapped[datetime]


class CalendarChange(Base):
    """What a worker said of one day of the calendar. The last word on a day counts; before it, the published list."""

    __tablename__ = "calendar_changes"

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(index=True)
    day_is: Mapped[DayIs] = mapped_column(choice(DayIs))
    reason: Mapped[str] = mapped_column(Text, comment="about the day, never about a person")
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"))
    changed_at: Mapped[datetime]
    to_do: Mapped[int] = mapped_column(comment="open cases to work out anew")
    done: Mapped[int] = mapped_column(comment="how many of them are done")


class ClockRun(Base):
    """One time a due date was worked out: before, after, why, and with which calendar. Never changed."""

    __tablename__ = "clock_runs"
    __table_args__ = (Index("ix_clock_runs_case_id_at", "case_id", "at"),)

    id: Mapped[Id]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime]
    why: Mapped[Why] = mapped_column(choice(Why))
    event_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clock_events.id"))
    change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calendar_changes.id"), index=True)
    worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workers.id"))
    state_before: Mapped[str | None] = mapped_column(String(20))
    state_after: Mapped[str] = mapped_column(String(20))
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    paused_days: Mapped[int]
    calendar: Mapped[str] = mapped_column(String(80), comment="which lists of bank holidays it was worked out with")


@event.listens_for(ClockEvent, "before_update")
@event.listens_for(ClockRun, "before_update")
def _refuse(_mapper: object, _connection: object, row: object) -> None:
    """What was written down stays as it was: a mistake is taken back by another row."""
    raise TypeError(f"a row of {type(row).__name__} is only added, never changed")


class SavedView(Base):
    """A list that a worker looks at often: what it is narrowed by, and a name, which is typed and so it is sealed."""

    __tablename__ = "saved_views"

    id: Mapped[Id]
    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"), index=True)
    name: Mapped[Sealed]
    filters: Mapped[dict[str, Any]] = mapped_column(comment="codes and ids, as in the address of the list")
    created_at: Mapped[datetime]


class CalendarFeed(Base):
    """The secret address under which a worker's calendar program asks for due dates. One for each worker."""

    __tablename__ = "calendar_feeds"

    worker_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workers.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="SHA-256 of what stands in the address")
    made_at: Mapped[datetime]


watch(Case)
