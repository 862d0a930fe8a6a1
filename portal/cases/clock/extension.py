"""The notice that we need longer: once, with reasons, before the first month is over (Art 12A(3)-(4))."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases.clock.plan import Plan, Standing, keep, must_run, standing
from portal.cases.clock.words import more_time
from portal.cases.deadlines import ClockState
from portal.cases.kinds import ClockEventKind, MoreTime
from portal.cases.models import Case, ClockEvent
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.letters import LetterSet
from portal.messages import service as messages
from portal.messages.kinds import MessageKind
from portal.messages.plain import must_be_plain
from portal.messages.rules import must_be_easy

LAW = "Art 12A(3) and (4)"
LONGEST = 500


def must_be_possible(stands: Standing, actor: Actor) -> None:
    """Raise RuleBroken unless a notice sent today would count; NotAllowed."""
    must_run(stands.case, actor)
    clock = stands.clock
    if stands.so_far.notices:
        raise RuleBroken(f"They were told before that we need longer. That can be done only once ({LAW})")
    if clock.state is ClockState.NOT_STARTED:
        raise RuleBroken(f"The month has not started, so there is no date to move ({LAW})")
    if clock.state is ClockState.STOPPED:
        raise RuleBroken(
            f"The clock stands still, so there is no date to move. You can do this when it goes on: "
            f"the days of waiting are added to the time for it ({LAW}, (5))"
        )
    if clock.extension_notice_by and stands.today > clock.extension_notice_by:
        raise RuleBroken(
            f"The last day for this was {long_date(clock.extension_notice_by)}. A notice after it has no effect, "
            f"so none is sent ({LAW}). Answer as soon as you can"
        )


def plan_extension(stands: Standing, reasons: Sequence[str], own: str, *, letters: LetterSet, actor: Actor) -> Plan:
    """Take up to two further months. Raises RuleBroken (again, too late, no reason, too hard to read), NotAllowed."""
    must_be_possible(stands, actor)
    if not reasons or not set(reasons) <= set(MoreTime):
        raise RuleBroken(f"Pick why. A notice without reasons has no effect ({LAW})", field="reasons")
    if not own.strip():
        raise RuleBroken("Say it in your own words too: what is it in this request?", field="own")
    if len(own) > LONGEST:
        raise RuleBroken("Use 500 letters or fewer", field="own")
    must_be_plain(own, field="own")
    before, after = stands.clock, stands.after(stands.so_far.and_notice(stands.today))
    if before.due is None or after.due is None or after.state is not ClockState.EXTENDED:
        raise RuleBroken(f"A notice today would change nothing ({LAW})")
    picked = [reason for reason in MoreTime if reason in set(reasons)]
    letter = more_time(letters, before.due, after.due, picked, own)
    must_be_easy(letter.text, field="own")
    return Plan(
        ClockEventKind.EXTENSION_NOTICE, stands.today, before, after, reason=",".join(picked), words=own.strip(),
        letter=letter,
    )  # fmt: skip


def extend(
    session: Session,
    case: Case,
    reasons: Sequence[str],
    own: str,
    *,
    submission: str,
    letters: LetterSet,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> ClockEvent:
    """Send the notice, dated today, and move the date. Raises as `plan_extension`, AlreadyWritten."""
    messages.must_be_new(session, case.request_id, submission)
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    plan = plan_extension(stands, reasons, own, letters=letters, actor=actor)
    sent = None
    if plan.letter:
        sent = messages.send_letter(
            session, case.request_id, plan.letter, submission=submission, kind=MessageKind.MORE_TIME, case_id=case.id,
            actor=actor, at=at,
        )  # fmt: skip
    return keep(session, stands, plan, message_id=sent.id if sent else None, actor=actor, at=at)
