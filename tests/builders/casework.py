"""Builders for the work on a case: teams, conflicts, broken glass, notes and tasks."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.models import Worker
from portal.accounts.workers import set_team
from portal.cases.models import Case
from portal.casework import conflicts, glass, linking, notes, tasks
from portal.casework.kinds import LinkReason
from portal.casework.models import BrokenGlass, CaseLink, CaseNote, CaseTask
from portal.casework.queries import open_glass
from portal.core.clock import local_date
from tests.builders.desk import AT

WHY = "The night desk is alone and they rang."


def in_team(session: Session, actor: Actor, team: str) -> None:
    """Put the worker into a team."""
    set_team(session, session.get_one(Worker, actor.id), team, actor=SYSTEM, at=AT)


def of_team(session: Session, case: Case, team: str = "night-desk") -> Case:
    """Make it a case of that team."""
    case.team = team
    session.flush()
    return case


def knows(session: Session, case: Case, worker: Actor, *, said_by: Actor | None = None, at: datetime = AT) -> None:
    """Say that the worker knows the person."""
    conflicts.say(session, case, worker.worker_id, actor=said_by or worker, at=at)


def breaks_glass(session: Session, case: Case, actor: Actor, *, at: datetime = AT) -> BrokenGlass:
    """Open a case of another team."""
    glass.break_glass(session, case.number, WHY, actor=actor, at=at)
    found = open_glass(session, actor.worker_id, case.id, at=at)
    assert found is not None
    return found


def a_note(
    session: Session, case: Case, actor: Actor, text: str = "They rang today.", *, at: datetime = AT
) -> CaseNote:
    """A note on the case."""
    return notes.write(session, case, text, submission=secrets.token_hex(16), actor=actor, at=at)


def a_task(
    session: Session, case: Case, actor: Actor, *, of: Actor | None = None, due_on: date | None = None,
    at: datetime = AT,
) -> CaseTask:  # fmt: skip
    """A task that is due in two days."""
    return tasks.ask(
        session, case, "Send what the boards hold.", due_on=due_on or local_date(at) + timedelta(days=2),
        worker_id=of.worker_id if of else None, whom="" if of else "Boards team", submission=secrets.token_hex(16),
        actor=actor, at=at,
    )  # fmt: skip


def a_link(session: Session, case: Case, other: Case, actor: Actor, *, at: datetime = AT) -> CaseLink:
    """A link between two cases."""
    return linking.link(session, case, other.number, LinkReason.THEY_SAID_SO, actor=actor, at=at)


NOBODY = uuid.UUID(int=1)
