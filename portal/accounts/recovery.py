"""The day the app and every passkey are gone: a recovery code lets a worker set a new second factor, and no more."""

import uuid
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.accounts import codes, factors, sessions, sign_in, throttling
from portal.accounts.actor import ActorKind, worker_actor
from portal.accounts.factors import App, Key
from portal.accounts.models import Passkey, RecoveryCode, Worker
from portal.accounts.queries import find_active
from portal.accounts.sign_in import CODE_WITHIN, SignInRefused, TooManyTries
from portal.audit import Action, record
from portal.core.errors import RuleBroken


class RecoveryRefused(RuleBroken):
    """The recovery code is wrong or was used before."""

    message = "That code is not right, or it was used before. Each works once."


def count_try(session: Session, worker_id: uuid.UUID, *, at: datetime) -> None:
    """Count a try of a worker's recovery codes. Commit afterwards, refused or not. Raises TooManyTries."""
    verdict = throttling.take(session, "recovery", str(worker_id), at=at)
    if verdict.allowed:
        return
    if verdict.is_first_refused:
        sign_in.record_refusal(session, worker_id, "too-many-tries", at)
    raise TooManyTries(verdict)


def spend(session: Session, worker_id: uuid.UUID, code: str, *, password_given_at: datetime, at: datetime) -> Worker:
    """Spend a code, after the password. The worker owes a new second factor. Commit afterwards, refused or not.

    Raises RecoveryRefused; SignInRefused when they have to start again.
    """
    worker = find_active(session, worker_id)
    if worker is None or at - password_given_at > CODE_WITHIN:
        raise SignInRefused("That took too long. Start again.")
    given = codes.hash_of(session, "recovery", worker_id, code)
    unused = (RecoveryCode.code_hash == given) & (RecoveryCode.worker_id == worker_id) & RecoveryCode.used_at.is_(None)
    spent = session.execute(update(RecoveryCode).where(unused).values(used_at=at).returning(RecoveryCode.id))
    if spent.scalar_one_or_none() is None:
        sign_in.record_refusal(session, worker_id, "wrong-code", at)
        raise RecoveryRefused(field="code")
    throttling.forget(session, "recovery", str(worker_id), at=at)
    record(session, Action.WORKER_CODE_SPENT, actor_kind=ActorKind.WORKER, actor_id=worker_id, subject=worker_id, at=at)
    return worker


def finish(session: Session, worker_id: uuid.UUID, factor: App | Key, *, at: datetime) -> Worker:
    """Set the new second factor in place of all old ones, end every session, and sign the worker in.

    Raises SignInRefused for a worker who was let go meanwhile.
    """
    worker = find_active(session, worker_id)
    if worker is None:
        raise SignInRefused("That took too long. Start again.")
    own = worker_actor(worker.id, worker.trusted_with)
    session.execute(delete(Passkey).where(Passkey.worker_id == worker.id))
    worker.totp_secret = worker.totp_last_step = None
    sessions.end_everywhere(session, worker.id)
    if isinstance(factor, App):
        factors.set_app(session, worker, factor, actor=own, at=at)
    else:
        factors.add_passkey(session, worker, factor, actor=own, at=at)
    sign_in.note_signed_in(session, worker, at=at)
    return worker
