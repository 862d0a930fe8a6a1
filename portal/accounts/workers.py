"""Taking on workers, changing what they are trusted with, letting them go and having them back."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import new_passwords, passwords, second_factor, sessions
from portal.accounts.actor import Actor, ActorKind
from portal.accounts.models import Worker
from portal.accounts.passwords import NOBODYS
from portal.accounts.permissions import Permission, Role
from portal.accounts.queries import find_by_email, normal_email
from portal.audit import Action, record
from portal.core.errors import NotAllowed, RuleBroken
from portal.vault import vault_of

LONGEST_NAME, LONGEST_EMAIL, LONGEST_TEAM = 200, 254, 40
TEAM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def add_worker(
    session: Session, *, name: str, email: str, password: str, roles: Iterable[Role], actor: Actor, at: datetime
) -> tuple[Worker, str]:
    """Take on a worker. Returns them and the secret of their second factor, which is never shown again.

    Raises RuleBroken, with the field, and NotAllowed.
    """
    must_manage(actor)
    checked = new_passwords.checked(password, name=checked_name(name), email=checked_email(session, email))
    worker = take_on(session, uuid.uuid4(), name=name, email=email, roles=roles, actor=actor, at=at)
    worker.password_hash = passwords.hash_secret(checked)
    secret = second_factor.new_secret()
    second_factor.keep_secret(session, worker, secret)
    session.flush()
    return worker, secret


def take_on(
    session: Session, worker_id: uuid.UUID, *, name: str, email: str, roles: Iterable[Role], actor: Actor, at: datetime
) -> Worker:
    """A worker who cannot sign in yet: no password fits, and there is no second factor. Raises RuleBroken."""
    worker = Worker(
        id=worker_id,
        name=checked_name(name),
        email=checked_email(session, email),
        password_hash=NOBODYS,
        roles=checked_roles(roles),
        created_at=at,
    )
    worker.key_id = vault_of(session).new_key(f"worker:{worker.id}")
    session.add(worker)
    _record(session, Action.WORKER_ADDED, worker, actor, at, roles=",".join(worker.roles))
    return worker


def change_roles(session: Session, worker: Worker, roles: Iterable[Role], *, actor: Actor, at: datetime) -> None:
    """Trust a worker with other things, from their next click on. Nobody does so for themself.

    Raises RuleBroken and NotAllowed.
    """
    must_manage(actor)
    _must_be_another(worker, actor)
    wanted = checked_roles(roles)
    if worker.is_admin and Role.ADMIN.value not in wanted:
        _must_leave_an_admin(session, worker)
    worker.roles = wanted
    _record(session, Action.WORKER_ROLES_CHANGED, worker, actor, at, roles=",".join(worker.roles))


def set_team(session: Session, worker: Worker, team: str, *, actor: Actor, at: datetime) -> None:
    """Put a worker into a team, or with an empty code into none. Raises RuleBroken and NotAllowed."""
    must_manage(actor)
    if team and not (TEAM.fullmatch(team) and len(team) <= LONGEST_TEAM):
        raise RuleBroken("A team has a short name of small letters, digits and single hyphens.", field="team")
    worker.team = team or None
    _record(session, Action.WORKER_TEAM_CHANGED, worker, actor, at, team=team or "none")


def disable_worker(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> None:
    """Let a worker go: no new sign-in, and every open session ends at once. Their name stays on what they did.

    Raises RuleBroken for the last admin and for oneself, NotAllowed.
    """
    must_manage(actor)
    _must_be_another(worker, actor)
    if worker.disabled_at is not None:
        raise RuleBroken("This worker was deactivated before.")
    if worker.is_admin:
        _must_leave_an_admin(session, worker)
    worker.disabled_at = at
    sessions.end_everywhere(session, worker.id)
    _record(session, Action.WORKER_DISABLED, worker, actor, at)


def enable_worker(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> None:
    """Have a worker back, with the roles, password and second factor they had. Raises RuleBroken, NotAllowed."""
    must_manage(actor)
    if worker.disabled_at is None:
        raise RuleBroken("This worker is active.")
    worker.disabled_at = None
    _record(session, Action.WORKER_ENABLED, worker, actor, at)


def end_sessions(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> int:
    """Sign a colleague out everywhere, because a device was lost. Returns how many sessions there were."""
    must_manage(actor)
    ended = sessions.end_everywhere(session, worker.id)
    _record(session, Action.WORKER_SESSIONS_ENDED, worker, actor, at)
    return ended


def change_password(session: Session, worker: Worker, password_hash: str, *, actor: Actor, at: datetime) -> None:
    """Take a new password, hashed beforehand, and end every session: the old password may be known to somebody."""
    if actor.worker_id != worker.id:
        raise NotAllowed
    worker.password_hash = password_hash
    sessions.end_everywhere(session, worker.id)
    _record(session, Action.WORKER_PASSWORD_CHANGED, worker, actor, at)


def must_manage(actor: Actor) -> None:
    """Refuse all but admins and the command line: whoever may run that holds the machine."""
    if actor.kind is not ActorKind.SYSTEM:
        actor.must(Permission.WORKERS_MANAGE)


def _must_be_another(worker: Worker, actor: Actor) -> None:
    if actor.kind is ActorKind.WORKER and actor.id == worker.id:
        raise RuleBroken("Nobody changes this for themself. Ask another admin.")


def _must_leave_an_admin(session: Session, worker: Worker) -> None:
    """Raise RuleBroken when nobody would be left to manage workers. Two admins who do this at once wait in turn."""
    active = session.scalars(select(Worker).where(Worker.disabled_at.is_(None)).order_by(Worker.id).with_for_update())
    if not any(one.is_admin for one in active if one.id != worker.id):
        raise RuleBroken("This is the only admin. Make somebody else an admin first.")


def _record(session: Session, action: Action, worker: Worker, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=worker.id, at=at, **facts)


def checked_name(name: str) -> str:
    """The name, trimmed. Raises RuleBroken."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise RuleBroken("Give the worker's name.", field="name")
    return name.strip()


def checked_email(session: Session, email: str) -> str:
    """The address in its one form, when no worker has it. Raises RuleBroken."""
    address = normal_email(email)
    before, at_sign, behind = address.partition("@")
    if not (before and at_sign and behind) or "@" in behind or " " in address or len(address) > LONGEST_EMAIL:
        raise RuleBroken("Give an e-mail address, like name@example.org.", field="email")
    if find_by_email(session, address) is not None:
        raise RuleBroken("A worker with this e-mail address is there already.", field="email")
    return address


def checked_roles(roles: Iterable[Role]) -> list[str]:
    """Each role once, in the order of the table. Raises RuleBroken."""
    given = set(roles)
    if not given:
        raise RuleBroken("Give at least one role.", field="roles")
    return [role.value for role in Role if role in given]
