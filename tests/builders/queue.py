"""Cases as a list sees them: rows with dates, stages and owners, without the story that led there."""

import secrets
import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.listing import Desk
from portal.cases.models import Case
from portal.cases.shelves import NEVER
from portal.cases.states import CLOSED, Status
from portal.requests.code import ALPHABET
from portal.requests.kinds import Channel, Right
from portal.requests.models import Request
from tests.builders.desk import AT, ENGLAND

TODAY = AT.date()


def a_row(
    session: Session, request: Request, *, due: int | None = 30, status: Status = Status.RECEIVED, **changes: Any
) -> Case:
    """A case of a request, due so many days from today; None: its clock has stopped."""
    due_on = None if due is None else TODAY + timedelta(days=due)
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "number": "".join(secrets.choice(ALPHABET) for _ in range(8)),
        "right": Right.ACCESS,
        "channel": Channel.PORTAL,
        "received_on": TODAY,
        "clock_state": "stopped" if due_on is None else "running",
        "paused_days": 0,
        "working": [],
        "created_at": AT,
        "closed_at": AT if status in CLOSED else None,
    }
    case = Case(request_id=request.id, status=status, due_on=due_on, sort_on=due_on or NEVER, **{**values, **changes})
    session.add(case)
    session.flush()
    return case


def a_desk(worker_id: uuid.UUID | None = None, today: date = TODAY) -> Desk:
    """A desk, today."""
    return Desk(today, ENGLAND, worker_id or uuid.uuid4())
