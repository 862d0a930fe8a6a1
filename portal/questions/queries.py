"""Reads of questions. The list pages by key and opens nothing that is sealed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.accounts.queries import get_names
from portal.audit import Action, timeline
from portal.core.errors import NotFound
from portal.questions.models import PolicyQuestion, PublishedAnswer
from portal.questions.rules import Wording
from portal.questions.states import QuestionState
from portal.vault import vault_of

PAGE = 25
PUBLIC_PAGE = 10
Key = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions and the key of the next, if there is one."""

    questions: Sequence[PolicyQuestion]
    next_key: Key | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """When a published answer was taken back, and the name of who did it."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page of public answers and the id of the first of the next, if there is one."""

    answers: Sequence[PublishedAnswer]
    next_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """A question with its seals opened. `answer` is empty and `wording` None until there is one.

    `note` says why the wording was sent back; empty when it was not.
    """

    row: PolicyQuestion
    question: str
    answer: str
    wording: Wording | None
    note: str


def get(session: Session, question_id: uuid.UUID) -> PolicyQuestion:
    """The question. Raises NotFound."""
    row = session.get(PolicyQuestion, question_id)
    if row is None:
        raise NotFound
    return row


def of_request(session: Session, request_id: uuid.UUID) -> PolicyQuestion | None:
    """The question of a request; None when something else was asked."""
    return session.scalar(select(PolicyQuestion).where(PolicyQuestion.request_id == request_id))


def opened(session: Session, row: PolicyQuestion) -> OpenedQuestion:
    """The question with its seals opened. Raises KeyDestroyed, SealBroken."""
    box = vault_of(session).box(row.request.key_id)
    return OpenedQuestion(
        row=row,
        question=box.get(row, "question"),
        answer=box.get(row, "answer") if row.answer is not None else "",
        wording=wording_of(session, row),
        note=box.get(row, "note") if row.note is not None else "",
    )


def wording_of(session: Session, row: PolicyQuestion) -> Wording | None:
    """What is to be published, and nothing of what the person wrote. None until there is one."""
    if row.wording is None:
        return None
    return Wording(**vault_of(session).box(row.request.key_id).get_json(row, "wording"))


def list_questions(
    session: Session,
    *,
    state: QuestionState = QuestionState.ASKED,
    besides: Collection[uuid.UUID] = frozenset(),
    after: Key | None = None,
) -> Page:
    """Questions in that state, oldest first; `after` is the key of the last one seen.

    `besides`: requests of people the asker knows.
    """
    query = select(PolicyQuestion).where(PolicyQuestion.state == state, PolicyQuestion.request_id.not_in(besides))
    if after is not None:
        query = query.where(tuple_(PolicyQuestion.received_at, PolicyQuestion.id) > tuple_(*after))
    return _page(session.scalars(query.order_by(PolicyQuestion.received_at, PolicyQuestion.id).limit(PAGE + 1)).all())


def count_asked(session: Session) -> int:
    """How many questions wait for an answer."""
    query = select(func.count()).select_from(PolicyQuestion).where(PolicyQuestion.state == QuestionState.ASKED)
    return session.scalar(query) or 0


def list_to_publish(session: Session, *, besides: Collection[uuid.UUID] = frozenset()) -> Sequence[PolicyQuestion]:
    """Questions whose wording waits for its second person, oldest wording first, and at most a page of them."""
    query = select(PolicyQuestion).where(
        PolicyQuestion.state == QuestionState.ANSWERED, PolicyQuestion.wording.is_not(None),
        PolicyQuestion.note.is_(None), PolicyQuestion.request_id.not_in(besides),
    )  # fmt: skip
    return session.scalars(query.order_by(PolicyQuestion.drafted_at, PolicyQuestion.id).limit(PAGE)).all()


def list_published(session: Session, slug: str = "") -> Sequence[PublishedAnswer]:
    """What stands on the public pages, newest first; of one policy, or of all."""
    query = select(PublishedAnswer).where(PublishedAnswer.withdrawn_at.is_(None))
    if slug:
        query = query.where(PublishedAnswer.slug == slug)
    return session.scalars(query.order_by(PublishedAnswer.published_at.desc(), PublishedAnswer.id)).all()


def page_published(session: Session, slug: str, *, start: uuid.UUID | None = None) -> PublishedPage:
    """One page of what is public about a policy, newest first; `start` is its first answer. Raises NotFound."""
    at, number = PublishedAnswer.published_at, PublishedAnswer.id
    query = select(PublishedAnswer).where(PublishedAnswer.slug == slug, PublishedAnswer.withdrawn_at.is_(None))
    if start is not None:
        first = session.get(PublishedAnswer, start)  # one that was withdrawn still marks its place
        if first is None or first.slug != slug:
            raise NotFound
        query = query.where(or_(at < first.published_at, and_(at == first.published_at, number >= first.id)))
    rows = session.scalars(query.order_by(at.desc(), number).limit(PUBLIC_PAGE + 1)).all()
    return PublishedPage(rows[:PUBLIC_PAGE], rows[PUBLIC_PAGE].id if len(rows) > PUBLIC_PAGE else None)


def count_published(session: Session, slug: str) -> int:
    """How many answers about this policy are public."""
    published = select(func.count()).select_from(PublishedAnswer)
    query = published.where(PublishedAnswer.slug == slug, PublishedAnswer.withdrawn_at.is_(None))
    return session.scalar(query) or 0


def published_of(session: Session, row: PolicyQuestion) -> PublishedAnswer | None:
    """What is public of a question now."""
    query = select(PublishedAnswer).where(PublishedAnswer.question_id == row.id, PublishedAnswer.withdrawn_at.is_(None))
    return session.scalar(query)


def last_withdrawn(session: Session, row: PolicyQuestion) -> Withdrawn | None:
    """When what was public of a question was taken back last, and by whom; None when it never was."""
    gone = PublishedAnswer.withdrawn_at.is_not(None)
    query = select(PublishedAnswer).where(PublishedAnswer.question_id == row.id, gone)
    one = session.scalars(query.order_by(PublishedAnswer.withdrawn_at.desc())).first()
    if one is None or one.withdrawn_at is None:
        return None
    events = timeline(session, [row.id], actions=[Action.QUESTION_WITHDRAWN])
    names = get_names(session, {event.actor_id for event in events[-1:] if event.actor_id})
    return Withdrawn(one.withdrawn_at, next(iter(names.values()), ""))


def _page(rows: Sequence[PolicyQuestion]) -> Page:
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (last.received_at, last.id) if last else None)
