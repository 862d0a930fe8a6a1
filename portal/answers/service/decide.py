"""What was decided, piece by piece, and what was done where: written down by hand, before the answer is prepared."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.answers.kinds import Decided, DeedKind
from portal.answers.models import Decision, Deed
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.states import Status
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken
from portal.core.reading import MAX_SENTENCE, measure
from portal.letters.grounds import grounds_for
from portal.requests import queries as requests
from portal.requests.kinds import CLOCK_OF
from portal.shares import service as opt_outs
from portal.vault import vault_of

MOST = 40  # of each, in one answer: more than anybody can read


def decide(
    session: Session,
    case: Case,
    what: str,
    decided: Decided,
    *,
    grounds: Sequence[str] = (),
    words: str = "",
    until: str = "",
    actor: Actor,
    at: datetime,
) -> Decision:
    """Write down what was decided about one thing. `until`: how long it is kept, in words; may be empty.

    Raises RuleBroken: nothing named, a "not done" without a ground of this right or without words, words that are too
    hard, or a case whose answer is being checked. NotAllowed.
    """
    _must_be_worked_on(case, actor)
    what, words, until = what.strip(), words.strip(), until.strip()
    if not what:
        raise RuleBroken("Say what it is about", field="what")
    known = {ground.code for ground in grounds_for(CLOCK_OF[case.right])}
    if decided is Decided.NOT_DONE and not (grounds and known.issuperset(grounds)):
        raise RuleBroken("Choose the ground that the law gives for it", field="grounds")
    if decided is Decided.NOT_DONE and not words:
        raise RuleBroken("Say why, in words that they can read", field="words")
    for name, text in (("what", what), ("words", words), ("until", until)):
        _must_be_easy(text, name)
    row = Decision(id=uuid.uuid4(), position=_next(session, Decision, case), decided=decided, **_by(case, actor, at))
    kept = list(grounds) if decided is Decided.NOT_DONE else []
    _seal(session, case, row, {"what": what, "grounds": kept, "words": words, "until": until})
    _note(session, case, row, Action.ANSWER_DECIDED, actor=actor, at=at)
    follow_objection(session, case, actor=actor, at=at)
    return row


def note_deed(
    session: Session,
    case: Case,
    system: str,
    kind: DeedKind,
    *,
    titles: Mapping[str, str],
    done_on: date | None,
    words: str = "",
    actor: Actor,
    at: datetime,
) -> Deed:
    """Write down what was done by hand in one system. `titles`: the systems of the data map, by id.

    Raises RuleBroken: no such system, no day or one to come, words that are too hard; NotAllowed.
    """
    _must_be_worked_on(case, actor)
    if system not in titles:
        raise RuleBroken("Choose where it was done", field="system")
    if done_on is None:
        raise RuleBroken("Say on which day it was done", field="done_on")
    if not case.received_on <= done_on <= local_date(at):
        raise RuleBroken("Give a day from when they asked until today", field="done_on")
    _must_be_easy(words.strip(), "deed_words")
    given = {"done_by_id": actor.worker_id, "noted_at": at, "case_id": case.id}
    row = Deed(id=uuid.uuid4(), position=_next(session, Deed, case), system=system, kind=kind, done_on=done_on, **given)
    _seal(session, case, row, {"where": titles[system], "words": words.strip()})
    _note(session, case, row, Action.ANSWER_DEED_NOTED, actor=actor, at=at)
    return row


def take_out(session: Session, case: Case, row_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """Take a decision or a deed out again. Raises NotFound, RuleBroken, NotAllowed."""
    _must_be_worked_on(case, actor)
    gone = [
        session.scalar(delete(kind).where(kind.id == row_id, kind.case_id == case.id).returning(kind.id))
        for kind in (Decision, Deed)
    ]
    if not any(gone):
        raise NotFound
    _note(session, case, None, Action.ANSWER_PIECE_REMOVED, actor=actor, at=at)
    follow_objection(session, case, actor=actor, at=at)


def follow_objection(session: Session, case: Case, *, actor: Actor, at: datetime) -> None:
    """Let whoever objects to research, or to being observed, be left out as soon as that is decided for them."""
    decided = session.scalars(select(Decision.decided).where(Decision.case_id == case.id)).all()
    in_favour = Decided.DONE in decided if decided else None
    opt_outs.follow(session, case, in_favour=in_favour, actor=actor, at=at)


def _must_be_worked_on(case: Case, actor: Actor) -> None:
    actor.must(Permission.ANSWER_PREPARE)
    if case.is_complaint:
        raise RuleBroken("A complaint is answered by a letter on its page.")
    if case.status is not Status.IN_PROGRESS:
        raise RuleBroken("Start on the case first. A prepared answer has to be taken back before it can change.")


def _must_be_easy(text: str, name: str) -> None:
    longest = measure(text).longest_sentence
    if longest > MAX_SENTENCE:
        raise RuleBroken(
            f"Too hard to read: a sentence has {longest} words, and {MAX_SENTENCE} is the most.", field=name
        )


def _next(session: Session, kind: type[Decision] | type[Deed], case: Case) -> int:
    count = session.scalar(select(func.count()).where(kind.case_id == case.id)) or 0
    if count >= MOST:
        raise RuleBroken(f"That is more than {MOST}. Put some of them together.")
    last = session.scalar(select(func.max(kind.position)).where(kind.case_id == case.id))
    return 0 if last is None else last + 1


def _by(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    return {"case_id": case.id, "decided_by_id": actor.worker_id, "decided_at": at}


def _seal(session: Session, case: Case, row: Decision | Deed, content: dict[str, Any]) -> None:
    vault_of(session).box(requests.get(session, case.request_id).key_id).put_json(row, "content", content)


def _note(
    session: Session, case: Case, row: Decision | Deed | None, action: Action, *, actor: Actor, at: datetime
) -> None:
    if row is not None:
        session.add(row)
    flag_modified(case, "status")  # an older page of the case is told that it is old
    session.flush()
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at)
