"""Signing in with a passkey alone: the device is one factor, the finger or PIN that it asks for is another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import passkeys, sign_in, throttling
from portal.accounts.models import Passkey, Worker
from portal.accounts.passkeys import Party, PasskeyRefused
from portal.accounts.sign_in import TooManyTries
from portal.accounts.throttling import TRIES_FROM_ONE_PLACE
from portal.core.clock import local_date


def count_try(session: Session, *, came_from: str, at: datetime) -> None:
    """Count a try from that place. Commit afterwards, refused or not. Raises TooManyTries."""
    verdict = throttling.take(session, "passkey-from", came_from, limit=TRIES_FROM_ONE_PLACE, at=at)
    if not verdict.allowed:
        raise TooManyTries(verdict)


def check_passkey(session: Session, party: Party, state: Mapping[str, Any], answer: str, *, at: datetime) -> Worker:
    """Give the worker, signed in. `state` belongs to one question and is used once. Commit afterwards, refused or not.

    Raises PasskeyRefused, also for a passkey of a worker who left.
    """
    row = session.scalar(select(Passkey).where(Passkey.handle == passkeys.handle_in(answer)))
    worker = session.get(Worker, row.worker_id) if row else None
    if row is None or worker is None or worker.disabled_at is not None:
        sign_in.record_refusal(session, worker.id if worker else None, "nobody-active", at)
        raise PasskeyRefused
    try:
        count = passkeys.check(
            party, state, answer, credential=row.credential, worker_id=worker.id, sign_count=row.sign_count
        )
        _count_up(session, row, count, at)
    except PasskeyRefused:
        sign_in.record_refusal(session, worker.id, "wrong-passkey", at)
        raise
    sign_in.note_signed_in(session, worker, at=at)
    return worker


def _count_up(session: Session, row: Passkey, count: int, at: datetime) -> None:
    """Keep the device's count, unless another sign-in with the same count was quicker."""
    unseen = (Passkey.sign_count < count) | ((Passkey.sign_count == 0) & (count == 0))
    kept = (
        update(Passkey)
        .where(Passkey.id == row.id, unseen)
        .values(sign_count=count, last_used_on=local_date(at))
        .returning(Passkey.id)
    )
    if session.execute(kept).scalar_one_or_none() is None:
        raise PasskeyRefused
