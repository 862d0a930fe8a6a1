"""A year whose numbers are published: fifteen times somebody was told, and a few of each other thing."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.permissions import Role
from portal.core import clock
from portal.disclosures import kinds as k
from portal.requests.kinds import Right
from portal.transparency import service
from portal.transparency.models import NumbersYear
from tests.builders.desk import a_case, a_disclosure, a_worker, an_entry

YEAR = 2025
THEN = datetime(YEAR, 6, 2, 10, 0, tzinfo=UTC)
PEOPLE = 12_000


def fill_the_year(session: Session, *, times: int = 15, year: int = YEAR) -> None:
    """Entries of the register, requests and a complaint of that year."""
    lead, then = a_worker(session, Role.SAFEGUARDING, name=f"Demo Lead {year}"), THEN.replace(year=year)
    for n in range(times):
        is_late = n % 3 == 0
        entry = an_entry(
            f"demo.{year}.{n}", decided_at=then, shared_at=then + timedelta(minutes=5),
            urgency=k.Urgency.NOT_URGENT if is_late else k.Urgency.EMERGENCY,
        )  # fmt: skip
        a_disclosure(session, lead, entry)
    for n in range(times):
        a_case(session, f"demo.asks.{year}.{n}", at=then, right=Right.ACCESS if n % 2 else Right.SHARED)
    a_case(session, f"demo.cross.{year}", at=then, right=Right.COMPLAINT)


def a_published_year(session: Session, *, year: int = YEAR, times: int = 15, correction: str = "") -> NumbersYear:
    """Prepared by one worker, published by another. The PDF is a job that waits."""
    if times:
        fill_the_year(session, times=times, year=year)
    one = a_worker(session, Role.APPROVER, name=f"Demo One {year} {correction}")
    two = a_worker(session, Role.APPROVER, name=f"Demo Two {year} {correction}")
    row = service.prepare(session, year, people_helped=PEOPLE, correction=correction, actor=one, at=clock.now())
    service.publish_year(session, row, sha256=row.figures_sha256, actor=two, at=clock.now())
    return row
