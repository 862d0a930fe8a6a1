"""Looking after whoever reads: topics said before words, folded words, a daily limit in bands."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission, permissions_of
from portal.accounts.queries import list_active
from portal.audit import Action, record
from portal.cases.models import Case
from portal.casework.kinds import Band, Topic
from portal.casework.models import HardLook, RequestTopic, WorkerCare
from portal.casework.rules import CAP, DAYS, LEAST_CAP, MOST_CAP, WORKING_DAYS, band
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.safeguarding.models import SafeguardingFlag


@dataclass(frozen=True, slots=True)
class Choice:
    """What a worker chose: topics whose words may stand open, and how many hard cases a day are enough."""

    open_topics: frozenset[Topic] = frozenset()
    cap: int = CAP


@dataclass(frozen=True, slots=True)
class Bands:
    """How much a worker read that is hard to read: today, and in the last week. Never a count."""

    name: str
    today: Band
    week: Band


def topics_of(session: Session, request_id: uuid.UUID) -> tuple[Topic, ...]:
    """What a request speaks of: what a worker marked, and danger where words of danger were ever found."""
    marked = set(session.scalars(select(RequestTopic.topic).where(RequestTopic.request_id == request_id)))
    if session.scalar(select(exists().where(SafeguardingFlag.request_id == request_id))):
        marked.add(Topic.DANGER)
    return tuple(topic for topic in Topic if topic in marked)


def mark(session: Session, case: Case, topics: Collection[Topic], *, actor: Actor, at: datetime) -> None:
    """Say what the request speaks of. What it is stays out of the trail. Raises NotAllowed."""
    actor.must(Permission.CASE_NOTE)
    session.execute(delete(RequestTopic).where(RequestTopic.request_id == case.request_id))
    session.add_all(
        RequestTopic(request_id=case.request_id, topic=topic)
        for topic in Topic
        if topic in topics and topic is not Topic.DANGER
    )
    session.flush()
    record(session, Action.CASE_TOPICS_MARKED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)


def choice_of(session: Session, worker_id: uuid.UUID) -> Choice:
    """What the worker chose, or what holds for everybody: all folded."""
    row = session.get(WorkerCare, worker_id)
    if row is None:
        return Choice()
    return Choice(frozenset(topic for topic in Topic if topic.value in row.open_topics), row.cap)


def choose(session: Session, open_topics: Collection[Topic], cap: int, *, actor: Actor) -> None:
    """A worker sets what they see folded, and their own limit. In no trail: it is theirs. Raises RuleBroken."""
    if not LEAST_CAP <= cap <= MOST_CAP:
        raise RuleBroken(f"Give a number from {LEAST_CAP} to {MOST_CAP}", field="cap")
    row = session.get(WorkerCare, actor.worker_id) or WorkerCare(worker_id=actor.worker_id)
    row.open_topics, row.cap = [topic.value for topic in Topic if topic in open_topics], cap
    session.add(row)
    session.flush()


def is_folded(topics: Collection[Topic], choice: Choice) -> bool:
    """Whether words stay closed until they are opened: one topic that the worker did not open is enough."""
    return bool(set(topics) - choice.open_topics)


def is_too_much(session: Session, case: Case, actor: Actor, *, at: datetime) -> bool:
    """Whether opening this one would go over the worker's own limit: a new hard case, when today has had enough.

    Where a flag waits it never is: a break must not stand between somebody in danger and help.
    """
    if not topics_of(session, case.request_id) or _a_flag_waits(session, case.request_id):
        return False
    worker_id, today = actor.worker_id, local_date(at)
    if session.get(HardLook, (worker_id, today, case.id)) is not None:
        return False
    return _looks(session, worker_id, since=today) >= choice_of(session, worker_id).cap


def note_look(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Count that the worker opened a case with a topic today. Opening it again counts once."""
    if topics_of(session, case.request_id):
        key = (actor.worker_id, local_date(at), case.id)
        if session.get(HardLook, key) is None:
            session.add(HardLook(worker_id=key[0], day=key[1], case_id=key[2]))
            session.flush()


def bands_of(session: Session, worker_id: uuid.UUID, name: str, *, today: date) -> Bands:
    """How much one worker read, in bands."""
    cap = choice_of(session, worker_id).cap
    week = _looks(session, worker_id, since=today - timedelta(days=DAYS - 1))
    return Bands(name, band(_looks(session, worker_id, since=today), cap), band(week, cap * WORKING_DAYS))


def bands_of_all(session: Session, *, actor: Actor, today: date) -> list[Bands]:
    """The bands of everybody who opens cases, for the lead. Raises NotAllowed."""
    actor.must(Permission.CARE_READ)
    readers = [w for w in list_active(session) if Permission.CASE_READ in permissions_of(w.trusted_with)]
    return [bands_of(session, worker.id, worker.name, today=today) for worker in readers]


def sweep_old(session: Session, *, at: datetime) -> None:
    """Forget who opened what, after a week."""
    session.execute(delete(HardLook).where(HardLook.day <= local_date(at) - timedelta(days=DAYS)))


def _looks(session: Session, worker_id: uuid.UUID, *, since: date) -> int:
    query = select(func.count()).where(HardLook.worker_id == worker_id, HardLook.day >= since)
    return session.scalar(query) or 0


def _a_flag_waits(session: Session, request_id: uuid.UUID) -> bool:
    waits = exists().where(SafeguardingFlag.request_id == request_id, SafeguardingFlag.closed_at.is_(None))
    return bool(session.scalar(select(waits)))
