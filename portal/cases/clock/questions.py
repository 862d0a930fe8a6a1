"""One question about which information is meant. It stops the clock until the answer comes (Art 12A(5))."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor, ActorKind
from portal.accounts.permissions import Permission
from portal.cases.clock.plan import Plan, Standing, keep, must_run, standing
from portal.cases.clock.waiting import REMIND, REMIND_AFTER
from portal.cases.clock.words import asking
from portal.cases.deadlines import PAUSED_BY_QUESTIONS, ClockState
from portal.cases.kinds import AnsweredBy, ClockEventKind, Unclear
from portal.cases.models import Case, ClockEvent
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.letters import LetterSet
from portal.messages import service as messages
from portal.messages.kinds import MessageKind
from portal.messages.plain import must_be_plain
from portal.messages.rules import must_be_easy, tidy
from portal.outbox import enqueue
from portal.requests.confirming import must_be_confirmed
from portal.requests.kinds import CLOCK_OF

LAW = "Art 12A(5)"


def must_be_askable(stands: Standing, actor: Actor) -> None:
    """Raise RuleBroken unless a question may stop this clock (Art 12A(5)), whatever its words; NotAllowed."""
    _must_be_access(stands.case)
    must_run(stands.case, actor)
    if waits := stands.so_far.open_question:
        raise RuleBroken(
            f"The clock stands since {long_date(waits.on)}: one question waits for its answer. "
            f"It cannot be stopped twice ({LAW})"
        )


def must_wait(stands: Standing) -> None:
    """Raise RuleBroken unless a question waits for its answer."""
    if stands.so_far.open_question is None:
        raise RuleBroken(f"No question waits for an answer, so the clock runs already ({LAW})")


def plan_question(
    session: Session,
    stands: Standing,
    question: str,
    *,
    about: str,
    own: str = "",
    asked_on: date | None = None,
    letters: LetterSet,
    actor: Actor,
) -> Plan:
    """Ask one thing. `asked_on`: it was asked in another way, on that day; without it a letter asks now.

    Raises RuleBroken (another right than access, another question open, the time is over, too hard to read, more than
    one question, a day that cannot be, a contact card that nobody confirmed of late), NotAllowed.
    """
    must_be_askable(stands, actor)
    on = asked_on or stands.today
    stands.must_be_past(on, field="asked_on")
    after = stands.after(stands.so_far.and_question(on))
    if after.state not in {ClockState.STOPPED, ClockState.NOT_STARTED}:
        raise RuleBroken(
            f"The time was over on that day, so a question adds no days ({LAW}). Ask in a message: the clock runs on",
            field="asked_on",
        )
    if about not in set(Unclear):
        raise RuleBroken(f"Say what is not clear. Only that can stop the clock ({LAW})", field="about")
    question = tidy(question, field="question")
    if question.count("?") != 1:
        raise RuleBroken("Ask one thing: one question, with one question mark", field="question")
    must_be_plain(question, field="question")
    letter = None
    if asked_on is None:
        letter = asking(letters, question, Unclear(about), _own(own))
        must_be_easy(letter.text, field="question")
        must_be_confirmed(session, stands.case.request, stands.today)
    return Plan(
        ClockEventKind.QUESTION_ASKED, on, stands.clock, after, reason=about, words=question, letter=letter
    )  # fmt: skip


def ask_question(
    session: Session,
    case: Case,
    question: str,
    *,
    about: str,
    own: str = "",
    asked_on: date | None = None,
    submission: str,
    letters: LetterSet,
    calendar: Calendar,
    actor: Actor,
    at: datetime,
) -> ClockEvent:
    """Ask, and stop the clock. A job reminds them once. Raises as `plan_question`, AlreadyWritten."""
    messages.must_be_new(session, case.request_id, submission)
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    plan = plan_question(
        session, stands, question, about=about, own=own, asked_on=asked_on, letters=letters, actor=actor
    )
    sent = None
    if plan.letter:
        sent = messages.send_letter(
            session, case.request_id, plan.letter, submission=submission, kind=MessageKind.QUESTION, case_id=case.id,
            actor=actor, at=at,
        )  # fmt: skip
    event = keep(session, stands, plan, message_id=sent.id if sent else None, actor=actor, at=at)
    enqueue(session, REMIND, at=at, run_after=at + REMIND_AFTER, event=str(event.id))
    return event


def plan_answer(stands: Standing, on: date, *, how: str, actor: Actor) -> Plan:
    """The answer came on that day, or is not needed any more. Raises RuleBroken, NotAllowed."""
    if actor.kind is not ActorKind.PERSON:
        must_run(stands.case, actor)
    must_wait(stands)
    waits = stands.so_far.open_question
    if how not in set(AnsweredBy):
        raise RuleBroken("Say how the answer came", field="how")
    stands.must_be_past(on)
    if waits and on < waits.on:
        raise RuleBroken(f"We asked on {long_date(waits.on)}. Pick that day or a later one ({LAW})", field="on")
    after = stands.after(stands.so_far.and_answer(on))
    return Plan(
        ClockEventKind.QUESTION_ANSWERED, on, stands.clock, after, about_id=waits.id if waits else None, reason=how
    )


def answered(
    session: Session, case: Case, on: date, *, how: str, calendar: Calendar, actor: Actor, at: datetime
) -> ClockEvent:
    """A worker writes down that the answer came: the clock goes on. Raises as `plan_answer`."""
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    return keep(session, stands, plan_answer(stands, on, how=how, actor=actor), actor=actor, at=at)


def answer_here(
    session: Session, case: Case, text: str, *, submission: str, calendar: Calendar, actor: Actor, at: datetime
) -> ClockEvent | None:
    """The person answers inside their request: the clock goes on from today.

    Gives None when no question waits any more; their words are kept as a message all the same.
    Raises RuleBroken (no words, too many), AlreadyWritten, NotAllowed.
    """
    actor.must(Permission.OWN_REQUEST)
    session.refresh(case, with_for_update={"key_share": True})  # a worker may write the same answer down right now
    sent = messages.write(
        session, case.request_id, text, submission=submission, kind=MessageKind.ANSWER, case_id=case.id,
        actor=actor, at=at,
    )  # fmt: skip
    stands = standing(session, case, calendar=calendar, today=local_date(at))
    if stands.so_far.open_question is None:
        return None
    plan = plan_answer(stands, local_date(at), how=AnsweredBy.MESSAGE, actor=actor)
    return keep(session, stands, plan, message_id=sent.id, actor=actor, at=at)


def _own(own: str) -> str:
    own = tidy(own, field="why", may_be_empty=True)
    if own:
        must_be_plain(own, field="why")
    return own


def _must_be_access(case: Case) -> None:
    if CLOCK_OF.get(case.right) != PAUSED_BY_QUESTIONS:
        raise RuleBroken(
            f"Only for a copy of your data can a question stop the clock ({LAW}). For this right, ask in a message: "
            "the clock runs on"
        )
