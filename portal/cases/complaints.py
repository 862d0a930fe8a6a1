"""A complaint about how we treated somebody's data (s.164A DPA 2018): a case of its own, with a clock of its own.

We say that we have it within 30 days, counted from the day after it came. For what comes of it the law sets no day.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.due_date import Cause, set_deadline
from portal.cases.kinds import Why
from portal.cases.models import Case
from portal.cases.service import open_case
from portal.cases.states import CLOSED
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.core.words import N_
from portal.letters import Letter
from portal.messages import service as messages
from portal.messages.kinds import MessageKind
from portal.messages.queries import by_submission
from portal.requests.kinds import Grievance, Right
from portal.requests.models import Request


def complain(
    session: Session,
    request: Request,
    about: Sequence[Grievance],
    words: str,
    *,
    submission: str,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> Case:
    """Open a complaint inside a request. One tick is enough; words may be left out.

    Raises RuleBroken (nothing ticked, too many words), AlreadyWritten, NotAllowed.
    """
    if not about:
        raise RuleBroken(N_("Tick one is enough"), field="about")
    if by_submission(session, request.id, submission):
        raise messages.AlreadyWritten
    case = open_case(
        session, request, Right.COMPLAINT, received_on=local_date(at), calendar=calendar, actor=actor, at=at
    )
    messages.write(
        session, request.id, words, submission=submission, kind=MessageKind.COMPLAINT, case_id=case.id,
        reasons=[one.value for one in about], actor=actor, at=at,
    )  # fmt: skip
    record(
        session, Action.COMPLAINT_RECEIVED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        received_on=case.received_on,
    )  # fmt: skip
    return case


def acknowledge(
    session: Session, case: Case, letter: Letter, *, submission: str, calendar: Calendar, actor: Actor, at: datetime
) -> None:
    """Tell the person, by a letter inside, that we have their complaint (s.164A(3)). Its clock has done its work.

    Raises RuleBroken (no complaint, said before, or words that cannot be sent), AlreadyWritten, NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    _must_be_open_complaint(case)
    if case.acknowledged_at is not None:
        raise RuleBroken("They were told before. Nothing was sent twice.")
    messages.send_letter(session, case.request_id, letter, submission=submission, case_id=case.id, actor=actor, at=at)
    note_acknowledged(session, case, calendar=calendar, actor=actor, at=at)
    record(session, Action.COMPLAINT_ACKNOWLEDGED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)


def note_acknowledged(session: Session, case: Case, *, calendar: Calendar, actor: Actor, at: datetime) -> None:
    """The person knows that we have it: its clock stops."""
    case.acknowledged_at, case.acknowledged_by_id = at, actor.worker_id
    set_deadline(session, case, Cause(Why.ACKNOWLEDGED), calendar=calendar, actor=actor, at=at)


def _must_be_open_complaint(case: Case) -> None:
    if case.right is not Right.COMPLAINT:
        raise RuleBroken("This case is not a complaint.")
    if case.status in CLOSED:
        raise RuleBroken("This complaint is closed.")
