"""The person read it, or saved it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers.models import Answer
from portal.audit import Action, record
from portal.core.clock import local_date


def note_opened(session: Session, answer: Answer, *, actor: Actor, at: datetime) -> None:
    """The person opened their answer for the first time: the date, nothing more."""
    unopened = update(Answer).where(Answer.id == answer.id, Answer.first_opened_on.is_(None))
    # one statement, so that two tabs opened at once are one first opening and neither is told of a conflict
    if session.scalar(unopened.values(first_opened_on=local_date(at)).returning(Answer.id)) is None:
        return
    record(session, Action.ANSWER_OPENED, actor_kind=actor.kind, actor_id=actor.id, subject=answer.case_id, at=at)


def note_downloaded(session: Session, answer: Answer, *, actor: Actor, at: datetime) -> None:
    """The person saved the file."""
    record(session, Action.ANSWER_DOWNLOADED, actor_kind=actor.kind, actor_id=actor.id, subject=answer.case_id, at=at)
