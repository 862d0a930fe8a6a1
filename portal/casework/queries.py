"""Reads of the work on a case: who may open what, and what stands on its page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.models import Worker
from portal.accounts.permissions import Permission, permissions_of
from portal.accounts.queries import list_active
from portal.cases.counts import teams_of
from portal.cases.models import Case
from portal.cases.shelves import NO_TEAM
from portal.cases.sight import Sight, visible
from portal.casework.models import BrokenGlass, Conflict, HandOver
from portal.casework.rules import Refusal, Standing, refusal
from portal.core.errors import NotFound
from portal.safeguarding.models import SafeguardingFlag
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class OpenedGlass:
    """One time the glass was broken, with its reason readable."""

    row: BrokenGlass
    reason: str


def known_to(session: Session, worker_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The requests of people this worker knows: shut for them."""
    query = select(Conflict.request_id).where(Conflict.worker_id == worker_id, Conflict.lifted_at.is_(None))
    return frozenset(session.scalars(query))


def team_of(session: Session, worker_id: uuid.UUID) -> str | None:
    """The team of a worker; None for one who has none."""
    return session.scalar(select(Worker.team).where(Worker.id == worker_id))


def standing_of(session: Session, actor: Actor, case: Case, *, at: datetime, leads: bool = False) -> Standing:
    """How the worker stands to the case at that moment."""
    worker_id = actor.worker_id
    return Standing(
        knows_them=case.request_id in known_to(session, worker_id),
        team=team_of(session, worker_id),
        case_team=case.team,
        is_owner=case.owner_id == worker_id,
        broke_glass=open_glass(session, worker_id, case.id, at=at) is not None,
        leads=leads,
    )


def may_open(session: Session, actor: Actor, case: Case, *, at: datetime) -> bool:
    """Whether the worker may open the case at that moment."""
    return refusal(standing_of(session, actor, case, at=at)) is None


def refused_case(session: Session, actor: Actor, case: Case, *, at: datetime) -> Refusal | None:
    """Why the case stays closed to the worker, or None."""
    return refusal(standing_of(session, actor, case, at=at))


def refused_request(session: Session, actor: Actor, request_id: uuid.UUID) -> Refusal | None:
    """Why what hangs on a request itself (a question, a break of the glass) stays closed, or None."""
    return refusal(Standing(knows_them=request_id in known_to(session, actor.worker_id)))


def refused_flag(session: Session, actor: Actor, request_id: uuid.UUID, *, at: datetime) -> Refusal | None:
    """Why words of danger stay closed to the worker, or None: they open with any case of the request.

    The safeguarding lead looks in every team, for nobody may be in danger behind the wall of a team.
    """
    leads = actor.may(Permission.FLAGS_CLOSE)
    cases = session.scalars(select(Case).where(Case.request_id == request_id)).all()
    if not cases:
        return refused_request(session, actor, request_id)
    why = [refusal(standing_of(session, actor, case, at=at, leads=leads)) for case in cases]
    return None if None in why else why[0]


def sight_of(session: Session, actor: Actor, *, at: datetime) -> Sight:
    """What a worker sees in lists: the same rule as for opening, for many cases at once."""
    team = team_of(session, actor.worker_id)
    broken = select(BrokenGlass.case_id).where(BrokenGlass.worker_id == actor.worker_id, BrokenGlass.until > at)
    return Sight(
        worker_id=actor.worker_id,
        team=team,
        besides=known_to(session, actor.worker_id),
        opened=frozenset(session.scalars(broken)),
        elsewhere=teams_of(session, actor.worker_id) - {NO_TEAM, team},
    )


def shut_flags(session: Session, actor: Actor, *, at: datetime) -> frozenset[uuid.UUID]:
    """The requests whose flags a worker does not see: of people they know, and of other teams unless they lead."""
    shut = known_to(session, actor.worker_id)
    if actor.may(Permission.FLAGS_CLOSE):
        return shut
    flagged = select(SafeguardingFlag.request_id)
    of_teams = select(Case.request_id).where(Case.team.is_not(None), Case.request_id.in_(flagged))
    seen = select(Case.request_id).where(*visible(sight_of(session, actor, at=at)), Case.request_id.in_(of_teams))
    return shut | (frozenset(session.scalars(of_teams)) - frozenset(session.scalars(seen)))


def colleagues(session: Session, case: Case, *, besides: uuid.UUID | None = None) -> list[Worker]:
    """Who could take the case over: active, may work on cases, of its team if it has one, and does not know them."""
    knowing = select(Conflict.worker_id).where(Conflict.request_id == case.request_id, Conflict.lifted_at.is_(None))
    shut_out = frozenset(session.scalars(knowing))
    return [
        worker
        for worker in list_active(session)
        if Permission.CASE_WORK in permissions_of(worker.trusted_with)
        and worker.id not in shut_out
        and worker.id != besides
        and case.team in {None, worker.team}
    ]


def others_at_the_desk(session: Session, *, besides: uuid.UUID | None = None) -> list[Worker]:
    """Everybody who may open cases, to be named as somebody who knows a person."""
    may_read = Permission.CASE_READ
    return [w for w in list_active(session) if may_read in permissions_of(w.trusted_with) and w.id != besides]


def conflicts_of(session: Session, request_id: uuid.UUID) -> Sequence[Conflict]:
    """Who is kept out of a request, oldest first."""
    query = select(Conflict).where(Conflict.request_id == request_id, Conflict.lifted_at.is_(None))
    return session.scalars(query.order_by(Conflict.said_at, Conflict.id)).all()


def open_glass(session: Session, worker_id: uuid.UUID, case_id: uuid.UUID, *, at: datetime) -> BrokenGlass | None:
    """The break of the glass that lets the worker in at that moment, if there is one."""
    query = select(BrokenGlass).where(
        BrokenGlass.worker_id == worker_id, BrokenGlass.case_id == case_id, BrokenGlass.until > at
    )
    return session.scalar(query.order_by(BrokenGlass.until.desc()).limit(1))


def get_glass(session: Session, break_id: uuid.UUID) -> BrokenGlass:
    """One break of the glass. Raises NotFound."""
    row = session.get(BrokenGlass, break_id)
    if row is None:
        raise NotFound
    return row


def opened_glass(session: Session, break_id: uuid.UUID) -> OpenedGlass:
    """The same with its reason readable. Raises NotFound, KeyDestroyed."""
    row = get_glass(session, break_id)
    return OpenedGlass(row, vault_of(session).box(row.case.request.key_id).get(row, "reason"))


def to_review(session: Session, *, besides: frozenset[uuid.UUID], limit: int = 50) -> Sequence[BrokenGlass]:
    """Breaks of the glass that nobody has looked at, oldest first; none of a person the asker knows."""
    query = select(BrokenGlass).join(Case).where(BrokenGlass.reviewed_at.is_(None))
    if besides:
        query = query.where(Case.request_id.not_in(besides))
    return session.scalars(query.order_by(BrokenGlass.broken_at, BrokenGlass.id).limit(limit)).all()


def count_to_review(session: Session, worker_id: uuid.UUID) -> int:
    """How many breaks of the glass wait for this worker to look: their own wait for somebody else."""
    query = select(func.count()).select_from(BrokenGlass).join(Case)
    query = query.where(BrokenGlass.reviewed_at.is_(None), BrokenGlass.worker_id != worker_id)
    if known := known_to(session, worker_id):
        query = query.where(Case.request_id.not_in(known))
    return session.scalar(query) or 0


def last_hand_over(session: Session, case_id: uuid.UUID) -> HandOver | None:
    """The latest hand-over of a case."""
    query = select(HandOver).where(HandOver.case_id == case_id).order_by(HandOver.at.desc(), HandOver.id).limit(1)
    return session.scalar(query)
