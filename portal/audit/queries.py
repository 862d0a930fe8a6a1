"""Reads of the audit trail: a timeline, and the proof that nobody changed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeGuard
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.audit.actions import Action
from portal.audit.models import GENESIS, AuditEvent, AuditHead
from portal.audit.service import hash_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain is whole, how many entries were found good, and the number of the first that is not."""

    ok: bool
    checked: int
    first_broken: int | None = None


def timeline(
    session: Session,
    subjects: Iterable[UUID],
    *,
    actions: Iterable[Action] | None = None,
    before: int | None = None,
    limit: int = 200,
) -> list[AuditEvent]:
    """The latest `limit` entries about these subjects, oldest first; of these actions, below number `before`."""
    wanted = select(AuditEvent).where(AuditEvent.subject.in_(list(subjects)))
    if actions is not None:
        wanted = wanted.where(AuditEvent.action.in_(list(actions)))
    if before is not None:
        wanted = wanted.where(AuditEvent.number < before)
    return list(session.scalars(wanted.order_by(AuditEvent.number.desc()).limit(limit)))[::-1]


def verify(session: Session) -> Verdict:
    """Walk the whole chain in bounded memory: finds an entry changed, missing, moved, or a tail cut off."""
    checked, previous_hash = 0, GENESIS
    while True:
        end, end_hash = _head(session)
        for entry in _entries(session, after=checked, up_to=end):
            if not _follows(entry, checked, previous_hash):
                return Verdict(ok=False, checked=checked, first_broken=checked + 1)
            checked, previous_hash = entry.number, entry.hash
        if checked < end or previous_hash != end_hash:
            return Verdict(ok=False, checked=checked, first_broken=checked + 1)
        if not session.scalar(select(exists().where(AuditEvent.number > checked))):
            return Verdict(ok=True, checked=checked)
        # More entries than the head knew of: written while we read (then the head moved on too), or slipped in.
        if _head(session)[0] == end:
            return Verdict(ok=False, checked=checked, first_broken=checked + 1)


def _follows(entry: AuditEvent | None, last: int, previous_hash: str) -> TypeGuard[AuditEvent]:
    return (
        entry is not None
        and entry.number == last + 1
        and entry.previous_hash == previous_hash
        and entry.hash == hash_of(entry)
    )


def _entries(session: Session, *, after: int, up_to: int) -> Iterator[AuditEvent | None]:
    """The entries in order, then the end; None for one that cannot even be read, such as an unknown action."""
    size = CHUNK
    while True:
        try:
            chunk = _chunk(session, after=after, up_to=up_to, size=size)
        except (LookupError, TypeError, ValueError):
            if size == 1:
                yield None
                return
            size = 1  # go on one by one, so that the good entries before it are counted
            continue
        yield from chunk
        if len(chunk) < size:
            return
        after = chunk[-1].number


def _chunk(session: Session, *, after: int, up_to: int, size: int) -> list[AuditEvent]:
    wanted = select(AuditEvent).where(AuditEvent.number > after, AuditEvent.number <= up_to)
    fresh = wanted.order_by(AuditEvent.number).limit(size).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def _head(session: Session) -> tuple[int, str]:
    row = session.execute(select(AuditHead.number, AuditHead.hash)).one_or_none()
    return (0, GENESIS) if row is None else (row.number, row.hash)
