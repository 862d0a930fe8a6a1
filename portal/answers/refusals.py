"""How often something was said no to, and why: counted as an answer leaves, while its grounds can be read."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.answers.kinds import Decided, no_because
from portal.answers.models import SaidNo
from portal.answers.pieces import decisions_of
from portal.cases.models import Case
from portal.requests.kinds import Right


def count_refusal(session: Session, case: Case) -> None:
    """Count the case once, if something in it was not done. Nothing that is kept leads back to it."""
    refused = next((one for one in decisions_of(session, case) if one.decided is Decided.NOT_DONE), None)
    if refused is None or case.right is Right.COMPLAINT:
        return
    cell = {"year": case.received_on.year, "why": no_because(refused.grounds)}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(SaidNo).values(**cell, times=0).on_conflict_do_nothing())
    session.execute(update(SaidNo).filter_by(**cell).values(times=SaidNo.times + 1))
