"""A worker leaves: what they had in hand goes back to everybody, so that no date is missed in an empty chair."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import workers
from portal.accounts.actor import Actor
from portal.accounts.models import Worker
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import OPEN


def in_hand(session: Session, worker_id: uuid.UUID) -> Sequence[Case]:
    """The open cases of a worker, soonest due first."""
    query = select(Case).where(Case.owner_id == worker_id, Case.status.in_(sorted(OPEN)))
    return session.scalars(query.order_by(Case.sort_on, Case.id)).all()


def let_go(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> int:
    """Deactivate the worker and give their open cases back. Returns how many. Raises RuleBroken, NotAllowed."""
    workers.disable_worker(session, worker, actor=actor, at=at)
    cases = in_hand(session, worker.id)
    for case in cases:
        case.owner_id = None
        session.flush()
        record(session, Action.CASE_RETURNED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
    return len(cases)
