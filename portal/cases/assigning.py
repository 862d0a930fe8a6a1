"""Giving cases to a worker, one or many at a time. A new case stays new until whoever has it starts on it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.models import Worker
from portal.accounts.permissions import Permission, permissions_of
from portal.accounts.queries import find_active, list_workers
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.sight import Sight, visible
from portal.cases.states import CLOSED
from portal.core.errors import RuleBroken

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Sorted:
    """Cases that can be given away, and those that cannot: closed, or changed since the list was drawn."""

    can: Sequence[Case]
    cannot: Sequence[Case]


def takers(session: Session) -> list[Worker]:
    """Who can be given a case: whoever still works here and may work on one."""
    return [worker for worker in list_workers(session) if worker.disabled_at is None and _may_work(worker)]


def sort_out(
    session: Session,
    seen: Mapping[uuid.UUID, int],
    *,
    sight: Sight | None = None,
    besides: Collection[uuid.UUID] = (),
    hold: bool = False,
) -> Sorted:
    """Which of these can be given away; `seen` is the version of each as the list showed it.

    `sight`: of whoever gives. `besides`: requests of people whom the taker knows; they get none of those.

    `hold`: nobody else changes them until this act is over. Raises RuleBroken for none, and for too many.
    """
    if not seen:
        raise RuleBroken("Select a case", field="cases")
    if len(seen) > AT_ONCE:
        raise RuleBroken(f"Select {AT_ONCE} cases or fewer", field="cases")
    query = (
        select(Case)
        .where(Case.id.in_(seen), *visible(sight))
        .order_by(Case.id)
        .execution_options(populate_existing=True)
    )
    cases = session.scalars(query.with_for_update(of=Case) if hold else query).all()
    can = [
        case
        for case in cases
        if case.status not in CLOSED and case.version == seen[case.id] and case.request_id not in besides
    ]
    return Sorted(can, [case for case in cases if case not in can])


def give(
    session: Session,
    seen: Mapping[uuid.UUID, int],
    to: uuid.UUID,
    *,
    sight: Sight | None = None,
    besides: Collection[uuid.UUID] = (),
    actor: Actor,
    at: datetime,
) -> Sorted:
    """Give the cases that can be given, leave the others as they are, and say which is which.

    Raises RuleBroken (none chosen, too many, or nobody to take them), NotAllowed.
    """
    actor.must(Permission.CASE_ASSIGN)
    worker = find_active(session, to)
    if worker is None or not _may_work(worker):
        raise RuleBroken("Choose who takes them", field="to")
    sorted_out = sort_out(session, seen, sight=sight, besides=besides, hold=True)
    for case in sorted_out.can:
        if case.owner_id == worker.id:
            continue  # they have it: nothing happens twice
        case.owner_id = worker.id
        session.flush()
        record(
            session, Action.CASE_ASSIGNED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
            to=worker.id,
        )  # fmt: skip
    return sorted_out


def _may_work(worker: Worker) -> bool:
    return Permission.CASE_WORK in permissions_of(worker.trusted_with)
