"""What staff do with a complaint once it is acknowledged (s.164A(4) DPA 2018).

An outcome is written by one worker and told by another: never by whom it names, and never by whoever had a hand in the
answer that it is about.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.cases.complaints import note_acknowledged
from portal.cases.models import Case
from portal.cases.service import move
from portal.cases.states import CLOSED, Status
from portal.complaints import queries
from portal.complaints.kinds import ComplaintOutcome
from portal.complaints.models import ComplaintFile
from portal.core.calendars import Calendar
from portal.core.errors import RuleBroken
from portal.letters import Letter, LetterKind
from portal.messages import service as messages
from portal.messages.rules import must_be_easy
from portal.requests import queries as requests
from portal.vault import vault_of


def say_what_it_is_about(
    session: Session,
    case: Case,
    about_case_id: uuid.UUID | None,
    worker_ids: Sequence[uuid.UUID],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down which case it is about and which workers it names. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.CASE_WORK)
    _must_be_open(case)
    if case.status is Status.CHECKING:
        raise RuleBroken("An outcome waits for a second person. Send it back first.")
    if about_case_id is not None and about_case_id not in {one.id for one in queries.cases_to_name(session, case)}:
        raise RuleBroken("Choose a case of the same request", field="about_case")
    file = _file(session, case)
    file.about_case_id, file.about_worker_ids = about_case_id, sorted({str(worker) for worker in worker_ids})
    _note(session, Action.COMPLAINT_FILED, case, actor, at)


def tell_progress(session: Session, case: Case, letter: Letter, *, submission: str, actor: Actor, at: datetime) -> None:
    """Tell the person how it goes. Raises RuleBroken, AlreadyWritten, NotAllowed."""
    _must_be_open(case)
    messages.send_letter(session, case.request_id, letter, submission=submission, case_id=case.id, actor=actor, at=at)
    _file(session, case).told_at = at
    _note(session, Action.COMPLAINT_PROGRESS_TOLD, case, actor, at)


def propose(
    session: Session,
    case: Case,
    outcome: ComplaintOutcome,
    letter: Letter,
    *,
    boxes: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> None:
    """Write the outcome, for a second person to read. Raises RuleBroken, NotAllowed for whom the complaint names."""
    _must_be_open(case)
    if actor.worker_id in queries.named(session, case):
        raise RuleBroken("The complaint names you. Somebody else has to look into it.")
    must_be_easy(letter.text, field="")
    file = _file(session, case)
    file.outcome, file.letter_version = outcome, letter.version
    box = vault_of(session).box(requests.get(session, case.request_id).key_id)
    box.put(file, "letter", letter.text)
    box.put_json(file, "boxes", dict(boxes))
    file.written_by_id, file.written_at = actor.worker_id, at
    move(session, case, Action.COMPLAINT_PROPOSED, actor=actor, at=at)


def send_back(session: Session, case: Case, *, reason: str, actor: Actor, at: datetime) -> None:
    """Give the outcome back to whoever wrote it, with a reason from the list. Raises RuleBroken, NotAllowed."""
    _must_be_open(case)
    move(session, case, Action.COMPLAINT_SENT_BACK, actor=actor, at=at, reason=reason)


def tell_outcome(
    session: Session, case: Case, *, submission: str, calendar: Calendar, actor: Actor, at: datetime
) -> None:
    """A second person stands for the outcome, and the person is told. The complaint is closed.

    Raises RuleBroken (nothing is written, or this worker may not judge it), AlreadyWritten, NotAllowed.
    """
    actor.must(Permission.ANSWER_APPROVE)
    _must_be_open(case)
    file = queries.find(session, case.id)
    if file is None or file.outcome is None or file.letter_version is None:
        raise RuleBroken("No outcome is written yet.")
    if said := may_not_judge(session, case, actor):
        raise RuleBroken(said)
    letter = Letter(LetterKind.COMPLAINT_OUTCOME, file.letter_version, queries.letter_of(session, case))
    messages.send_letter(
        session, case.request_id, letter, submission=submission, case_id=case.id,
        permission=Permission.ANSWER_APPROVE, actor=actor, at=at,
    )  # fmt: skip
    if case.acknowledged_at is None:  # an outcome inside of the 30 days needs no receipt before it
        note_acknowledged(session, case, calendar=calendar, actor=actor, at=at)
    file.decided_by_id, file.decided_at = actor.worker_id, at
    move(session, case, Action.COMPLAINT_ANSWERED, actor=actor, at=at, outcome=file.outcome.value)


def may_not_judge(session: Session, case: Case, actor: Actor) -> str:
    """Why this worker may not be the second person, in words for them; empty when they may."""
    file = queries.find(session, case.id)
    if file is not None and file.written_by_id == actor.id:
        return "You wrote this outcome. Somebody else has to stand for it with you."
    if actor.id in queries.named(session, case):
        return "The complaint names you. Somebody else has to judge it."
    if actor.id in queries.writers_of_the_answer(session, case):
        return "You had a hand in the answer it is about. Somebody else has to judge it."
    return ""


def _file(session: Session, case: Case) -> ComplaintFile:
    file = queries.find(session, case.id)
    if file is None:
        file = ComplaintFile(id=uuid.uuid4(), case_id=case.id, about_worker_ids=[])
        session.add(file)
    return file


def _must_be_open(case: Case) -> None:
    if not case.is_complaint:
        raise RuleBroken("This case is not a complaint.")
    if case.status in CLOSED:
        raise RuleBroken("This complaint is closed.")


def _note(session: Session, action: Action, case: Case, actor: Actor, at: datetime) -> None:
    session.flush()
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
