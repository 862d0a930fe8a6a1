"""What whoever releases an answer has to say: what came of it, why it is late, why it leaves at an odd hour."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.answers.kinds import Late, OddHour, Outcome
from portal.answers.models import Answer
from portal.answers.queries import outcomes_for
from portal.answers.schedule import odd_hour
from portal.cases.models import Case
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.requests import queries as requests
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class Closing:
    """What whoever releases says: what came of it, why it is late if it is, and why it may leave at an odd hour."""

    outcome: Outcome | None = None
    late: Late | None = None
    late_words: str = ""
    odd_hour: OddHour | None = None
    all_the_same: bool = False


def close(
    session: Session, case: Case, answer: Answer, closing: Closing, calendar: Calendar | None, at: datetime
) -> None:
    """Keep what came of it. Raises RuleBroken when something is missing or does not fit."""
    fit = outcomes_for(session, case, answer)
    if closing.outcome is not None and closing.outcome not in fit:
        raise RuleBroken("That is not what the answer says. Choose what came of it", field="outcome")
    is_late = case.due_on is not None and local_date(at) > case.due_on
    if is_late and (closing.late in {None, Late.NO} or not closing.late_words.strip()):
        raise RuleBroken("It is late. Say why, for our own records", field="late")
    odd = odd_hour(at, calendar) if calendar else ""
    if odd and closing.odd_hour is None:
        raise RuleBroken(f"This is {odd}. Say why it cannot wait", field="odd_hour")
    if odd and closing.odd_hour is not OddHour.THEY_ASKED and not closing.all_the_same:
        raise RuleBroken(f"This is {odd}. Tick the box if it has to leave all the same", field="all_the_same")
    answer.outcome, answer.late = closing.outcome or fit[0], closing.late if is_late else Late.NO
    answer.odd_hour = closing.odd_hour if odd else None
    if is_late:
        box = vault_of(session).box(requests.get(session, case.request_id).key_id)
        box.put(answer, "late_words", closing.late_words.strip())
