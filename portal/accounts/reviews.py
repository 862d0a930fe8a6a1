"""The access review: now and then somebody looks at who may do what, and nobody looks at themself."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.kinds import ReviewVerdict
from portal.accounts.models import AccessReview, ReviewRow, Worker
from portal.accounts.permissions import Permission
from portal.accounts.schedule import next_due
from portal.audit import Action, record, what_workers_did_since
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken

LOOKS_BACK = timedelta(days=90)
OPENED = frozenset(action for action in Action if action.value.endswith(":opened") and "answer" not in action.value)
BROKE_GLASS = frozenset(action for action in Action if "glass" in action.value)


def open_review(session: Session) -> AccessReview | None:
    """The review that is under way, if there is one."""
    return session.scalar(select(AccessReview).where(AccessReview.finished_at.is_(None)).limit(1))


def list_finished(session: Session) -> Sequence[AccessReview]:
    """Finished reviews, newest first. They are kept."""
    query = select(AccessReview).where(AccessReview.finished_at.is_not(None))
    return session.scalars(query.order_by(AccessReview.started_at.desc(), AccessReview.id).limit(40)).all()


def get(session: Session, review_id: uuid.UUID) -> AccessReview:
    """The review. Raises NotFound."""
    review = session.get(AccessReview, review_id)
    if review is None:
        raise NotFound
    return review


def rows_of(session: Session, review: AccessReview) -> Sequence[tuple[ReviewRow, str]]:
    """Its rows with the workers' names, by name."""
    query = select(ReviewRow, Worker.name).join(Worker, Worker.id == ReviewRow.worker_id)
    found = session.execute(query.where(ReviewRow.review_id == review.id).order_by(Worker.name, ReviewRow.id))
    return [(row, name) for row, name in found]  # rows are Row objects


def due_on(session: Session, *, months: int, today: date) -> date:
    """The day by which the next review is due."""
    finished = session.scalar(select(func.max(AccessReview.finished_at)))
    first = session.scalar(select(func.min(Worker.created_at)))
    return next_due(
        finished_on=local_date(finished) if finished else None,
        first_worker_on=local_date(first) if first else None,
        months=months,
        today=today,
    )


def start(session: Session, *, actor: Actor, at: datetime) -> AccessReview:
    """Write down how every active worker stands now. Raises RuleBroken when one is under way, NotAllowed."""
    actor.must(Permission.WORKERS_REVIEW)
    session.scalars(select(Worker.id).order_by(Worker.id).limit(1).with_for_update()).all()  # one start at a time
    if open_review(session):
        raise RuleBroken("A review is under way. Finish that one first.")
    review = AccessReview(id=uuid.uuid4(), started_at=at, started_by_id=actor.worker_id)
    session.add(review)
    session.flush()
    did: Counter[tuple[uuid.UUID, bool]] = Counter()
    for (worker_id, action), times in what_workers_did_since(
        session, at - LOOKS_BACK, actions=OPENED | BROKE_GLASS
    ).items():
        did[worker_id, action in BROKE_GLASS] += times
    active = select(Worker).where(Worker.disabled_at.is_(None)).order_by(Worker.name, Worker.id)
    for worker in session.scalars(active):
        session.add(
            ReviewRow(
                review_id=review.id, worker_id=worker.id, roles=worker.roles, last_seen_on=worker.last_seen_on,
                opened=did[worker.id, False], broke_glass=did[worker.id, True],
            )
        )  # fmt: skip
    _record(session, Action.REVIEW_STARTED, review, actor, at)
    return review


def decide(
    session: Session, review: AccessReview, row_id: uuid.UUID, verdict: ReviewVerdict, *, actor: Actor, at: datetime
) -> ReviewRow:
    """Say what becomes of one worker's roles. It changes nothing by itself. Raises RuleBroken, NotFound, NotAllowed."""
    actor.must(Permission.WORKERS_REVIEW)
    row = session.get(ReviewRow, row_id)
    if row is None or row.review_id != review.id:
        raise NotFound
    if review.finished_at is not None:
        raise RuleBroken("This review is finished. It stays as it is.")
    if row.worker_id == actor.worker_id:
        raise RuleBroken("Nobody reviews themself. Somebody else decides about you.")
    row.verdict, row.decided_by_id, row.decided_at = verdict, actor.worker_id, at
    _record(session, Action.REVIEW_DECIDED, review, actor, at, entry=row.worker_id, outcome=verdict)
    return row


def finish(session: Session, review: AccessReview, *, actor: Actor, at: datetime) -> None:
    """Close it, when every row is decided. Raises RuleBroken, NotAllowed."""
    actor.must(Permission.WORKERS_REVIEW)
    if review.finished_at is not None:
        raise RuleBroken("This review is finished already.")
    left = select(func.count()).where(ReviewRow.review_id == review.id, ReviewRow.verdict.is_(None))
    if open_rows := session.scalar(left):
        raise RuleBroken(f"{open_rows} {'row is' if open_rows == 1 else 'rows are'} not decided yet.")
    review.finished_at, review.finished_by_id = at, actor.worker_id
    _record(session, Action.REVIEW_FINISHED, review, actor, at)


def _record(
    session: Session, action: Action, review: AccessReview, actor: Actor, at: datetime, **facts: str | uuid.UUID
) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=review.id, at=at, **facts)
