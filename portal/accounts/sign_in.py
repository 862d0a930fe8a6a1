"""Signing in: e-mail address and password, then a code. Nobody learns from the answers who works here.

Each step has two halves with a commit between them: count the try, then look whether it is right. So tries made at
the same time cannot slip by the limit, and no lock is held while argon2 works.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts import passwords, second_factor, sessions, throttling
from portal.accounts.actor import Actor, ActorKind
from portal.accounts.models import Worker
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active, find_by_email, normal_email
from portal.accounts.throttling import TRIES_FROM_ONE_PLACE, Verdict
from portal.audit import THE_PORTAL, Action, record
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken

CODE_WITHIN = timedelta(minutes=5)  # of the password


class SignInRefused(RuleBroken):
    """Wrong address, wrong password or a worker who left: one sentence for all three."""

    message = "The e-mail address or the password is not right."


class CodeRefused(RuleBroken):
    """The code of the second factor is wrong, too old or used before."""

    message = "That code is not right. Wait until your app shows a new one, then type that."


class TooManyTries(RuleBroken):
    """The limit is reached, whether anybody with that address works here or not."""

    def __init__(self, verdict: Verdict) -> None:
        minutes = verdict.wait_minutes
        super().__init__(f"Too many tries. Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again.")
        self.wait_seconds = verdict.wait_seconds


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted try: whose it would be, and what has to match. Plain values: needs no transaction."""

    email: str
    worker_id: uuid.UUID | None
    password_hash: str | None  # None: nobody's, which nothing matches


def count_password_try(session: Session, email: str, *, came_from: str, at: datetime) -> Attempt:
    """Count a try of an address and of the place it came from (used for counting, never kept).

    Commit afterwards, refused or not. Raises TooManyTries.
    """
    address = normal_email(email)
    worker = find_by_email(session, address)
    worker_id = worker.id if worker else None
    from_there = throttling.take(
        session, "sign-in-from", throttling.place_of(came_from), limit=TRIES_FROM_ONE_PLACE, at=at
    )
    on_this = throttling.take(session, "sign-in", address, at=at)
    _refuse_when_over(session, from_there, worker_id, at)
    _refuse_when_over(session, on_this, worker_id, at)
    is_usable = worker is not None and worker.disabled_at is None
    return Attempt(address, worker_id, worker.password_hash if worker and is_usable else None)


def check_password(session: Session, attempt: Attempt, password: str, *, at: datetime) -> uuid.UUID:
    """Give the id of the worker whose password it is; they still owe the code. Commit afterwards.

    Raises SignInRefused.
    """
    check = passwords.verify(attempt.password_hash, password)  # the slow part comes before the first statement
    if not check.ok or attempt.worker_id is None:
        reason = "wrong-password" if attempt.password_hash else "nobody-active"
        record_refusal(session, attempt.worker_id, reason, at)
        raise SignInRefused
    if check.new_hash:
        session.get_one(Worker, attempt.worker_id).password_hash = check.new_hash
    throttling.forget(session, "sign-in", attempt.email, at=at)
    return attempt.worker_id


def count_code_try(session: Session, worker_id: uuid.UUID, *, at: datetime) -> None:
    """Count a try of a worker's second factor. Commit afterwards, refused or not. Raises TooManyTries."""
    verdict = throttling.take(session, "second-factor", str(worker_id), at=at)
    _refuse_when_over(session, verdict, worker_id, at)


def check_code(
    session: Session, worker_id: uuid.UUID, code: str, *, password_given_at: datetime, at: datetime
) -> Worker:
    """Give the worker, signed in. Commit afterwards, refused or not.

    Raises CodeRefused; SignInRefused when the worker has to start again.
    """
    worker = find_active(session, worker_id)
    if worker is None or at - password_given_at > CODE_WITHIN:
        record_refusal(session, worker_id, "too-late", at)
        raise SignInRefused("That took too long. Start again.")
    if not second_factor.accept_code(session, worker, code, at=at):
        record_refusal(session, worker_id, "wrong-code", at)
        raise CodeRefused(field="code")
    throttling.forget(session, "second-factor", str(worker_id), at=at)
    note_signed_in(session, worker, at=at)
    return worker


def note_signed_in(session: Session, worker: Worker, *, at: datetime) -> None:
    """Write down that both factors were right, and the day."""
    worker.last_seen_on = local_date(at)
    _record(session, Action.WORKER_SIGNED_IN, worker.id, at)


def check_again(session: Session, worker: Worker, password: str, *, at: datetime) -> None:
    """Whether it is still them, before something that matters. Count the try with `count_again`, commit, then call.

    Raises RuleBroken.
    """
    if not passwords.verify_secret(worker.password_hash, password):
        record_refusal(session, worker.id, "wrong-password", at)
        raise RuleBroken("That is not your password.", field="password")
    throttling.forget(session, "password-again", str(worker.id), at=at)


def count_again(session: Session, worker_id: uuid.UUID, *, at: datetime) -> None:
    """Count a try of the password by somebody who is signed in. Commit afterwards. Raises TooManyTries."""
    _refuse_when_over(session, throttling.take(session, "password-again", str(worker_id), at=at), worker_id, at)


def sign_out(session: Session, *, actor: Actor, at: datetime) -> None:
    """Write down that the worker left. The browser's own session is ended by whoever holds its token."""
    _record(session, Action.WORKER_SIGNED_OUT, _worker_id(actor), at)


def sign_out_everywhere(session: Session, *, actor: Actor, at: datetime) -> int:
    """End the worker's sessions on every device. Returns how many there were."""
    worker_id = _worker_id(actor)
    ended = sessions.end_everywhere(session, worker_id)
    _record(session, Action.WORKER_SIGNED_OUT_EVERYWHERE, worker_id, at)
    return ended


def _worker_id(actor: Actor) -> uuid.UUID:
    actor.must(Permission.OWN_ACCOUNT)
    if actor.id is None:
        raise NotAllowed
    return actor.id


def _refuse_when_over(session: Session, verdict: Verdict, worker_id: uuid.UUID | None, at: datetime) -> None:
    if verdict.allowed:
        return
    if verdict.is_first_refused:  # once a window: nobody can fill the trail by knocking
        record_refusal(session, worker_id, "too-many-tries", at)
    raise TooManyTries(verdict)


def _record(session: Session, action: Action, worker_id: uuid.UUID, at: datetime) -> None:
    record(session, action, actor_kind=ActorKind.WORKER, actor_id=worker_id, subject=worker_id, at=at)


def record_refusal(session: Session, worker_id: uuid.UUID | None, reason: str, at: datetime) -> None:
    """Write down a refusal: why, never which address was typed: it may be somebody's who never worked here."""
    record(
        session,
        Action.WORKER_SIGN_IN_REFUSED,
        actor_kind=ActorKind.SYSTEM,
        actor_id=None,
        subject=worker_id or THE_PORTAL,
        at=at,
        reason=reason,
    )
