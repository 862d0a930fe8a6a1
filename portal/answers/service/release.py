"""Let the person read it, and note that they did."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.answers.models import Answer
from portal.answers.queries import file_is_unchanged, find, is_up_to_date
from portal.answers.rules import NOT_KNOWN, RESTING
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.service import move
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.identity.queries import is_known
from portal.requests import queries as requests
from portal.requests.authority import may_be_answered
from portal.requests.kinds import REVEALS
from portal.requests.reaching import tell


def release(session: Session, case: Case, *, contact_confirmed: bool, actor: Actor, at: datetime) -> None:
    """Release the approved file. Raises RuleBroken when the card was not looked at or the file is not the approved one.

    The stored file is opened and hashed again here: approval holds for these bytes and no others.
    """
    actor.must(Permission.ANSWER_RELEASE)
    if not contact_confirmed:
        raise RuleBroken("Look at the contact card first, then tick the box", field="contact_confirmed")
    if not may_be_answered(session, requests.get(session, case.request_id)):
        raise RuleBroken("It is not written down that whoever asks may do so. Nothing was released.")
    if case.right in REVEALS and not is_known(session, case.request_id):
        raise RuleBroken(f"{NOT_KNOWN} Nothing was released.")
    answer = find(session, case.id)
    if answer is None or answer.approved_sha256 is None or answer.approved_sha256 != answer.pdf_sha256:
        raise RuleBroken("This file was not approved. Nothing was released.")
    # held until the commit, so that somebody who asks us to wait at this moment is either heard or comes after
    requests.hold(session, case.request)
    if case.request.resting_since is not None:
        raise RuleBroken(RESTING)
    if not is_up_to_date(session, case, answer):
        raise RuleBroken("The register changed after this was made. Take it back and make it again.")
    if not file_is_unchanged(session, answer):
        raise RuleBroken("The stored file is not the one that was approved. Nothing was released.")
    answer.released_by_id, answer.released_at = actor.id, at
    move(session, case, Action.ANSWER_RELEASED, actor=actor, at=at, sha256=answer.approved_sha256)
    tell(session, case.request_id, at=at)


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
