"""What happened to the clock of a case so far: stored rows in, and the events the engine hears out."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases import working
from portal.cases.deadlines import (
    Clarification,
    Clock,
    ClockState,
    ExtensionNotice,
    Gate,
    GateKind,
    complaint_clock,
    request_clock,
)
from portal.cases.kinds import ClockEventKind as K
from portal.cases.models import Case, ClockEvent
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import NotFound
from portal.requests.kinds import CLOCK_OF


@dataclass(frozen=True, slots=True)
class Happened:
    """The rows that stand, oldest first, and the same as events. What was taken back is in neither."""

    rows: tuple[ClockEvent, ...] = ()
    gates: tuple[Gate, ...] = ()
    questions: tuple[Clarification, ...] = ()
    notices: tuple[ExtensionNotice, ...] = ()

    def gate_asked(self, kind: GateKind) -> ClockEvent | None:
        """The row that asked for this gate."""
        return next((r for r in self.rows if r.kind is K.GATE_ASKED and r.gate is kind), None)

    def gate_met(self, kind: GateKind) -> ClockEvent | None:
        """The row that says that it came."""
        return next((r for r in self.rows if r.kind is K.GATE_MET and r.gate is kind), None)

    @property
    def open_question(self) -> ClockEvent | None:
        """The question that waits for its answer. There is never more than one."""
        answered = {r.about_id for r in self.rows if r.kind is K.QUESTION_ANSWERED}
        return next((r for r in self.rows if r.kind is K.QUESTION_ASKED and r.id not in answered), None)

    @property
    def waited_long_since(self) -> date | None:
        """Since when the open question counts as one that nobody will answer."""
        waits = self.open_question
        return next((r.on for r in self.rows if waits and r.kind is K.FAR_AS_POSSIBLE and r.about_id == waits.id), None)

    def without(self, row: ClockEvent) -> "Happened":
        """The same, had that not happened."""
        return happened(other for other in self.rows if other.id != row.id)

    def and_gate(self, kind: GateKind, met_on: date | None) -> "Happened":
        """The same, with that gate asked for, or met."""
        others = tuple(gate for gate in self.gates if gate.kind is not kind)
        return replace(self, gates=(*others, Gate(kind, met_on)))

    def and_question(self, asked_on: date) -> "Happened":
        """The same, with one more question, which is open."""
        return replace(self, questions=(*self.questions, Clarification(asked_on)))

    def and_answer(self, answered_on: date) -> "Happened":
        """The same, with the open question answered."""
        answered = (q if q.answered_on else Clarification(q.asked_on, answered_on) for q in self.questions)
        return replace(self, questions=tuple(answered))

    def and_notice(self, sent_on: date) -> "Happened":
        """The same, with a notice of more time."""
        return replace(self, notices=(*self.notices, ExtensionNotice(sent_on)))


def happened(rows: Iterable[ClockEvent]) -> Happened:
    """Read rows as the engine hears them: in their order, without those that were taken back."""
    rows = list(rows)
    gone = {row.about_id for row in rows if row.kind is K.TAKEN_BACK}
    standing = tuple(row for row in rows if row.kind is not K.TAKEN_BACK and row.id not in gone)
    met = {row.gate: row.on for row in standing if row.kind is K.GATE_MET}
    answered = {row.about_id: row.on for row in standing if row.kind is K.QUESTION_ANSWERED}
    return Happened(
        rows=standing,
        gates=tuple(Gate(r.gate, met.get(r.gate)) for r in standing if r.kind is K.GATE_ASKED and r.gate),
        questions=tuple(Clarification(r.on, answered.get(r.id)) for r in standing if r.kind is K.QUESTION_ASKED),
        notices=tuple(ExtensionNotice(r.on) for r in standing if r.kind is K.EXTENSION_NOTICE),
    )


def rows_of(session: Session, case_id: uuid.UUID) -> Sequence[ClockEvent]:
    """Everything that was written down, what was taken back too, in order."""
    return session.scalars(select(ClockEvent).where(ClockEvent.case_id == case_id).order_by(ClockEvent.number)).all()


def row(session: Session, case: Case, event_id: uuid.UUID) -> ClockEvent:
    """One event of this case. Raises NotFound."""
    found = session.get(ClockEvent, event_id)
    if found is None or found.case_id != case.id:
        raise NotFound
    return found


def of_case(session: Session, case: Case) -> Happened:
    """What happened to the clock of this case."""
    return happened(rows_of(session, case.id))


def of_cases(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Happened]:
    """The same for many cases in one read. A case to which nothing happened is left out."""
    kept: dict[uuid.UUID, list[ClockEvent]] = {}
    wanted = select(ClockEvent).where(ClockEvent.case_id.in_(list(case_ids))).order_by(ClockEvent.number)
    for one in session.scalars(wanted):
        kept.setdefault(one.case_id, []).append(one)
    return {case_id: happened(rows) for case_id, rows in kept.items()}


def clock_of(case: Case, so_far: Happened, calendar: Calendar) -> Clock:
    """The clock of the right, from what happened so far. A complaint's ends when the person was told that it came."""
    if not case.is_complaint:
        return request_clock(
            case.received_on, right=CLOCK_OF[case.right], calendar=calendar, gates=so_far.gates,
            clarifications=so_far.questions, extensions=so_far.notices,
        )  # fmt: skip
    running = complaint_clock(case.received_on, calendar=calendar)
    due, aim = running.ack_due, calendar.working_days_before(running.ack_due, 1)
    if case.acknowledged_at is None:
        return Clock(ClockState.RUNNING, case.received_on, due=due, target_on=aim, working=running.working)
    told = working.acknowledged(local_date(case.acknowledged_at))
    return Clock(ClockState.STOPPED, case.received_on, working=(*running.working, *told))
