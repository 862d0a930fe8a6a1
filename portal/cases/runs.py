"""Reads of the runs: each time a due date was worked out."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.models import Case, ClockRun

MOST_SHOWN = 200


def runs_of(session: Session, case_id: uuid.UUID) -> Sequence[ClockRun]:
    """Every run of a case, the last first."""
    return session.scalars(
        select(ClockRun).where(ClockRun.case_id == case_id).order_by(ClockRun.at.desc(), ClockRun.id)
    ).all()


def moved_by(session: Session, change_id: uuid.UUID) -> Sequence[tuple[Case, ClockRun]]:
    """The cases that a change of the calendar moved, soonest due first; MOST_SHOWN of them."""
    found = session.execute(
        select(Case, ClockRun)
        .join(ClockRun, ClockRun.case_id == Case.id)
        .where(ClockRun.change_id == change_id)
        .order_by(ClockRun.due_after, Case.id)
        .limit(MOST_SHOWN)
    )
    return [(case, run) for case, run in found]
