"""The question that waits for a person's answer, with its seal opened: what they see at /mine."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.cases.history import of_cases
from portal.cases.models import Case, ClockEvent
from portal.cases.queries import of_request
from portal.cases.states import OPEN
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of ours. The person sees one at a time."""

    case: Case
    asked_on: date
    words: str


def waits_for_answer(session: Session, request_id: uuid.UUID) -> bool:
    """Whether we wait for an answer. Opens no seal."""
    return _waiting(session, request_id) is not None


def question_to(session: Session, request_id: uuid.UUID) -> Asked | None:
    """The oldest question that is open. Raises KeyDestroyed."""
    found = _waiting(session, request_id)
    if found is None:
        return None
    case, event = found
    return Asked(case, event.on, vault_of(session).box(case.request.key_id).get(event, "words"))


def _waiting(session: Session, request_id: uuid.UUID) -> tuple[Case, ClockEvent] | None:
    cases = {case.id: case for case in of_request(session, request_id) if case.status in OPEN}
    waits = [
        (cases[case_id], row) for case_id, so_far in of_cases(session, cases).items() if (row := so_far.open_question)
    ]
    return min(waits, key=lambda one: (one[1].on, one[1].recorded_at), default=None)
