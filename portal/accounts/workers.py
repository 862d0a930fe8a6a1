"""Taking on workers, changing what they are trusted with, and letting them go."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts import passwords, second_factor, sessions
from portal.accounts.actor import Actor, ActorKind
from portal.accounts.models import Worker
from portal.accounts.permissions import Permission, Role
from portal.accounts.queries import find_by_email, normal_email
from portal.audit import Action, record
from portal.core.errors import RuleBroken
from portal.vault import vault_of

SHORTEST_PASSWORD = 12  # three random words are longer
LONGEST_NAME, LONGEST_EMAIL, LONGEST_TEAM = 200, 254, 40
TEAM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def add_worker(
    session: Session, *, name: str, email: str, password: str, roles: Iterable[Role], actor: Actor, at: datetime
) -> tuple[Worker, str]:
    """Take on a worker. Returns them and the secret of their second factor, which is never shown again.

    Raises RuleBroken, with the field, and NotAllowed.
    """
    _must_manage(actor)
    worker = Worker(
        id=uuid.uuid4(),
        name=_checked_name(name),
        email=_checked_email(session, email),
        password_hash=passwords.hash_secret(_checked_password(password)),
        roles=_checked_roles(roles),
        created_at=at,
    )
    secret = second_factor.new_secret()
    worker.key_id = vault_of(session).new_key(f"worker:{worker.id}")
    second_factor.keep_secret(session, worker, secret)
    session.add(worker)
    _record(session, Action.WORKER_ADDED, worker, actor, at, roles=",".join(worker.roles))
    return worker, secret


def change_roles(session: Session, worker: Worker, roles: Iterable[Role], *, actor: Actor, at: datetime) -> None:
    """Trust a worker with other things, from their next click on. Raises RuleBroken and NotAllowed."""
    _must_manage(actor)
    worker.roles = _checked_roles(roles)
    _record(session, Action.WORKER_ROLES_CHANGED, worker, actor, at, roles=",".join(worker.roles))


def set_team(session: Session, worker: Worker, team: str, *, actor: Actor, at: datetime) -> None:
    """Put a worker into a team, or with an empty code into none. Raises RuleBroken and NotAllowed."""
    _must_manage(actor)
    if team and not (TEAM.fullmatch(team) and len(team) <= LONGEST_TEAM):
        raise RuleBroken("A team has a short name of small letters, digits and single hyphens.", field="team")
    worker.team = team or None
    _record(session, Action.WORKER_TEAM_CHANGED, worker, actor, at, team=team or "none")


def disable_worker(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> None:
    """Let a worker go: no new sign-in, and every open session ends at once. Their name stays on what they did."""
    _must_manage(actor)
    if worker.disabled_at is not None:
        raise RuleBroken("This worker was disabled before.")
    worker.disabled_at = at
    sessions.end_everywhere(session, worker.id)
    _record(session, Action.WORKER_DISABLED, worker, actor, at)


def _must_manage(actor: Actor) -> None:
    """Refuse all but admins and the command line: whoever may run that holds the machine."""
    if actor.kind is not ActorKind.SYSTEM:
        actor.must(Permission.WORKERS_MANAGE)


def _record(session: Session, action: Action, worker: Worker, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=worker.id, at=at, **facts)


def _checked_name(name: str) -> str:
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise RuleBroken("Give the worker's name.", field="name")
    return name.strip()


def _checked_email(session: Session, email: str) -> str:
    address = normal_email(email)
    before, at_sign, behind = address.partition("@")
    if not (before and at_sign and behind) or "@" in behind or " " in address or len(address) > LONGEST_EMAIL:
        raise RuleBroken("Give an e-mail address, like name@example.org.", field="email")
    if find_by_email(session, address) is not None:
        raise RuleBroken("A worker with this e-mail address is there already.", field="email")
    return address


def _checked_password(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"A password has at least {SHORTEST_PASSWORD} characters.", field="password")
    return password


def _checked_roles(roles: Iterable[Role]) -> list[str]:
    given = set(roles)
    if not given:
        raise RuleBroken("Give at least one role.", field="roles")
    return [role.value for role in Role if role in given]
