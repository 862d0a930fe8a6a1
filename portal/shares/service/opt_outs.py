"""Opt-outs: who wants no part in research, or no observer. By every handle of a person, blind.

They come from an objection (from the moment it is asked, for nothing may go out while it is not decided; for good once
it is decided in their favour), or from somebody who said so to a worker.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import OPEN
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.requests import queries as requests
from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind, Right
from portal.shares.kinds import LiftedWhy, OptOutKind, OptOutSource, ShareKind
from portal.shares.matching import indexes_of, share_index
from portal.shares.models import OptOut, OptOutHandle
from portal.shares.rules import OBJECTED, OPT_OUT_OF
from portal.vault import KeyDestroyed, vault_of

Handles = Sequence[tuple[IdentifierKind, str]]


def note(session: Session, kinds: Iterable[OptOutKind], handles: Handles, *, actor: Actor, at: datetime) -> int:
    """Write down that somebody said so to a worker. Gives how many opt-outs are new.

    Raises RuleBroken: no kind, nothing they can be found by. NotAllowed.
    """
    actor.must(Permission.REQUEST_LOG)
    wanted = tuple(dict.fromkeys(kinds))
    if not wanted:
        raise RuleBroken("Say what they want no part in", field="kinds")
    indexes = _typed(session, handles)
    fresh = [kind for kind in wanted if not indexes <= _indexes_of_kind(session, kind)]
    for kind in fresh:
        row = _keep(session, kind, OptOutSource.ASKED, None, indexes, actor, at)
        _note(session, Action.OPT_OUT_NOTED, row.id, actor, at, kind=kind.value)
    return len(fresh)


def lift(session: Session, kind: OptOutKind, handles: Handles, why: LiftedWhy, *, actor: Actor, at: datetime) -> int:
    """Let the opt-outs of somebody not count any more. Gives how many. Raises RuleBroken (none there), NotAllowed."""
    actor.must(Permission.SHARES_CLOSE)
    indexes = _typed(session, handles)
    found = session.scalars(
        select(OptOut)
        .join(OptOutHandle, OptOutHandle.opt_out_id == OptOut.id)
        .where(OptOut.kind == kind, OptOut.lifted_on.is_(None), OptOutHandle.blind_index.in_(sorted(indexes)))
        .distinct()
    ).all()
    if not found:
        raise RuleBroken("Nobody with that name, email or phone opted out of this. Nothing was changed.")
    for row in found:
        _lift(row, why, actor, at)
        _note(session, Action.OPT_OUT_LIFTED, row.id, actor, at, kind=kind.value, reason=why.value)
    return len(found)


def follow(session: Session, case: Case, *, in_favour: bool | None, actor: Actor, at: datetime) -> None:
    """Keep the opt-outs of an objection in step with how it is decided, and with every handle known by now.

    `in_favour`: None while nothing is decided, and it counts as well. One thing done in their favour is enough to
    count for all uses they named: to leave out somebody who could have stayed in does no harm, and a worker can lift
    it. What a worker lifted stays lifted.
    """
    if case.right is not Right.OBJECTION:
        return
    rows = session.scalars(_of_case(session, case)).all()
    wanted = _objected(session, case) if in_favour is not False else set()
    indexes = indexes_of(session, case.request_id)
    kept = {row.kind for row in rows if row.lifted_why is not LiftedWhy.DECISION_CHANGED}
    for kind in sorted(wanted - kept):
        _keep(session, kind, OptOutSource.CASE, case, indexes, actor, at)
        _note(session, Action.OPT_OUT_NOTED, case.id, actor, at, kind=kind.value)
    for row in rows:
        if row.lifted_on is not None:
            continue
        if row.kind in wanted:
            _complete(session, row, indexes)
        else:
            why = LiftedWhy.DECISION_CHANGED
            _lift(row, why, actor, at)
            _note(session, Action.OPT_OUT_LIFTED, case.id, actor, at, kind=row.kind.value, reason=why.value)


def refresh(session: Session, request_id: uuid.UUID) -> None:
    """Let a handle that was linked since count for the opt-outs of that person too."""
    cases = session.scalars(select(Case).where(Case.request_id == request_id, Case.right == Right.OBJECTION))
    for case in cases.all():
        for row in session.scalars(_of_case(session, case)).all():
            _complete(session, row, indexes_of(session, request_id))


def gather(session: Session, kind: ShareKind, *, at: datetime) -> None:
    """Let every objection to such a use that is not decided yet count: nothing goes out before (Art 18(1)(d), 21(1)).

    It is lifted when the case is decided another way. It stays when the person stops asking: they can say so.
    """
    wanted = OPT_OUT_OF.get(kind)
    if wanted is None:
        return
    waiting = session.scalars(select(Case).where(Case.right == Right.OBJECTION, Case.status.in_(sorted(OPEN))))
    for case in waiting.all():
        is_noted = any(row.kind is wanted for row in session.scalars(_of_case(session, case)))
        if not is_noted and wanted in _objected(session, case):
            indexes = indexes_of(session, case.request_id)
            _keep(session, wanted, OptOutSource.CASE, case, indexes, SYSTEM, at)
            _note(session, Action.OPT_OUT_NOTED, case.id, SYSTEM, at, kind=wanted.value)


def kinds_of(session: Session, case: Case) -> frozenset[OptOutKind]:
    """What counts as an opt-out because of this case."""
    return frozenset(row.kind for row in session.scalars(_of_case(session, case)) if row.lifted_on is None)


def indexes_out(session: Session, kind: ShareKind) -> set[str]:
    """The indexes of everybody who wants no part in such a set."""
    wanted = OPT_OUT_OF.get(kind)
    return _indexes_of_kind(session, wanted) if wanted else set()


def _indexes_of_kind(session: Session, kind: OptOutKind) -> set[str]:
    query = select(OptOutHandle.blind_index).join(OptOut, OptOut.id == OptOutHandle.opt_out_id)
    return set(session.scalars(query.where(OptOut.kind == kind, OptOut.lifted_on.is_(None))))


def _typed(session: Session, handles: Handles) -> set[str]:
    vault = vault_of(session)
    pairs = [(kind, normalise(kind, typed)) for kind, typed in handles]
    indexes = {share_index(vault, kind, spelling) for kind, spelling in pairs if spelling}
    if not indexes:
        raise RuleBroken("Give one thing they can be found by", field="user_name")
    return indexes


def _objected(session: Session, case: Case) -> set[OptOutKind]:
    """What they want to end, as they said when they asked. Nothing once the request is destroyed."""
    try:
        uses = requests.opened(session, case.request_id).wishes.uses
    except KeyDestroyed:
        return set()
    return {OBJECTED[use] for use in uses if use in OBJECTED}


def _of_case(session: Session, case: Case) -> Select[OptOut]:
    return select(OptOut).where(OptOut.source_index == _source(session, case)).order_by(OptOut.id)


def _source(session: Session, case: Case) -> str:
    return vault_of(session).blind("share:source", str(case.id))


def _keep(
    session: Session, kind: OptOutKind, source: OptOutSource, case: Case | None, indexes: Iterable[str], actor: Actor,
    at: datetime,
) -> OptOut:  # fmt: skip
    row = OptOut(
        id=uuid.uuid4(), kind=kind, source=source, source_index=_source(session, case) if case else None,
        noted_on=local_date(at), noted_by_id=actor.id,
    )  # fmt: skip
    row.handles = [OptOutHandle(id=uuid.uuid4(), blind_index=index) for index in sorted(indexes)]
    session.add(row)
    session.flush()
    return row


def _complete(session: Session, row: OptOut, indexes: set[str]) -> None:
    for index in sorted(indexes - {handle.blind_index for handle in row.handles}):
        row.handles.append(OptOutHandle(id=uuid.uuid4(), blind_index=index))
    session.flush()


def _lift(row: OptOut, why: LiftedWhy, actor: Actor, at: datetime) -> None:
    row.lifted_on, row.lifted_by_id, row.lifted_why = local_date(at), actor.id, why


def _note(session: Session, action: Action, subject: uuid.UUID, actor: Actor, at: datetime, **facts: str) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=subject, at=at, **facts)
