"""The age band of the person as far as staff know it: coarse enough for a list, and never asked for a list's sake."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.queries import of_request
from portal.policies.kinds import AgeBand


def age_of(session: Session, request_id: uuid.UUID) -> AgeBand | None:
    """The age band that stands on the cases of a request; None while there are none, or nobody knows."""
    known = select(Case.age_band).where(Case.request_id == request_id, Case.age_band.is_not(None))
    return session.scalar(known.limit(1))


def note_age(session: Session, case: Case, band: AgeBand | None, *, actor: Actor, at: datetime) -> None:
    """Write down the age band for every case of the request; None takes it back. Raises NotAllowed."""
    actor.must(Permission.CASE_WORK)
    if case.age_band is band:
        return
    for one in of_request(session, case.request_id):
        one.age_band = band
    session.flush()
    record(session, Action.CASE_AGE_NOTED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
