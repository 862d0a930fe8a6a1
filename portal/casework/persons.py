"""Which requests are of one person, as far as workers linked their cases."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.queries import of_request
from portal.casework.models import CaseLink


def requests_of_one_person(session: Session, request_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The request and every request that links lead to from it, over any number of steps."""
    found, todo = {request_id}, [request_id]
    while todo:
        for case in of_request(session, todo.pop()):
            for one in links_of(session, case.id):
                reached = other_of(session, one, case.id).request_id
                if reached not in found:
                    found.add(reached)
                    todo.append(reached)
    return frozenset(found)


def links_of(session: Session, case_id: uuid.UUID) -> Sequence[CaseLink]:
    """The links of a case that hold, oldest first."""
    query = select(CaseLink).where(
        or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id), CaseLink.unlinked_at.is_(None)
    )
    return session.scalars(query.order_by(CaseLink.linked_at, CaseLink.id)).all()


def other_of(session: Session, row: CaseLink, case_id: uuid.UUID) -> Case:
    """The case at the other end of a link."""
    return session.get_one(Case, row.other_id if row.case_id == case_id else row.case_id)
