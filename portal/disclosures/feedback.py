"""What happened next, as far as we were told. Each time is kept; the newest is what an answer says."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.disclosures.after_models import DisclosureFeedback
from portal.disclosures.kinds import Decision, Feedback
from portal.disclosures.models import Disclosure
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class OpenedFeedback:
    """One time something was heard, or not, readable."""

    row: DisclosureFeedback
    words: str


def history(session: Session, disclosure: Disclosure) -> Sequence[OpenedFeedback]:
    """All of it, newest first. What the entry itself said when it was logged stands last."""
    box = vault_of(session).box(disclosure.key_id)
    query = select(DisclosureFeedback).where(DisclosureFeedback.disclosure_id == disclosure.id)
    rows = session.scalars(query.order_by(DisclosureFeedback.noted_at.desc(), DisclosureFeedback.id)).all()
    return [OpenedFeedback(row, box.get(row, "words") if row.words else "") for row in rows]


def note(
    session: Session, disclosure: Disclosure, feedback: Feedback, words: str, *, on: date | None, submission: str,
    actor: Actor, at: datetime,
) -> DisclosureFeedback:  # fmt: skip
    """Write down what was heard. Raises RuleBroken (nothing to say, a day to come, twice), NotAllowed."""
    actor.must(Permission.REGISTER_LOG)
    words, on = words.strip(), on or local_date(at)
    if disclosure.decision is Decision.NOT_SHARED:
        raise RuleBroken("Nobody was told, so nobody can say what happened next")
    if feedback is Feedback.NOT_ASKED:
        raise RuleBroken("Say what happened next", field="feedback")
    if feedback is Feedback.TOLD_US and not words:
        raise RuleBroken("Say what they told us", field="feedback_words")
    if on > local_date(at):
        raise RuleBroken("That day is still to come", field="feedback_on")
    if on < local_date(disclosure.decided_at):
        raise RuleBroken("That is before it was decided", field="feedback_on")
    if session.scalar(select(DisclosureFeedback.id).where(DisclosureFeedback.submission == submission)):
        raise RuleBroken("You have already written this down. Nothing was kept twice.")
    _keep_what_was(session, disclosure)
    row = _add(session, disclosure, feedback, words, on, actor.worker_id, at, submission)
    disclosure.feedback, disclosure.feedback_on = feedback, on
    if feedback is Feedback.TOLD_US:
        vault_of(session).box(disclosure.key_id).put(disclosure, "feedback_words", words)
    session.flush()
    record(
        session, Action.DISCLOSURE_FEEDBACK_NOTED, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id,
        at=at, outcome=feedback,
    )  # fmt: skip
    return row


def _keep_what_was(session: Session, disclosure: Disclosure) -> None:
    """What the entry said when it was logged becomes the first row, before the newest takes its place."""
    is_first = session.scalar(
        select(DisclosureFeedback.id).where(DisclosureFeedback.disclosure_id == disclosure.id).limit(1)
    ) is None  # fmt: skip
    if is_first and disclosure.feedback is not Feedback.NOT_ASKED:
        box = vault_of(session).box(disclosure.key_id)
        words = box.get(disclosure, "feedback_words") if disclosure.feedback_words else ""
        by = disclosure.logged_by_id or disclosure.decided_by_id
        _add(session, disclosure, disclosure.feedback, words, disclosure.feedback_on, by, disclosure.recorded_at, None)


def _add(
    session: Session, disclosure: Disclosure, feedback: Feedback, words: str, on: date | None, by: uuid.UUID,
    at: datetime, submission: str | None,
) -> DisclosureFeedback:  # fmt: skip
    row = DisclosureFeedback(
        id=uuid.uuid4(), disclosure_id=disclosure.id, feedback=feedback, on=on, noted_by_id=by, noted_at=at,
        submission=submission,
    )  # fmt: skip
    if words:
        vault_of(session).box(disclosure.key_id).put(row, "words", words)
    session.add(row)
    session.flush()
    return row
