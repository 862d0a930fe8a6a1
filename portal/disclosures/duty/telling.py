"""Telling the person: in a message of their request, or in an answer that tells of the entry."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action
from portal.core.errors import NotFound, RuleBroken
from portal.core.formatting import long_date
from portal.disclosures import queries as register
from portal.disclosures.duty.moves import MOVED, carry_out, hold
from portal.disclosures.duty.rules import Given
from portal.disclosures.duty.ways import ways
from portal.disclosures.kinds import Decision, HowTold
from portal.disclosures.queries import OpenedDisclosure
from portal.disclosures.sentence import teams
from portal.disclosures.telling import FIELDS
from portal.disclosures.telling_states import TO_TELL, find
from portal.messages import service as messages
from portal.messages.models import RequestMessage

NOT_THERE = "They cannot be told through that request. Look again: something may have changed."


def tell(
    session: Session,
    disclosure_id: uuid.UUID,
    case_id: uuid.UUID,
    words: str,
    *,
    submission: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> RequestMessage:
    """Send the words into their request; the contact card says whether a neutral text or e-mail goes out.

    Raises NotFound, RuleBroken (no such way, words that are empty or too hard), AlreadyWritten, NotAllowed.
    """
    actor.must(Permission.REGISTER_TELL)
    disclosure, duty = hold(session, disclosure_id, actor)
    entry = register.opened(session, disclosure_id, locked=True)
    open_ways = {w.case.id: w.case for w in ways(session, entry, actor=actor, at=at) if w.obstacle is None}
    if case_id not in open_ways:
        raise RuleBroken(NOT_THERE, field="way")
    request_id = open_ways[case_id].request_id
    messages.must_be_new(session, request_id, submission)
    if duty.version != seen:
        raise RuleBroken(MOVED)
    step = find(duty.state, Action.TELLING_SENT)
    message = messages.reply(
        session, request_id, words, submission=submission, permission=Permission.REGISTER_TELL, actor=actor, at=at
    )
    given = Given(how=HowTold.MESSAGE, told_at=at)
    carry_out(session, disclosure, duty, step, given, message_id=message.id, actor=actor, at=at)
    return message


def told_in_an_answer(session: Session, ids: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """An answer that tells of these entries has left: whoever was not told before knows of them now."""
    for disclosure_id in sorted(ids):
        try:
            disclosure, duty = hold(session, uuid.UUID(disclosure_id), actor)
        except NotFound:
            continue
        if duty.state in TO_TELL:
            given = Given(how=HowTold.ANSWER, told_at=at)
            step = find(duty.state, Action.TELLING_ANSWERED)
            carry_out(session, disclosure, duty, step, given, actor=actor, at=at)


def first_words(entry: OpenedDisclosure) -> str:
    """Words to begin with, from the entry: whom, what, why. A worker reads and changes them before they leave."""
    day = long_date(entry.row.shared_at or entry.row.decided_at)
    if entry.row.decision is Decision.NOT_SHARED:
        return (
            f"Hello,\n\nOn {day} we thought about telling someone about you. We did not tell anyone.\n\n{_why(entry)}"
        )
    whom = teams([recipient.kind for recipient in entry.recipients])
    what = "\n".join(f"{FIELDS[f.kind]}: {f.what}." for f in entry.fields)
    return (
        f"Hello,\n\nWe want you to know something. On {day} we told {whom} about you.\n\n"
        f"We told them this.\n{what}\n\n{_why(entry)}\n\nYou can ask us about it here."
    )


def _why(entry: OpenedDisclosure) -> str:
    return f"This is why. {entry.words['why']}"
