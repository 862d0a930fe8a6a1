"""Reads of complaints: their file, who may not judge them, and whom somebody should write to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.answers import queries as answers
from portal.cases.models import Case
from portal.cases.shelves import Shelf
from portal.complaints.models import ComplaintFile
from portal.complaints.schedule import tell_by
from portal.core.clock import local_date
from portal.requests import queries as requests
from portal.requests.kinds import Right
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class ToTell:
    """An open complaint, and the day by which the person should hear how it goes."""

    case: Case
    tell_by: date


def find(session: Session, case_id: uuid.UUID) -> ComplaintFile | None:
    """The file of a complaint, if anybody wrote into it."""
    return session.scalar(select(ComplaintFile).where(ComplaintFile.case_id == case_id))


def letter_of(session: Session, case: Case) -> str:
    """The letter that would tell, or told, the outcome; empty when there is none. Raises KeyDestroyed."""
    file = find(session, case.id)
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    return box.get(file, "letter") if file and file.letter else ""


def boxes_of(session: Session, case: Case) -> dict[str, str]:
    """What the writer of the outcome typed, to begin from again; empty when there is nothing. Raises KeyDestroyed."""
    file = find(session, case.id)
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    return dict(box.get_json(file, "boxes")) if file and file.boxes else {}


def case_complained_about(session: Session, case: Case) -> Case | None:
    """The case it is about: the one that staff named, else the only other one of the request."""
    file = find(session, case.id)
    if file is not None and file.about_case_id is not None:
        return session.get(Case, file.about_case_id)
    others = cases_to_name(session, case)
    return others[0] if len(others) == 1 else None


def cases_to_name(session: Session, case: Case) -> Sequence[Case]:
    """The cases of the same request that are no complaints, oldest first."""
    query = select(Case).where(Case.request_id == case.request_id, Case.right != Right.COMPLAINT)
    return session.scalars(query.order_by(Case.created_at, Case.id)).all()


def named(session: Session, case: Case) -> set[uuid.UUID]:
    """The workers whom the complaint names."""
    file = find(session, case.id)
    return set(map(uuid.UUID, file.about_worker_ids)) if file else set()


def writers_of_the_answer(session: Session, case: Case) -> set[uuid.UUID | None]:
    """Everybody who had a hand in the answer that is complained about, or approved it."""
    about = case_complained_about(session, case)
    answer = answers.find(session, about.id) if about else None
    if about is None or answer is None:
        return set()
    return {*answers.hands(session, about, answer), answer.approved_by_id} - {None}


def tell_by_of(session: Session, case: Case) -> date:
    """The day by which the person should hear how it goes."""
    file = find(session, case.id)
    told = [at for at in (case.acknowledged_at, file.told_at if file else None) if at is not None]
    return tell_by(local_date(max(told)) if told else None, case.received_on)


def to_tell(session: Session, today: date, worker_id: uuid.UUID) -> list[ToTell]:
    """A worker's complaints whose person waits to hear how it goes, since today or longer. The longest wait first."""
    query = select(Case, ComplaintFile.told_at).outerjoin(ComplaintFile, ComplaintFile.case_id == Case.id)
    rows = session.execute(
        query.where(
            Case.shelf == Shelf.RUNNING,
            Case.owner_id == worker_id,
            Case.right == Right.COMPLAINT,
            Case.acknowledged_at.is_not(None),
        )
    )
    found = []
    for case, told_at in rows:
        last = max(at for at in (case.acknowledged_at, told_at) if at is not None)
        found.append(ToTell(case, tell_by(local_date(last), case.received_on)))
    return sorted((one for one in found if one.tell_by <= today), key=lambda one: (one.tell_by, one.case.id))
