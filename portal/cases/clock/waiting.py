"""A question that nobody answers: the person is reminded once; later the case is marked, and never closed.

The clock stays stopped: nothing in the law says that a request ends. Staff then answer as far as they can with a
reasonable search (Art 15(1A)).
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.cases.clock.plan import Plan, Standing, keep, standing
from portal.cases.clock.words import REMINDER
from portal.cases.kinds import ClockEventKind
from portal.cases.models import Case, ClockEvent
from portal.cases.states import OPEN
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.messages import service as messages
from portal.messages.kinds import MessageKind
from portal.outbox import enqueue

REMIND, WAITED = "clock-remind", "clock-waited-long"
REMIND_AFTER = timedelta(days=7)
WAITED_AFTER = timedelta(days=14)  # after the reminder


def remind(session: Session, ids: Mapping[str, str], *, calendar: Calendar, at: datetime) -> None:
    """The job: say once more that we wait, if we do, and look again two weeks later."""
    stands = _still_waits(session, ids, ClockEventKind.REMINDED, calendar=calendar, at=at)
    if stands is None:
        return
    question_id = uuid.UUID(ids["event"])
    sent = messages.write_for_us(
        session, stands.case.request_id, REMINDER, submission=question_id.hex, kind=MessageKind.NOTE,
        case_id=stands.case.id, at=at,
    )  # fmt: skip
    _write(session, stands, ClockEventKind.REMINDED, question_id, message_id=sent.id, at=at)
    enqueue(session, WAITED, at=at, run_after=at + WAITED_AFTER, event=ids["event"])


def mark_long_wait(session: Session, ids: Mapping[str, str], *, calendar: Calendar, at: datetime) -> None:
    """The job: mark the case "answer as far as possible", if we still wait."""
    stands = _still_waits(session, ids, ClockEventKind.FAR_AS_POSSIBLE, calendar=calendar, at=at)
    if stands is not None:
        _write(session, stands, ClockEventKind.FAR_AS_POSSIBLE, uuid.UUID(ids["event"]), message_id=None, at=at)


def _still_waits(
    session: Session, ids: Mapping[str, str], kind: ClockEventKind, *, calendar: Calendar, at: datetime
) -> Standing | None:
    """Where the case stands, when this question waits and the job has not done its work before."""
    asked = session.get(ClockEvent, uuid.UUID(ids["event"]))
    case = session.get(Case, asked.case_id) if asked else None
    if asked is None or case is None:
        return None
    session.refresh(case, with_for_update={"key_share": True})
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    waits = stands.so_far.open_question
    done = {row.kind for row in stands.so_far.rows if row.about_id == asked.id}
    return stands if case.status in OPEN and waits == asked and kind not in done else None


def _write(
    session: Session,
    stands: Standing,
    kind: ClockEventKind,
    question_id: uuid.UUID,
    *,
    message_id: uuid.UUID | None,
    at: datetime,
) -> None:
    plan = Plan(kind, stands.today, stands.clock, stands.clock, about_id=question_id)
    keep(session, stands, plan, message_id=message_id, actor=SYSTEM, at=at)
