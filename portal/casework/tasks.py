"""Tasks: something a colleague is asked for. Asked, chased, escalated, done or cancelled."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.cases.models import Case
from portal.casework import states, task_mails
from portal.casework.models import CaseTask
from portal.casework.queries import known_to
from portal.casework.states import OPEN, TaskMove, TaskState
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.vault import vault_of

LONGEST_WHAT, LONGEST_WHOM = 1000, 200  # characters


class AlreadyAsked(RuleBroken):
    """The same form was sent before: one press makes one task."""

    message = "You have already asked this. Nothing was asked twice."


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A task with its seals opened, and what can be done with it today."""

    row: CaseTask
    what: str
    whom: str
    overdue: bool
    to_escalate: bool
    moves: tuple[TaskMove, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.row.state in OPEN


def of_case(session: Session, case: Case, *, today: date) -> tuple[OpenedTask, ...]:
    """The tasks of a case: open ones first, soonest due first."""
    box = vault_of(session).box(case.request.key_id)
    rows = session.scalars(
        select(CaseTask).where(CaseTask.case_id == case.id).order_by(CaseTask.due_on, CaseTask.asked_at)
    )
    found = [
        OpenedTask(
            row=row,
            what=box.get(row, "what"),
            whom=box.get(row, "whom") if row.whom is not None else "",
            overdue=states.is_overdue(row.state, row.due_on, today),
            to_escalate=states.is_to_escalate(row.state, row.chased_on, today),
            moves=states.available(row.state),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_open))


def ask(
    session: Session,
    case: Case,
    what: str,
    *,
    due_on: date,
    worker_id: uuid.UUID | None = None,
    whom: str = "",
    submission: str,
    actor: Actor,
    at: datetime,
) -> CaseTask:
    """Ask a colleague, or somebody who is named in words. Raises RuleBroken, AlreadyAsked, NotAllowed."""
    actor.must(Permission.CASE_WORK)
    what, whom = what.replace("\r\n", "\n").strip(), whom.strip()
    _check(session, case, what, whom, worker_id, due_on, local_date(at))
    query = select(CaseTask.id).where(CaseTask.case_id == case.id, CaseTask.submission == submission)
    if session.scalar(query):
        raise AlreadyAsked
    row = CaseTask(
        id=uuid.uuid4(), case_id=case.id, worker_id=worker_id, due_on=due_on, state=TaskState.ASKED,
        asked_by_id=actor.worker_id, asked_at=at, submission=submission,
    )  # fmt: skip
    box = vault_of(session).box(case.request.key_id)
    box.put(row, "what", what)
    if worker_id is None:
        box.put(row, "whom", whom)
    session.add(row)
    session.flush()
    _note(session, Action.TASK_ASKED, row, actor, at)
    return row


def _check(
    session: Session, case: Case, what: str, whom: str, worker_id: uuid.UUID | None, due_on: date, today: date
) -> None:
    if not what or len(what) > LONGEST_WHAT:
        raise RuleBroken("Say what you ask, in 1,000 letters or fewer", field="what")
    if worker_id is None and not whom:
        raise RuleBroken("Pick a colleague, or say who is asked", field="whom")
    if len(whom) > LONGEST_WHOM:
        raise RuleBroken("Use 200 letters or fewer", field="whom")
    if worker_id is not None and (
        find_active(session, worker_id) is None or case.request_id in known_to(session, worker_id)
    ):
        raise RuleBroken("They cannot do this. Pick somebody else", field="to_worker")
    if due_on < today:
        raise RuleBroken("Give a date that is not over", field="due")


def move(
    session: Session, case: Case, task_id: uuid.UUID, step: TaskMove, *, seen_version: int, actor: Actor, at: datetime
) -> CaseTask:
    """Chase, escalate, finish or cancel.

    Raises NotFound (not of this case), RuleBroken, SomebodyElseChangedIt, NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    row = session.get(CaseTask, task_id)
    if row is None or row.case_id != case.id:
        raise NotFound
    if row.version != seen_version:
        raise SomebodyElseChangedIt("Somebody else changed this task after you opened it. Nothing was overwritten.")
    _move(session, row, step, actor=actor, at=at)
    return row


def chase_overdue(session: Session, *, at: datetime) -> int:
    """Chase each task once, on the day after it was due. Gives how many. Safe to call every minute."""
    today = local_date(at)
    query = select(CaseTask).where(CaseTask.state == TaskState.ASKED, CaseTask.due_on < today)
    rows = session.scalars(query.order_by(CaseTask.due_on, CaseTask.id).limit(100).with_for_update(skip_locked=True))
    return sum(_chase(session, row, at) for row in rows.all())


def _chase(session: Session, row: CaseTask, at: datetime) -> bool:
    _move(session, row, TaskMove.CHASE, actor=SYSTEM, at=at)
    return True


def _move(session: Session, row: CaseTask, step: TaskMove, *, actor: Actor, at: datetime) -> None:
    transition = states.find(row.state, step)
    row.state = transition.target
    if step is TaskMove.CHASE:
        row.chased_on = local_date(at)
    if row.state not in OPEN:
        row.closed_at = at
    session.flush()
    if step is TaskMove.CHASE and row.worker_id is not None:
        task_mails.promise(session, row, at=at)
    _note(session, transition.action, row, actor, at)


def _note(session: Session, action: Action, row: CaseTask, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.case_id, at=at, entry=str(row.id))
