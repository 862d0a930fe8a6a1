"""Telling workers by e-mail that a flag waits: once when it is raised, once more when nobody opened it in time.

At any hour, because the clock of a flag stops for no night. At most once for each flag, worker and reason: the claim is
committed before the e-mail is handed over, and whoever finds a claim without an end gives it up. Nothing about anybody
goes into it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.permissions import Role
from portal.accounts.queries import find_active, list_with_role
from portal.audit import Action, record
from portal.notifications.kinds import NotificationState, Way, WorkerMailKind
from portal.notifications.rules import NOT_SENT, NOT_SET_UP, STILL_TO_SEND, WORKER_DIED, wait_after
from portal.notifications.to_workers import Failed, Key, ToWorker
from portal.outbox import enqueue
from portal.safeguarding.models import FlagNotice, SafeguardingFlag

TELL, TELL_LATE = "flag-tell", "flag-tell-late"
S = NotificationState
_WAITS = and_(SafeguardingFlag.seen_at.is_(None), SafeguardingFlag.closed_at.is_(None))


def promise(session: Session, flag: SafeguardingFlag, *, at: datetime) -> None:
    """Tell everybody who closes flags now, and look again at the moment by which it should have been opened."""
    _tell_all(session, flag, WorkerMailKind.FLAG_RAISED, at)
    enqueue(session, TELL_LATE, at=at, run_after=flag.look_by, flag_id=str(flag.id))


def tell_if_late(session: Session, ids: Mapping[str, str], *, at: datetime) -> None:
    """The job of that moment: tell everybody again when nobody has opened the flag."""
    flag = session.get(SafeguardingFlag, uuid.UUID(ids["flag_id"]))
    if flag is not None and _waits(flag):
        _tell_all(session, flag, WorkerMailKind.FLAG_LATE, at)


def claim(session: Session, ids: Mapping[str, str], *, ways: frozenset[Way], at: datetime) -> ToWorker | None:
    """Say that it is in hand. None when it is sent already, not wanted any more, or cannot be sent."""
    one = session.get(FlagNotice, uuid.UUID(ids["notice_id"]), with_for_update=True)
    if one is not None and one.state is S.SENDING:
        _give_up(session, one, WORKER_DIED, at)
    if one is None or one.state not in STILL_TO_SEND:
        return None
    worker = find_active(session, one.worker_id)
    if worker is None or not _waits(one.flag):
        one.state = S.CANCELLED
        return None
    if Way.EMAIL not in ways:
        _give_up(session, one, NOT_SET_UP, at)
        return None
    one.state, one.attempts = S.SENDING, one.attempts + 1
    session.flush()
    return ToWorker(one.kind, worker.email)


def keep(session: Session, ids: Mapping[str, str], error: str, *, at: datetime) -> None:
    """Keep what came of it: sent, to be tried again, or given up."""
    one = session.get(FlagNotice, uuid.UUID(ids["notice_id"]), with_for_update=True)
    if one is None or one.state is not S.SENDING:
        return
    if not error:
        one.state, one.sent_at, one.last_error = S.SENT, at, None
        _note(session, one, Action.FLAG_TOLD, at)
        return
    wait = wait_after(one.attempts) if error == NOT_SENT else None
    if wait is None:
        _give_up(session, one, error, at)
        return
    one.state, one.last_error = S.FAILED, error
    enqueue(session, TELL, at=at, run_after=at + wait, notice_id=str(one.id))


def failed(session: Session, *, before: Key | None, limit: int) -> list[Failed]:
    """Those that were given up and that somebody still waits for, last first."""
    wanted = select(FlagNotice).where(FlagNotice.state == S.GIVEN_UP, FlagNotice.flag.has(_WAITS))
    if before is not None:
        wanted = wanted.where(tuple_(FlagNotice.created_at, FlagNotice.id) < tuple_(*before))
    rows = session.scalars(wanted.order_by(FlagNotice.created_at.desc(), FlagNotice.id.desc()).limit(limit))
    return [
        Failed(one.id, one.kind, one.created_at, one.last_error or "", one.attempts, worker_id=one.worker_id)
        for one in rows
    ]


def send_again(session: Session, mail_id: uuid.UUID, *, at: datetime) -> WorkerMailKind | None:
    """Try one that was given up once more. None when there is no such e-mail, or nobody waits for it any more."""
    one = session.get(FlagNotice, mail_id, with_for_update=True)
    if one is None or one.state is not S.GIVEN_UP or not _waits(one.flag):
        return None
    one.state, one.attempts, one.last_error = S.WAITING, 0, None
    enqueue(session, TELL, at=at, notice_id=str(one.id))
    return one.kind


def _waits(flag: SafeguardingFlag) -> bool:
    return flag.seen_at is None and flag.closed_at is None


def _tell_all(session: Session, flag: SafeguardingFlag, kind: WorkerMailKind, at: datetime) -> None:
    for worker in list_with_role(session, Role.SAFEGUARDING):
        one = FlagNotice(
            id=uuid.uuid4(), flag_id=flag.id, worker_id=worker.id, kind=kind, state=S.WAITING, attempts=0, created_at=at
        )
        session.add(one)
        session.flush()
        enqueue(session, TELL, at=at, notice_id=str(one.id))


def _give_up(session: Session, one: FlagNotice, error: str, at: datetime) -> None:
    one.state, one.last_error = S.GIVEN_UP, error
    _note(session, one, Action.FLAG_NOT_TOLD, at, error=error)


def _note(session: Session, one: FlagNotice, action: Action, at: datetime, **facts: str) -> None:
    """Written down on the request, where staff look at what became of the flag."""
    session.flush()
    record(
        session, action, actor_kind="system", actor_id=None, subject=one.flag.request_id, at=at, entry=str(one.flag_id),
        kind=one.kind.value, **facts,
    )  # fmt: skip
