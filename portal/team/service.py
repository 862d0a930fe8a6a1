"""Counting what happened, from the trail, a little each minute. Each entry counts once: the cursor moves with it."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.answers.kinds import Outcome
from portal.audit import Action, AuditEvent, entries_after, was_before
from portal.cases.deadlines import ClockState
from portal.cases.models import Case
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.team.kinds import Measure
from portal.team.models import TeamCount, TeamCounted
from portal.team.rules import working_days

TAKEN = Action.CASE_TAKEN
CLOSED = Action.CASE_CLOSED
ANSWERED = frozenset({Action.ANSWER_RELEASED, Action.COMPLAINT_ANSWERED})
LEAVES_OUT = frozenset({Outcome.IN_PART, Outcome.REFUSED})
AT_ONCE = 2_000  # entries of the trail in one go
THE_ROW = 1


def count_new(session: Session, *, calendar: Calendar, most: int = AT_ONCE) -> int:
    """Count the next entries of the trail. Returns how many were looked at; 0 when all is counted."""
    cursor = _cursor(session)
    entries, end = entries_after(session, cursor.number, actions={TAKEN, CLOSED, *ANSWERED}, limit=most)
    for entry in entries:
        case = session.get(Case, entry.subject)
        if case is not None and not was_before(session, entry):  # a case that is taken twice waited once
            _count(session, entry, case, calendar)
    looked, cursor.number = end - cursor.number, end
    session.flush()
    return looked


def _count(session: Session, entry: AuditEvent, case: Case, calendar: Calendar) -> None:
    day = local_date(entry.at)
    if entry.action is TAKEN:
        _add(session, case, entry, Measure.ALLOCATED, working_days(case.received_on, day, calendar))
        return
    if entry.action is CLOSED:
        _add(session, case, entry, Measure.LEFT_OUT, int(entry.facts["outcome"] in LEAVES_OUT))
        return
    if case.due_on is not None:
        _add(session, case, entry, Measure.ON_TIME, int(day <= case.due_on))
    _add(session, case, entry, Measure.EXTENDED, int(case.clock_state == ClockState.EXTENDED))


def _add(session: Session, case: Case, entry: AuditEvent, measure: Measure, value: int) -> None:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    one = insert(TeamCount).values(day=local_date(entry.at), right=case.right, measure=measure, value=value, cases=1)
    keys = [TeamCount.day, TeamCount.right, TeamCount.measure, TeamCount.value]
    session.execute(one.on_conflict_do_update(index_elements=keys, set_={"cases": TeamCount.cases + 1}))


def _cursor(session: Session) -> TeamCounted:
    """How far we are. Held until the commit, so that two worker processes do not count the same."""
    held = select(TeamCounted).where(TeamCounted.id == THE_ROW).with_for_update()
    row = session.scalar(held)
    if row is None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(TeamCounted).values(id=THE_ROW, number=0).on_conflict_do_nothing())
        row = session.scalars(held).one()
    return row
