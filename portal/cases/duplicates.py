"""Whether somebody may have asked twice: another open case whose request has the same identifier. Hints, no proof."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from portal.cases.models import Case
from portal.cases.sight import Sight, visible
from portal.requests.kinds import IdentifierKind
from portal.requests.models import Identifier

# Many share a nickname: it would hint at strangers.
TELLING = (IdentifierKind.USER_NAME, IdentifierKind.EMAIL, IdentifierKind.PHONE)
MOST = 10


def with_others(
    session: Session, request_ids: Collection[uuid.UUID], sight: Sight | None = None
) -> frozenset[uuid.UUID]:
    """Those of these requests to which some other request with an open case has an equal identifier."""
    mine, other = aliased(Identifier), aliased(Identifier)
    is_alike = exists().where(
        *_alike(mine, other), Case.request_id == other.request_id, Case.closed_at.is_(None), *visible(sight)
    )
    query = select(mine.request_id).where(mine.request_id.in_(request_ids), mine.kind.in_(TELLING), is_alike)
    return frozenset(session.scalars(query))


def others_of(session: Session, case: Case, sight: Sight | None = None) -> Sequence[Case]:
    """Open cases of other requests with an equal identifier, soonest due first, and at most ten."""
    mine, other = aliased(Identifier), aliased(Identifier)
    requests = select(other.request_id).where(
        mine.request_id == case.request_id, mine.kind.in_(TELLING), *_alike(mine, other)
    )
    query = select(Case).where(Case.request_id.in_(requests), Case.closed_at.is_(None), *visible(sight))
    return session.scalars(query.order_by(Case.sort_on, Case.id).limit(MOST)).all()


def _alike(mine: Any, other: Any) -> tuple[Any, ...]:
    return other.blind_index == mine.blind_index, other.request_id != mine.request_id
