"""Let the person read it: at once, or after a while in which it can be taken back.

Until a release happens nothing of it is to be seen from outside. Whoever takes it back and the job that carries it out
hold the same row, so that one of the two comes first and the other finds it done.
"""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor, ActorKind
from portal.accounts.permissions import Permission
from portal.answers.holding import RELEASE, is_held
from portal.answers.kinds import Late, Outcome, Stopped
from portal.answers.models import Answer
from portal.answers.queries import file_is_unchanged, find, is_up_to_date, reveals
from portal.answers.refusals import count_refusal
from portal.answers.rules import NOT_KNOWN, RESTING
from portal.answers.schedule import leaves_at
from portal.answers.service.close import Closing, close
from portal.answers.service.decide import follow_objection
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.service import move
from portal.cases.states import Status
from portal.core.calendars import Calendar
from portal.core.clock import local_date
from portal.core.errors import RuleBroken
from portal.disclosures.duty import told_in_an_answer
from portal.identity.queries import is_known
from portal.outbox import enqueue
from portal.requests import queries as requests
from portal.requests.authority import may_be_answered
from portal.requests.reaching import tell

AT_ONCE = timedelta()
WHY_NOT: dict[Stopped, str] = {
    Stopped.RESTING: RESTING,
    Stopped.WHO_ASKS: "It is not written down that whoever asks may do so. Nothing was released.",
    Stopped.NOT_KNOWN: f"{NOT_KNOWN} Nothing was released.",
    Stopped.REGISTER_CHANGED: "The register changed after this was made. Take it back and make it again.",
    Stopped.FILE_CHANGED: "The stored file is not the one that was approved. Nothing was released.",
}


def release(
    session: Session,
    case: Case,
    *,
    contact_confirmed: bool,
    closing: Closing = Closing(),  # noqa: B008  # frozen
    calendar: Calendar | None = None,
    window: timedelta = AT_ONCE,
    one_in: int = 0,
    actor: Actor,
    at: datetime,
) -> datetime:
    """Release the approved file; it leaves when `window` is over. Gives that moment.

    A lead looks at some before they leave, among them one in `one_in` that chance picks (`answers.holding`).

    Raises RuleBroken: the card was not looked at, the outcome does not fit the answer, a late one without its reason,
    an odd hour (by `calendar`) without a second yes, a file that is not the approved one. NotAllowed.
    """
    actor.must(Permission.ANSWER_RELEASE)
    if not contact_confirmed:
        raise RuleBroken("Look at the contact card first, then tick the box", field="contact_confirmed")
    answer = _held(session, case)
    if answer is None or answer.approved_sha256 is None or answer.approved_sha256 != answer.pdf_sha256:
        raise RuleBroken("This file was not approved. Nothing was released.")
    if answer.leaves_at is not None and case.status is Status.APPROVED:
        raise RuleBroken("It was released before, and waits to leave.")
    if why_not := _why_not(session, case, answer):
        raise RuleBroken(WHY_NOT[why_not])
    close(session, case, answer, closing, calendar, at)
    answer.pressed_by_id, answer.stopped = actor.id, None
    leaves = leaves_at(at, window, case.due_on)
    answer.press, answer.leaves_at = secrets.token_hex(16), max(leaves, at)
    session.flush()
    if leaves > at:
        enqueue(session, RELEASE, at=at, run_after=leaves, answer_id=str(answer.id), press=answer.press)
    elif not is_held(session, case, answer, one_in=one_in, at=at):
        _let_go(session, case, answer, actor=actor, at=at)
        return at
    record(session, Action.ANSWER_RELEASE_PRESSED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
    return leaves


def undo_release(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Take a release back while it waits. The approval stands. Raises RuleBroken when it has left, NotAllowed."""
    actor.must(Permission.ANSWER_RELEASE)
    answer = _held(session, case)
    if answer is None or answer.leaves_at is None or case.status is not Status.APPROVED:
        raise RuleBroken("It does not wait any more. Look at the case: it may have left.")
    _stop(session, case, answer, Stopped.TAKEN_BACK, actor=actor, at=at)


def release_waiting(session: Session, ids: Mapping[str, str], *, one_in: int = 0, at: datetime) -> None:
    """Carry out a release whose time has come: the job. What was taken back, changed meanwhile or is held, stays."""
    found = session.get(Answer, uuid.UUID(ids["answer_id"]))
    answer = _held(session, found.case) if found else None
    if answer is None or answer.press != ids["press"] or answer.case.status is not Status.APPROVED:
        return
    case = answer.case
    # whoever pressed was allowed to, at that moment: that is what counts
    actor = Actor(ActorKind.WORKER, answer.pressed_by_id, frozenset({Permission.ANSWER_RELEASE}))
    if why_not := _why_not(session, case, answer):
        _stop(session, case, answer, why_not, actor=actor, at=at)
    elif not is_held(session, case, answer, one_in=one_in, at=at):
        _let_go(session, case, answer, actor=actor, at=at)


def _held(session: Session, case: Case) -> Answer | None:
    """The answer and its case, read anew and held until the commit."""
    answer = find(session, case.id)
    if answer is not None:
        session.refresh(answer, with_for_update=True)
        session.refresh(case, with_for_update={"key_share": True})
    return answer


def _why_not(session: Session, case: Case, answer: Answer) -> Stopped | None:
    """What keeps an approved answer from leaving at this moment.

    The stored file is opened and hashed again here: approval holds for these bytes and no others.
    """
    # held until the commit, so that somebody who asks us to wait at this moment is either heard or comes after
    requests.hold(session, case.request)
    if not may_be_answered(session, requests.get(session, case.request_id)):
        return Stopped.WHO_ASKS
    if reveals(session, case) and not is_known(session, case.request_id):
        return Stopped.NOT_KNOWN
    if case.request.resting_since is not None:
        return Stopped.RESTING
    if not is_up_to_date(session, case, answer):
        return Stopped.REGISTER_CHANGED
    return None if file_is_unchanged(session, answer) else Stopped.FILE_CHANGED


def _let_go(session: Session, case: Case, answer: Answer, *, actor: Actor, at: datetime) -> None:
    answer.released_by_id, answer.released_at = actor.id, at
    answer.press = answer.leaves_at = None
    if answer.late is Late.NO and case.due_on is not None and local_date(at) > case.due_on:
        answer.late = Late.HELD_UP  # it waited for a worker process past midnight
    outcome, late = answer.outcome or Outcome.GIVEN, answer.late or Late.NO
    follow_objection(session, case, actor=actor, at=at)  # a handle that was linked meanwhile counts too
    move(session, case, Action.ANSWER_RELEASED, actor=actor, at=at, sha256=answer.approved_sha256 or "")
    record(
        session, Action.CASE_CLOSED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        outcome=outcome.value, late=late.value,
    )  # fmt: skip
    count_refusal(session, case)
    told_in_an_answer(session, answer.told_ids, actor=actor, at=at)
    tell(session, case.request_id, at=at)


def _stop(session: Session, case: Case, answer: Answer, why: Stopped, *, actor: Actor, at: datetime) -> None:
    answer.forget_press()
    answer.stopped = why
    session.flush()
    record(
        session, Action.ANSWER_RELEASE_STOPPED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        reason=why.value,
    )  # fmt: skip
