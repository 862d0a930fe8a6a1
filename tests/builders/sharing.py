"""Builders for other shares: sets, people in them, opt-outs, recipients who have to hear of a change."""

import secrets
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.answers import service as answers
from portal.answers.kinds import Decided
from portal.cases import service as cases
from portal.cases.models import Case
from portal.core.clock import local_date
from portal.disclosures.kinds import MatchDecision, SentBy
from portal.requests.kinds import Right
from portal.requests.wishes import Use, Wishes
from portal.shares import notices, queries, recipients, service
from portal.shares.entry import ShareEntry
from portal.shares.kinds import Basis, Form, Receiver, ShareKind
from portal.shares.models import ShareSet
from tests.builders.desk import AT, a_case, a_disclosure
from tests.builders.desk import an_entry as an_entry_of_the_register

WHAT = "Chat notes of 40 people, with each name taken out."
WHY = "They want to find out what helps when someone feels low."
TOLD_THEM = "On 24 October we gave you a name. It was spelled wrong. Please put it right."


def an_entry(**changes: Any) -> ShareEntry:
    """Chat notes go to a demo university, with a code for each person."""
    plain = ShareEntry(
        kind=ShareKind.RESEARCH, form=Form.CODED, receiver=Receiver.UNIVERSITY, receiver_name="Demo University",
        what=WHAT, why=WHY, basis=Basis.LEGITIMATE_INTEREST,
    )  # fmt: skip
    return replace(plain, **changes)


def a_set(session: Session, actor: Actor, rows: str = "", *, at: datetime = AT, **changes: Any) -> ShareSet:
    """An open set with these people in it, one on each line."""
    row = service.begin(session, an_entry(**changes), submission=secrets.token_hex(16), actor=actor, at=at)
    if rows:
        put_in(session, row, rows, actor, at=at)
    return row


def put_in(session: Session, row: ShareSet, rows: str, actor: Actor, *, at: datetime = AT) -> int:
    """Put people in, and leave out the lines that do not fit."""
    count, _ = service.add(session, row, rows, leave_out=True, seen_version=row.version, actor=actor, at=at)
    return count


def close(
    session: Session, row: ShareSet, first: Actor, second: Actor, *, on: date | None = None, at: datetime = AT
) -> None:
    """Send it out, with its second person where it needs one."""
    if row.needs_second:
        service.propose(session, row, seen_version=row.version, actor=first, at=at)
    by = second if row.needs_second else first
    on = on or local_date(at) - timedelta(days=7)
    service.close(session, row, shared_on=on, seen_version=row.version, actor=by, at=at)


def a_closed_set(
    session: Session, first: Actor, second: Actor, rows: str = "quiet.otter,P-017\nloud.heron", **changes: Any
) -> ShareSet:
    """A set that went out a week ago."""
    row = a_set(session, first, rows, **changes)
    close(session, row, first, second)
    return row


def an_objection(
    session: Session, caseworker: Actor | None = None, user_name: str = "quiet.otter", *, uses: tuple[Use, ...] = (Use.RESEARCH,),
    decided: Decided | None = Decided.DONE,
) -> Case:  # fmt: skip
    """Somebody objects; a caseworker, if given, takes it and decides."""
    case = a_case(session, user_name, right=Right.OBJECTION, wishes=Wishes(uses=uses))
    if caseworker is not None:
        cases.take(session, case, actor=caseworker, at=AT)
        if decided is not None:
            decide(session, case, caseworker, decided)
    return case


def decide(session: Session, case: Case, caseworker: Actor, decided: Decided = Decided.DONE) -> None:
    """Decide on what they asked for."""
    refused = {"grounds": ["compelling"], "words": "We need it to keep people safe."}
    more: dict[str, Any] = refused if decided is Decided.NOT_DONE else {}
    answers.decide(session, case, "What you asked us for", decided, actor=caseworker, at=AT, **more)


def a_change(
    session: Session, caseworker: Actor, right: Right = Right.RECTIFICATION, *, user_name: str = "quiet.otter"
) -> Case:
    """A case in which something was put right, deleted or frozen."""
    case = a_case(session, user_name, right=right)
    cases.take(session, case, actor=caseworker, at=AT)
    answers.decide(session, case, "Your first name", Decided.DONE, actor=caseworker, at=AT)
    return case


def confirm_recipients(session: Session, case: Case, caseworker: Actor) -> None:
    """Say of every entry and set that it is about them."""
    found = recipients.candidates(session, case)
    yes = MatchDecision.CONFIRMED
    for entry in found.entries:
        notices.decide_entry(session, case, entry.disclosure.id, yes, actor=caseworker, at=AT)
    for one in found.sets:
        notices.decide_set(session, case, one.row.id, yes, actor=caseworker, at=AT)


def tell(
    session: Session, case: Case, caseworker: Actor, notice: Any, *, at: datetime = AT, **changes: Any
) -> None:  # fmt: skip
    """Write down that a recipient was told."""
    given: dict[str, Any] = {
        "way": SentBy.SECURE_EMAIL, "sent_on": local_date(at), "proof": "Their number 4711",
        "seen_version": notice.version, **changes,
    }  # fmt: skip
    words = given.pop("words", TOLD_THEM)
    notices.send(session, case, notice.id, words, actor=caseworker, at=at, **given)


def tell_all(session: Session, case: Case, caseworker: Actor, *, at: datetime = AT) -> None:
    """Tell everybody who waits."""
    for notice in recipients.notices(session, case):
        if notice.state.value == "open":
            tell(session, case, caseworker, notice, at=at)


def member_of(session: Session, row: ShareSet) -> uuid.UUID:
    """The first person in a set."""
    return queries.list_members(session, row, shut=())[0][0].id


def a_told_notice(session: Session, caseworker: Actor, lead: Actor) -> tuple[Case, uuid.UUID]:
    """A case with a change of which somebody was told, with a file that proves it."""
    a_disclosure(session, lead, an_entry_of_the_register("told.heron"))
    case = a_change(session, caseworker, user_name="told.heron")
    confirm_recipients(session, case, caseworker)
    [notice] = recipients.notices(session, case)
    tell(session, case, caseworker, notice, file=b"%PDF-1.7 demo")
    return case, notice.id
