"""Reads of cases. Lists page by key, never by offset."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.core.errors import NotFound


def get(session: Session, case_id: uuid.UUID) -> Case:
    """The case. Raises NotFound."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case


def of_request(session: Session, request_id: uuid.UUID) -> Sequence[Case]:
    """The cases inside one request, oldest first."""
    query = select(Case).where(Case.request_id == request_id).order_by(Case.created_at, Case.id)
    return session.scalars(query).all()
