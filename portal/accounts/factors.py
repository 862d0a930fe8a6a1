"""A worker's second factors: the app, passkeys, recovery codes. Whoever calls has seen their password just now."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.accounts import codes, second_factor
from portal.accounts.actor import Actor
from portal.accounts.models import Passkey, RecoveryCode, Worker
from portal.accounts.passkeys import PasskeyRefused, Registered
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotAllowed, NotFound, RuleBroken
from portal.vault import vault_of

MOST_PASSKEYS = 10
LONGEST_NAME = 60
HOW_MANY_CODES = 10


@dataclass(frozen=True, slots=True)
class App:
    """The secret of an authenticator app, after a code of it was right."""

    secret: str


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey that a device has just made, and what its worker calls it."""

    made: Registered
    name: str


@dataclass(frozen=True, slots=True)
class OpenedPasskey:
    """A passkey with its name."""

    row: Passkey
    name: str


def passkeys_of(session: Session, worker: Worker) -> Sequence[OpenedPasskey]:
    """The worker's passkeys, oldest first."""
    query = select(Passkey).where(Passkey.worker_id == worker.id).order_by(Passkey.created_at, Passkey.id)
    box = vault_of(session).box(worker.key_id)
    return [OpenedPasskey(row, box.get(row, "name")) for row in session.scalars(query)]


def codes_left(session: Session, worker_id: uuid.UUID) -> int:
    """How many recovery codes are unused."""
    unused = select(func.count()).where(RecoveryCode.worker_id == worker_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def set_app(session: Session, worker: Worker, app: App, *, actor: Actor, at: datetime) -> None:
    """Take codes from this app and from no other from now on."""
    must_be_own(worker, actor)
    second_factor.keep_secret(session, worker, app.secret)
    worker.totp_last_step = int(at.timestamp()) // second_factor.STEP_SECONDS  # the code just typed is spent
    _record(session, Action.WORKER_APP_SET, worker, actor, at)


def remove_app(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> None:
    """Take no codes any more. Raises RuleBroken when no passkey would be left."""
    must_be_own(worker, actor)
    if not _count_passkeys(session, worker):
        raise RuleBroken("This is your only second factor. Add a passkey first.")
    worker.totp_secret = worker.totp_last_step = None
    _record(session, Action.WORKER_APP_REMOVED, worker, actor, at)


def add_passkey(session: Session, worker: Worker, key: Key, *, actor: Actor, at: datetime) -> Passkey:
    """Let the worker sign in with it. Raises RuleBroken, with the field; PasskeyRefused when it is known already."""
    must_be_own(worker, actor)
    name = checked_name(key.name)
    if _count_passkeys(session, worker) >= MOST_PASSKEYS:
        raise RuleBroken(f"You have {MOST_PASSKEYS} passkeys. Remove one first.")
    if session.scalar(select(Passkey.id).where(Passkey.handle == key.made.handle)):
        raise PasskeyRefused
    row = Passkey(
        id=uuid.uuid4(), worker_id=worker.id, handle=key.made.handle, credential=key.made.credential,
        sign_count=key.made.sign_count, created_at=at,
    )  # fmt: skip
    vault_of(session).box(worker.key_id).put(row, "name", name)
    session.add(row)
    _record(session, Action.WORKER_PASSKEY_ADDED, worker, actor, at)
    return row


def remove_passkey(session: Session, worker: Worker, passkey_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """Let nobody in with it any more. Raises NotFound; RuleBroken when it is the last second factor."""
    must_be_own(worker, actor)
    row = session.get(Passkey, passkey_id)
    if row is None or row.worker_id != worker.id:
        raise NotFound
    if worker.totp_secret is None and _count_passkeys(session, worker) == 1:
        raise RuleBroken("This is your only second factor. Add another passkey or an app first.")
    session.delete(row)
    _record(session, Action.WORKER_PASSKEY_REMOVED, worker, actor, at)


def make_codes(session: Session, worker: Worker, *, actor: Actor, at: datetime) -> list[str]:
    """Ten new recovery codes, shown once; older ones end."""
    must_be_own(worker, actor)
    session.execute(delete(RecoveryCode).where(RecoveryCode.worker_id == worker.id))
    made = [codes.fresh(codes.RECOVERY) for _ in range(HOW_MANY_CODES)]
    session.add_all(
        RecoveryCode(worker_id=worker.id, code_hash=codes.hash_of(session, "recovery", worker.id, code))
        for code in made
    )
    _record(session, Action.WORKER_CODES_MADE, worker, actor, at)
    return made


def forget_all(session: Session, worker: Worker) -> None:
    """Drop every second factor: the worker cannot sign in before they are set up again."""
    worker.totp_secret = worker.totp_last_step = None
    for table in (Passkey, RecoveryCode):
        session.execute(delete(table).where(table.worker_id == worker.id))


def kinds_of(session: Session, workers: Sequence[Worker]) -> dict[uuid.UUID, list[str]]:
    """Which kinds of second factor each of them has: `app`, `passkey`."""
    ids = [worker.id for worker in workers]
    with_keys = set(session.scalars(select(Passkey.worker_id).where(Passkey.worker_id.in_(ids)).distinct()))
    return {w.id: ["app"] * (w.totp_secret is not None) + ["passkey"] * (w.id in with_keys) for w in workers}


def checked_name(name: str) -> str:
    """What a worker calls a passkey. Raises RuleBroken."""
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise RuleBroken("Give it a name, such as “My phone”.", field="name")
    return name.strip()


def must_be_own(worker: Worker, actor: Actor) -> None:
    """Raise NotAllowed for anybody but the worker themself: no admin sets another's second factor."""
    actor.must(Permission.OWN_ACCOUNT)
    if actor.id != worker.id:
        raise NotAllowed


def _count_passkeys(session: Session, worker: Worker) -> int:
    return session.scalar(select(func.count()).where(Passkey.worker_id == worker.id)) or 0


def _record(session: Session, action: Action, worker: Worker, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=worker.id, at=at)
