"""A lead looks at some answers before they leave: those that chance picks, and those about whom a lock is undecided.

Whoever sees that an answer is held must not learn from it that there is a lock (ADR 10). So chance holds some of all
answers of this kind, in the same words and the same rows, and an answer that was held once is held at each release.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.answers.models import Answer, Hold
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.errors import RuleBroken
from portal.disclosures.duty.queries import is_undecided_about
from portal.outbox import enqueue
from portal.requests.kinds import Right
from portal.vault import vault_of

RELEASE = "answer-release"
DECIDE_FIRST = "A lock about this person is not decided yet. Decide on it first."
NOTHING_HELD = "It is not held any more. Look again: it may have left, or was taken back."


def is_held(session: Session, case: Case, answer: Answer, *, one_in: int, at: datetime) -> bool:
    """Whether the answer stays until a lead has looked, at the moment at which it would leave.

    Both questions are asked about every answer, also when the first has settled it.
    """
    if case.right is not Right.SHARED or answer.press is None:
        return False
    undecided = is_undecided_about(session, case.request_id)
    picked = is_picked(session, case, one_in)
    hold = session.get(Hold, case.id, with_for_update=True)
    was_let_go = hold is not None and hold.press == answer.press and hold.let_go_at is not None
    if not undecided and (was_let_go or (hold is None and not picked)):
        return False
    _keep(session, case, answer, hold, at)
    return True


def is_picked(session: Session, case: Case, one_in: int) -> bool:
    """Whether chance picks the case: the same each time, or a second try would tell chance from a lock."""
    drawn = int(vault_of(session).blind("answer-hold", str(case.id))[:12], 16)
    return one_in > 0 and drawn % one_in == 0


def _keep(session: Session, case: Case, answer: Answer, hold: Hold | None, at: datetime) -> None:
    if hold is not None and hold.press == answer.press and hold.let_go_at is None:
        return
    hold = hold or Hold(case_id=case.id)
    hold.press, hold.since, hold.let_go_at, hold.let_go_by_id = answer.press or "", at, None, None
    session.add(hold)
    session.flush()
    record(session, Action.ANSWER_HELD, actor_kind="system", actor_id=None, subject=case.id, at=at)


def let_go(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """A lead has looked: the answer leaves now. Raises RuleBroken (a lock is undecided, it is not held), NotAllowed."""
    actor.must(Permission.REGISTER_LOCKED)
    hold, answer = _waiting(session, case)
    if hold is None or answer is None:
        raise RuleBroken(NOTHING_HELD)
    if is_undecided_about(session, case.request_id):
        raise RuleBroken(DECIDE_FIRST)
    hold.let_go_at, hold.let_go_by_id = at, actor.id
    session.flush()
    enqueue(session, RELEASE, at=at, answer_id=str(answer.id), press=hold.press)
    record(session, Action.ANSWER_LET_GO, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)


def _waiting(session: Session, case: Case) -> tuple[Hold | None, Answer | None]:
    hold = session.get(Hold, case.id, with_for_update=True)
    answer = session.scalar(select(Answer).where(Answer.case_id == case.id))
    is_ours = hold is not None and answer is not None and answer.press == hold.press and hold.let_go_at is None
    return (hold, answer) if is_ours and case.status is Status.APPROVED else (None, None)


def is_waiting(session: Session, case: Case) -> bool:
    """Whether the answer of the case waits for a lead, for the page of the answer."""
    hold, answer = session.get(Hold, case.id), session.scalar(select(Answer).where(Answer.case_id == case.id))
    return hold is not None and answer is not None and answer.press == hold.press and hold.let_go_at is None


def _held(shut: Collection[uuid.UUID]) -> Select[Hold]:
    query = select(Hold).join(Answer, Answer.case_id == Hold.case_id).join(Case, Case.id == Hold.case_id)
    query = query.where(Case.request_id.not_in(sorted(shut)))
    return query.where(Answer.press == Hold.press, Hold.let_go_at.is_(None), Case.status == Status.APPROVED)


def count_held(session: Session, *, actor: Actor, shut: Collection[uuid.UUID] = ()) -> int:
    """How many answers wait for a lead; none for anybody else. `shut`: requests of people whom the worker knows."""
    if not actor.may(Permission.REGISTER_LOCKED):
        return 0
    return session.scalar(select(func.count()).select_from(_held(shut).subquery())) or 0


def held(session: Session, *, actor: Actor, shut: Collection[uuid.UUID] = ()) -> Sequence[Hold]:
    """The answers that wait for a lead, longest first. `shut` as in `count_held`. Raises NotAllowed."""
    actor.must(Permission.REGISTER_LOCKED)
    return session.scalars(_held(shut).order_by(Hold.since, Hold.case_id)).all()
