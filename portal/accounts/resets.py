"""A second factor that is lost, with every recovery code: one admin asks, another confirms, the worker sets up again.

Two people, because whoever can reset a second factor can become that worker. Neither of them is the worker.
"""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import factors, invitations, sessions
from portal.accounts.actor import Actor, ActorKind
from portal.accounts.models import FactorReset, Invitation, Worker
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotAllowed, RuleBroken

LASTS = timedelta(days=7)


def waiting(session: Session, worker_id: uuid.UUID, *, at: datetime) -> FactorReset | None:
    """The reset that waits for a second admin, if there is one."""
    query = select(FactorReset).where(
        FactorReset.worker_id == worker_id, FactorReset.ended_at.is_(None), FactorReset.asked_at > at - LASTS
    )
    return session.scalar(query.order_by(FactorReset.asked_at.desc(), FactorReset.id).limit(1))


def ask(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> FactorReset:
    """The first admin says: they lost it, and it is them who says so. Raises RuleBroken, NotAllowed."""
    _must_be_another(worker, actor)
    if worker.disabled_at is not None:
        raise RuleBroken("This worker is deactivated.")
    if waiting(session, worker.id, at=at):
        raise RuleBroken("A reset waits already for a second admin.")
    one = FactorReset(id=uuid.uuid4(), worker_id=worker.id, asked_by_id=actor.worker_id, asked_at=at)
    session.add(one)
    _record(session, Action.WORKER_RESET_ASKED, worker, actor, at)
    return one


def confirm(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> tuple[Invitation, str]:
    """The second admin agrees: sessions end, the old factors end, and the worker may set up again with this code.

    Raises RuleBroken when nothing waits, NotAllowed for whoever asked.
    """
    _must_be_another(worker, actor)
    one = waiting(session, worker.id, at=at)
    if one is None:
        raise RuleBroken("No reset waits for this worker.")
    if one.asked_by_id == actor.id:
        raise NotAllowed
    one.ended_at = at
    return by_the_machine(session, worker, actor=actor, at=at)


def refuse(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> None:
    """An admin, the one who asked too, says no. Nothing changes for the worker. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.WORKERS_MANAGE)
    one = waiting(session, worker.id, at=at)
    if one is None:
        raise RuleBroken("No reset waits for this worker.")
    one.ended_at = at
    _record(session, Action.WORKER_RESET_REFUSED, worker, actor, at)


def by_the_machine(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> tuple[Invitation, str]:
    """Reset at once. For the second admin above, and for the command line: a charity may have one admin only."""
    if actor.kind is not ActorKind.SYSTEM:
        actor.must(Permission.WORKERS_MANAGE)
    if worker.disabled_at is not None:
        raise RuleBroken("This worker is deactivated.")
    factors.forget_all(session, worker)
    sessions.end_everywhere(session, worker.id)
    invitation, code = invitations.invite_again(session, worker, actor=actor, at=at)
    _record(session, Action.WORKER_RESET_CONFIRMED, worker, actor, at)
    return invitation, code


def _must_be_another(worker: Worker, actor: Actor) -> None:
    actor.must(Permission.WORKERS_MANAGE)
    if actor.worker_id == worker.id:
        raise NotAllowed


def _record(session: Session, action: Action, worker: Worker, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=worker.id, at=at)
