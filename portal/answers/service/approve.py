"""A second person says yes to one exact file, or sends it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.answers.models import Answer, AnswerState
from portal.answers.queries import find, gate_for
from portal.audit import Action
from portal.cases.models import Case
from portal.cases.service import move
from portal.core.clock import local_date
from portal.core.errors import RuleBroken


def approve(session: Session, case: Case, *, sha256: str, actor: Actor, at: datetime) -> None:
    """Approve the file with this hash. Raises RuleBroken when any check of the gate is red or the file is another."""
    actor.must(Permission.ANSWER_APPROVE)
    answer = _answer(session, case)
    if answer.pdf_sha256 != sha256:
        raise RuleBroken("The file changed after you opened it. Nothing was approved. Read the new one first.")
    red = [c for c in gate_for(session, case, actor=actor, today=local_date(at)) if not c.green]
    if red:
        raise RuleBroken(" ".join(f"{check.name}: {check.words}" for check in red))
    answer.approved_by_id, answer.approved_at, answer.approved_sha256 = actor.id, at, sha256
    move(session, case, Action.ANSWER_APPROVED, actor=actor, at=at, sha256=sha256)


def send_back(session: Session, case: Case, *, reason: str, actor: Actor, at: datetime) -> None:
    """Give the answer back to the caseworker, with a reason from the list."""
    answer = _answer(session, case)
    answer.state = AnswerState.DRAFT
    answer.forget_file()
    move(session, case, Action.ANSWER_SENT_BACK, actor=actor, at=at, reason=reason)


def _answer(session: Session, case: Case) -> Answer:
    answer = find(session, case.id)
    if answer is None:
        raise RuleBroken("There is no answer yet.")
    return answer
