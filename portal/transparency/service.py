"""What can happen to the numbers of a year: one worker prepares them, another publishes them, nobody changes them."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.reading import faults, measure
from portal.outbox import enqueue
from portal.transparency import counting, queries
from portal.transparency.figures import SHOWN_PEOPLE, Figures, freeze, hash_of
from portal.transparency.models import NumbersState, NumbersYear

MAKE = "numbers-document"
FIRST_YEAR = 2000


def figures_of(session: Session, year: int) -> Figures:
    """What may be shown of a year, by what the register and the cases hold now."""
    counted = {
        "told": counting.count_told(session, year),
        "not-told": counting.count_not_told(session, year),
        "requests": counting.count_requests(session, year),
        "complaints": counting.count_complaints(session, year),
    }
    return freeze(counted, counting.titles(session))


def prepare(
    session: Session, year: int, *, people_helped: int, correction: str = "", actor: Actor, at: datetime
) -> NumbersYear:
    """Freeze the figures of a year for a second worker to look at. A draft of that year is made anew.

    Raises RuleBroken: the year is not over (two sets of numbers of one year would tell what came in between), the
    people helped are not given, a correction says nothing or is hard to read. Raises NotAllowed.
    """
    actor.must(Permission.NUMBERS_PUBLISH)
    last = max((row.edition for row in queries.list_all(session) if row.year == year and row.is_published), default=0)
    _check(year, people_helped, correction, is_again=bool(last), today_year=local_date(at).year)
    figures = figures_of(session, year)
    row = queries.draft_of(session, year) or NumbersYear(id=uuid.uuid4(), year=year)
    row.edition, row.state = last + 1, NumbersState.DRAFT
    row.people_helped = SHOWN_PEOPLE * round(people_helped / SHOWN_PEOPLE)
    row.figures, row.figures_sha256 = figures.to_json(), hash_of(figures)
    row.correction = correction.strip() or None
    row.prepared_by_id, row.prepared_at = actor.worker_id, at
    session.add(row)
    session.flush()
    record(
        session, Action.NUMBERS_PREPARED, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at,
        year=year, version=row.edition, sha256=row.figures_sha256,
    )  # fmt: skip
    return row


def publish_year(session: Session, row: NumbersYear, *, sha256: str, actor: Actor, at: datetime) -> None:
    """Show the figures to everybody, for good, and promise their PDF.

    Raises NotAllowed for whoever prepared them; RuleBroken when they are not the ones that were looked at, or when the
    register or the cases have changed since.
    """
    actor.must(Permission.NUMBERS_PUBLISH)
    if actor.worker_id == row.prepared_by_id:
        raise NotAllowed("Somebody else has to publish what you prepared.")
    if row.is_published:
        raise RuleBroken("These numbers are published already. Nothing was changed.")
    if sha256 != row.figures_sha256:
        raise RuleBroken("These are not the numbers you looked at. Look again. Nothing was published.")
    if hash_of(figures_of(session, row.year)) != row.figures_sha256:
        raise RuleBroken("The register or a case of that year has changed. Prepare the numbers again.")
    row.state, row.published_by_id, row.published_at = NumbersState.PUBLISHED, actor.worker_id, at
    session.flush()
    record(
        session, Action.NUMBERS_PUBLISHED, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at,
        year=row.year, version=row.edition, sha256=row.figures_sha256,
    )  # fmt: skip
    enqueue(session, MAKE, at=at, numbers_id=str(row.id))


def drop(session: Session, row: NumbersYear, *, actor: Actor, at: datetime) -> None:
    """Take back what waits to be published. Raises RuleBroken when it is published."""
    actor.must(Permission.NUMBERS_PUBLISH)
    if row.is_published:
        raise RuleBroken("Published numbers stay. Put a mistake right with a new edition.")
    record(
        session, Action.NUMBERS_DROPPED, actor_kind=actor.kind, actor_id=actor.id, subject=row.id, at=at,
        year=row.year, version=row.edition,
    )  # fmt: skip
    session.delete(row)
    session.flush()


def _check(year: int, people_helped: int, correction: str, *, is_again: bool, today_year: int) -> None:
    if not FIRST_YEAR <= year < today_year:
        raise RuleBroken("Choose a year that is over. One that goes on would tell too much.", field="year")
    if people_helped < SHOWN_PEOPLE:
        raise RuleBroken(f"Say how many people you helped, {SHOWN_PEOPLE} or more", field="people_helped")
    if is_again and not correction.strip():
        raise RuleBroken("This year is published. Say what was wrong, in words for everybody.", field="correction")
    if correction.strip() and faults(measure(correction)):
        raise RuleBroken("Use shorter words and sentences: young people read this.", field="correction")
