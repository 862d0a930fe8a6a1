"""What a made-up day at the desk begins with: requests that came before, and the codes of the people who sent them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.cases import service as cases
from portal.core import clock
from portal.disclosures import service as register
from portal.jobs.demo.entries import ambulance
from portal.requests.code import ReturnCode
from portal.requests.kinds import Right
from tests.builders.desk import ENGLAND, a_request, a_worker

LATE, SOON = "Demo Day Gorse", "Demo Day Hazel"
KEPT, EXTENDED, UNHAPPY, TWICE = "Demo Day Cedar", "Demo Day Birch", "Demo Day Fern", "Demo Day Elm"
# who asked how many days ago, and for what; one of them asked twice
BEFORE = (
    (LATE, 45, Right.OBJECTION),
    (SOON, 27, Right.RESTRICTION),
    (UNHAPPY, 20, Right.RECTIFICATION),
    (EXTENDED, 12, Right.ACCESS),
    (KEPT, 6, Right.ERASURE),
    (TWICE, 4, Right.ACCESS),
    (TWICE, 2, Right.PORTABILITY),
    ("Demo Day Ivy", 1, Right.REMOVE),
)


def sent_before(session: Session) -> dict[str, ReturnCode]:
    """Hand them in as they were; gives the code of each."""
    codes = {}
    for user_name, days, right in BEFORE:
        at = clock.now() - timedelta(days=days)
        request, codes[user_name] = a_request(session, user_name, at=at, rights=(right,))
        cases.open_case(session, request, right, calendar=ENGLAND, actor=SYSTEM, at=at)
    return codes


def told_an_ambulance(session: Session, user_name: str) -> None:
    """A safeguarding lead wrote down, a month ago, what was told about somebody."""
    at = clock.now() - timedelta(days=30)
    lead = a_worker(session, Role.SAFEGUARDING, name="Demo Day Lead")
    nation = ENGLAND.nation.value
    register.log_disclosure(session, ambulance(user_name, at=at), nation=nation, actor=lead, at=at + timedelta(days=1))
