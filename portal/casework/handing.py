"""Hand-over in one press: no reason is asked and none is kept. Taken back the same way."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import teams
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import CLOSED
from portal.casework.models import HandOver
from portal.casework.queries import colleagues, last_hand_over, may_open
from portal.core.errors import RuleBroken

ALL = "all"
TEAM = "team:"  # before the code of a team


def hand_over(session: Session, case: Case, to: str, *, actor: Actor, at: datetime) -> None:
    """Give the case to `to`: the id of a colleague, `team:<code>`, or `all`. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.CASE_WORK)
    if case.status in CLOSED:
        raise RuleBroken("This case is closed. There is nothing to hand over.")
    if to.startswith(TEAM):
        _to_team(session, case, to.removeprefix(TEAM), actor=actor, at=at)
        return
    receiver = _receiver(session, case, to)
    _give(session, case, receiver, actor=actor, at=at)
    outcome = "all" if receiver is None else "colleague"
    _note(session, Action.CASE_HANDED_OVER, case, actor, at, outcome=outcome)


def _receiver(session: Session, case: Case, to: str) -> uuid.UUID | None:
    """The colleague; None for all. Whoever knows the person is told from nobody by the answer."""
    if to == ALL:
        return None
    found = next((one.id for one in colleagues(session, case) if str(one.id) == to), None)
    if found is None or found == case.owner_id:
        raise RuleBroken("They cannot take this case. Pick somebody else", field="to")
    return found


def _to_team(session: Session, case: Case, team: str, *, actor: Actor, at: datetime) -> None:
    if team not in teams(session) or team == case.team:
        raise RuleBroken("Pick another team", field="to")
    case.team = team
    _give(session, case, None, actor=actor, at=at)
    _note(session, Action.CASE_TEAM_SET, case, actor, at, team=team)


def take_over(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Take a case that nobody has. Raises RuleBroken (somebody has it, closed, or still new), NotAllowed."""
    actor.must(Permission.CASE_WORK)
    if not can_take_over(case):
        raise RuleBroken("Somebody has this case, or it is closed. Nothing was changed.")
    case.owner_id = actor.worker_id
    session.flush()
    _note(session, Action.CASE_TAKEN_OVER, case, actor, at)


def can_take_over(case: Case) -> bool:
    """Whether the case is in the works and nobody has it."""
    return case.owner_id is None and case.status not in CLOSED and case.status.value != "received"


def take_back(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Have it again after all, by whoever had it before the last hand-over. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.CASE_WORK)
    if not can_take_back(session, case, actor, at=at):
        raise RuleBroken("This case was not yours before. Nothing was changed.")
    _give(session, case, actor.worker_id, actor=actor, at=at)
    _note(session, Action.CASE_TAKEN_BACK, case, actor, at)


def can_take_back(session: Session, case: Case, actor: Actor, *, at: datetime) -> bool:
    """Whether the worker had it before the last hand-over, has it no more, and may still open it."""
    last = last_hand_over(session, case.id)
    had_it = last is not None and last.from_id is not None and last.from_id == actor.id
    open_to_me = case.status not in CLOSED and may_open(session, actor, case, at=at)
    return had_it and case.owner_id != actor.id and open_to_me


def _give(session: Session, case: Case, to: uuid.UUID | None, *, actor: Actor, at: datetime) -> None:
    row = HandOver(id=uuid.uuid4(), case_id=case.id, from_id=case.owner_id, to_id=to, by_id=actor.worker_id, at=at)
    case.owner_id = to
    session.add(row)
    session.flush()


def _note(session: Session, action: Action, case: Case, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at, **facts)
