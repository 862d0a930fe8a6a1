"""What can happen to a question. Who asks, and when, are arguments."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, NotFound, RuleBroken, SomebodyElseChangedIt
from portal.core.words import N_
from portal.notifications.service import cancel_waiting
from portal.policies.models import PolicyVersion
from portal.questions import queries, states
from portal.questions.models import PolicyQuestion, PublishedAnswer
from portal.questions.rules import Wording, must_be_easy, must_be_publishable
from portal.requests.models import Request
from portal.requests.reaching import tell
from portal.search import service as search
from portal.vault import vault_of

LONGEST = 2000  # characters of a question
NOBODY_NAMED = "Some words could name somebody. Look at each, then tick the box."


def ask(
    session: Session, request: Request, version: PolicyVersion, text: str, *, clause: str, actor: Actor, at: datetime
) -> PolicyQuestion:
    """Keep a question about a version, sealed under the request's data key. `clause` may be empty.

    Raises RuleBroken (no words, too many, or no such clause).
    """
    text = text.strip()
    if not text:
        raise RuleBroken(N_("Write your question"), field="question")
    if len(text) > LONGEST:
        raise RuleBroken(N_("Use 2,000 letters or fewer"), field="question")
    if clause and all(one.code != clause for one in version.clauses):
        raise RuleBroken(N_("Pick one from the list"), field="clause")
    row = PolicyQuestion(
        id=uuid.uuid4(), request_id=request.id, slug=version.slug, version_number=version.number,
        clause=clause or None, state=states.QuestionState.ASKED, received_at=request.received_at,
    )  # fmt: skip
    vault_of(session).box(request.key_id).put(row, "question", text)
    session.add(row)
    session.flush()
    _note(session, row, Action.QUESTION_RECEIVED, actor, at, policy=row.slug, version=row.version_number)
    return row


def must_be_unchanged(row: PolicyQuestion, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the question is as the worker saw it when the page was drawn."""
    if row.version != seen_version:
        raise SomebodyElseChangedIt("Somebody else changed this question after you opened it. Nothing was overwritten.")


def answer(session: Session, row: PolicyQuestion, text: str, *, actor: Actor, at: datetime) -> None:
    """Answer the person, and nobody else. Raises RuleBroken (no words, too hard to read), NotAllowed."""
    step = _step(row, Action.QUESTION_ANSWERED, actor)
    text = text.strip()
    if not text:
        raise RuleBroken("Write the answer", field="answer")
    must_be_easy(text, "answer")
    vault_of(session).box(row.request.key_id).put(row, "answer", text)
    row.state, row.answered_at, row.answered_by_id = step.target, at, actor.worker_id
    _note(session, row, Action.QUESTION_ANSWERED, actor, at)
    tell(session, row.request_id, at=at)


def correct(session: Session, row: PolicyQuestion, text: str, *, actor: Actor, at: datetime) -> None:
    """Put an answer right that the person may have read: they see the newest, and that it was put right.

    Raises RuleBroken (no answer yet, no words, the same words, too hard to read), NotAllowed.
    """
    step = _step(row, Action.QUESTION_CORRECTED, actor)
    if row.answer is None:
        raise RuleBroken("There is no answer yet that could be put right.")
    text, box = text.strip(), vault_of(session).box(row.request.key_id)
    if not text:
        raise RuleBroken("Write the answer", field="answer")
    if text == box.get(row, "answer"):
        raise RuleBroken("These are the same words as before", field="answer")
    must_be_easy(text, "answer")
    box.put(row, "answer", text)
    row.state, row.corrected_at, row.answered_by_id = step.target, at, actor.worker_id
    _note(session, row, Action.QUESTION_CORRECTED, actor, at)


def draft(
    session: Session, row: PolicyQuestion, wording: Wording, *, names_nobody: bool, actor: Actor, at: datetime
) -> None:
    """Keep a wording for everybody until a second person publishes it. It replaces an earlier one.

    `names_nobody`: the worker looked at the words that could be names. Raises RuleBroken, NotAllowed.
    """
    step = _step(row, Action.QUESTION_DRAFTED, actor)
    wording = Wording(wording.question.strip(), wording.answer.strip())
    must_be_publishable(wording, today=local_date(at))
    if not names_nobody and wording.could_be_names:
        raise RuleBroken(NOBODY_NAMED, field="names_nobody")
    box = vault_of(session).box(row.request.key_id)
    box.put_json(row, "wording", {"question": wording.question, "answer": wording.answer})
    row.note = None
    row.state, row.drafted_at, row.drafted_by_id = step.target, at, actor.worker_id
    _note(session, row, Action.QUESTION_DRAFTED, actor, at)


def send_back(session: Session, row: PolicyQuestion, note: str, *, actor: Actor, at: datetime) -> None:
    """Give a wording back to whoever wrote it, with a note that only staff read. Raises RuleBroken, NotAllowed."""
    step = _step(row, Action.QUESTION_SENT_BACK, actor)
    if row.wording is None:
        raise RuleBroken("There is no wording to send back")
    if not note.strip():
        raise RuleBroken("Say why it goes back", field="note")
    vault_of(session).box(row.request.key_id).put(row, "note", note.strip())
    row.state = step.target
    _note(session, row, Action.QUESTION_SENT_BACK, actor, at)


def publish(session: Session, row: PolicyQuestion, *, actor: Actor, at: datetime) -> PublishedAnswer:
    """Put the wording on the public pages. Whoever wrote it cannot. Raises RuleBroken, NotAllowed."""
    step = _step(row, Action.QUESTION_PUBLISHED, actor)
    wording = queries.wording_of(session, row)
    if wording is None:
        raise RuleBroken("There is no wording to publish yet")
    if row.drafted_by_id == actor.worker_id:
        raise RuleBroken("You wrote it, so somebody else has to publish it")
    if row.note is not None:
        raise RuleBroken("It was sent back. Whoever wrote it changes it first")
    must_be_publishable(wording, today=local_date(at))
    published = PublishedAnswer(
        id=uuid.uuid4(), question_id=row.id, slug=row.slug, clause=row.clause, question=wording.question,
        answer=wording.answer, published_at=at, published_by_id=actor.worker_id,
    )  # fmt: skip
    session.add(published)
    row.state = step.target
    search.put_answer(session, published.id, row.slug, wording.question, wording.answer)
    _note(session, row, Action.QUESTION_PUBLISHED, actor, at, entry=str(published.id))
    return published


def withdraw(session: Session, row: PolicyQuestion, *, actor: Actor, at: datetime) -> None:
    """Take what was published off the public pages. The wording stays, to be mended or left. Raises as `publish`."""
    step = _step(row, Action.QUESTION_WITHDRAWN, actor)
    published = queries.published_of(session, row)
    if published is None:
        raise NotFound
    published.withdrawn_at = at
    row.state = step.target
    search.remove_answer(session, published.id)
    _note(session, row, Action.QUESTION_WITHDRAWN, actor, at, entry=str(published.id))


def close(session: Session, row: PolicyQuestion, *, actor: Actor, at: datetime) -> None:
    """Staff: answered, and nothing to publish. The person: they no longer want an answer. Raises as `publish`."""
    step = _step(row, Action.QUESTION_CLOSED, actor)
    is_persons = step.permission is Permission.OWN_REQUEST
    if is_persons and actor.id != row.request_id:
        raise NotAllowed
    row.state, row.closed_at = step.target, at
    _note(session, row, Action.QUESTION_CLOSED, actor, at)
    if is_persons:
        cancel_waiting(session, row.request_id, at=at)


def note_opened(session: Session, row: PolicyQuestion, *, actor: Actor, at: datetime) -> None:
    """A worker opened what a person asked, or a wording made from it: every opening is logged."""
    _note(session, row, Action.QUESTION_OPENED, actor, at)


def _step(row: PolicyQuestion, action: Action, actor: Actor) -> states.Transition:
    step = states.find(row.state, action)
    actor.must(step.permission)
    return step


def _note(
    session: Session, row: PolicyQuestion, action: Action, actor: Actor, at: datetime, **facts: str | int
) -> None:
    session.flush()
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at, **facts)
