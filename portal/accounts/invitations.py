"""Inviting somebody to work here, and their setting themselves up.

An invitation has an address, which is no secret, and a code, which is. The e-mail carries the address; the admin hands
over the code another way. So nobody gets in who only reads the e-mail, and no secret stands in a link or a log.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.accounts import codes, factors, new_passwords, sessions, throttling, workers
from portal.accounts.actor import SYSTEM, Actor, ActorKind, worker_actor
from portal.accounts.factors import App, Key
from portal.accounts.models import Invitation, Worker
from portal.accounts.permissions import Role
from portal.accounts.sign_in import TooManyTries
from portal.accounts.throttling import TRIES_FROM_ONE_PLACE
from portal.accounts.worker_mails import promise
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken
from portal.notifications.kinds import WorkerMailKind

LASTS = timedelta(hours=72)
KEPT = timedelta(days=30)
NOT_RIGHT = "The code is not right, or it has ended. Check it with the person who gave it to you."


class InvitationRefused(RuleBroken):
    """Wrong code, used, revoked, too old or never there: one sentence for all."""

    message = NOT_RIGHT


def invite(
    session: Session, *, name: str, email: str, roles: Iterable[Role], actor: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Invite somebody. Returns the invitation and its code, never shown again. Raises RuleBroken, NotAllowed."""
    workers.must_manage(actor)
    address = workers.checked_email(session, email)
    waits = select(Invitation.id).where(Invitation.email == address, Invitation.ended_at.is_(None))
    if session.scalar(waits.limit(1)):
        raise RuleBroken("This person is invited already. Send that invitation again, or revoke it.", field="email")
    one = Invitation(
        id=uuid.uuid4(), is_reset=False, name=workers.checked_name(name), email=address,
        roles=workers.checked_roles(roles), invited_by_id=actor.id, created_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    code = _new_code(session, one)
    session.add(one)
    _record(session, Action.WORKER_INVITED, one, actor, at, roles=",".join(one.roles))
    promise(session, WorkerMailKind.INVITED, invitation_id=one.id, at=at)
    return one, code


def invite_again(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> tuple[Invitation, str]:
    """Let a worker set up password and second factor again. Who may decide that is `resets`' business."""
    for old in session.scalars(select(Invitation).where(Invitation.worker_id == worker.id)):
        old.ended_at = old.ended_at or at
    one = Invitation(
        id=uuid.uuid4(), worker_id=worker.id, is_reset=True, name=worker.name, email=worker.email, roles=worker.roles,
        invited_by_id=actor.id, created_at=at, expires_at=at + LASTS,
    )  # fmt: skip
    code = _new_code(session, one)
    session.add(one)
    session.flush()
    promise(session, WorkerMailKind.RESET, invitation_id=one.id, at=at)
    return one, code


def renew(session: Session, one: Invitation, *, actor: Actor, at: datetime) -> str:
    """A new code, good for 72 hours; the old one ends. Raises RuleBroken, NotAllowed."""
    workers.must_manage(actor)
    _must_wait(one)
    code, one.expires_at = _new_code(session, one), at + LASTS
    _record(session, Action.WORKER_INVITATION_RENEWED, one, actor, at)
    promise(session, WorkerMailKind.RESET if one.is_reset else WorkerMailKind.INVITED, invitation_id=one.id, at=at)
    return code


def revoke(session: Session, one: Invitation, *, actor: Actor, at: datetime) -> None:
    """Let nobody in with it any more. Raises RuleBroken, NotAllowed."""
    workers.must_manage(actor)
    _must_wait(one)
    one.ended_at = at
    _record(session, Action.WORKER_INVITATION_REVOKED, one, actor, at)


def count_try(session: Session, invitation_id: uuid.UUID, *, came_from: str, at: datetime) -> None:
    """Count a try of a code. Commit afterwards, refused or not. Raises TooManyTries."""
    from_there = throttling.take(session, "invitation-from", came_from, limit=TRIES_FROM_ONE_PLACE, at=at)
    on_this = throttling.take(session, "invitation", str(invitation_id), at=at)
    for verdict in (from_there, on_this):
        if not verdict.allowed:
            raise TooManyTries(verdict)


def check_code(session: Session, invitation_id: uuid.UUID, code: str, *, at: datetime) -> Invitation:
    """The invitation whose code it is. Nothing is spent yet. Raises InvitationRefused."""
    one = session.get(Invitation, invitation_id)
    given = codes.hash_of(session, "invitation", invitation_id, code)
    if one is None or not one.is_open(at) or one.code_hash != given:
        raise InvitationRefused(field="code")
    return one


def finish(
    session: Session, invitation_id: uuid.UUID, *, worker_id: uuid.UUID, password_hash: str, factor: App | Key,
    at: datetime,
) -> tuple[Worker, list[str]]:  # fmt: skip
    """The worker, set up, and their recovery codes. Each invitation does this once.

    `worker_id`: the id a new worker gets; a passkey was made for it. Raises InvitationRefused when it ended meanwhile,
    RuleBroken when somebody took the address.
    """
    one = session.get(Invitation, invitation_id, with_for_update=True)
    if one is None or not one.is_open(at):
        raise InvitationRefused
    one.ended_at = at
    worker = _set_again(session, one) if one.is_reset else _taken_on(session, one, worker_id, at)
    worker.password_hash = password_hash
    own = worker_actor(worker.id, worker.trusted_with)
    if isinstance(factor, App):
        factors.set_app(session, worker, factor, actor=own, at=at)
    else:
        factors.add_passkey(session, worker, factor, actor=own, at=at)
    made = factors.make_codes(session, worker, actor=own, at=at)
    record(
        session, Action.WORKER_SET_UP, actor_kind=ActorKind.WORKER, actor_id=worker.id, subject=worker.id, at=at,
        roles=",".join(worker.roles),
    )  # fmt: skip
    return worker, made


def get(session: Session, invitation_id: uuid.UUID) -> Invitation:
    """The invitation. Raises NotFound."""
    one = session.get(Invitation, invitation_id)
    if one is None:
        raise NotFound
    return one


def list_waiting(session: Session) -> Sequence[Invitation]:
    """Invitations that were neither used nor revoked, newest first, those too old included."""
    query = select(Invitation).where(Invitation.ended_at.is_(None))
    return session.scalars(query.order_by(Invitation.created_at.desc(), Invitation.id)).all()


def sweep_ended(session: Session, *, at: datetime) -> int:
    """Delete what nobody used, 30 days after it ended: names of people who never came. Returns how many."""
    unused = Invitation.worker_id.is_(None)
    over = or_(Invitation.ended_at <= at - KEPT, Invitation.expires_at <= at - KEPT)
    return len(session.execute(delete(Invitation).where(unused, over).returning(Invitation.id)).all())


def _taken_on(session: Session, one: Invitation, worker_id: uuid.UUID, at: datetime) -> Worker:
    """The new worker. Whoever invited them stands in the trail; that it was accepted, the portal says."""
    workers.checked_email(session, one.email)
    worker = workers.take_on(
        session, worker_id, name=one.name, email=one.email, roles=[Role(r) for r in one.roles], actor=SYSTEM, at=at
    )
    one.worker_id = worker.id
    return worker


def _set_again(session: Session, one: Invitation) -> Worker:
    worker = session.get_one(Worker, one.worker_id, with_for_update=True)
    if worker.disabled_at is not None:
        raise InvitationRefused
    factors.forget_all(session, worker)
    sessions.end_everywhere(session, worker.id)
    return worker


def checked_password(one: Invitation, password: str) -> str:
    """A password that will do for whoever is invited. Raises RuleBroken."""
    return new_passwords.checked(password, name=one.name, email=one.email)


def _new_code(session: Session, one: Invitation) -> str:
    code = codes.fresh(codes.INVITATION)
    one.code_hash = codes.hash_of(session, "invitation", one.id, code)
    return code


def _must_wait(one: Invitation) -> None:
    if one.ended_at is not None:
        raise RuleBroken("This invitation was used or revoked already.")


def _record(session: Session, action: Action, one: Invitation, actor: Actor, at: datetime, **facts: str) -> None:
    subject = one.worker_id or one.id
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=subject, at=at, **facts)
