"""Need to know, at the one door every staff route goes through: what is shut for a worker is not there for them.

`@requires` calls `must_know` with the arguments of the view. A new route that names a case, or something inside one, is
guarded by the name of its argument; a test walks all routes and finds an id that no guard here knows.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from portal.accounts.actor import Actor
from portal.cases import queries as cases
from portal.cases.sight import Sight
from portal.casework import queries as known
from portal.casework.access import note_refused
from portal.casework.rules import Refusal
from portal.core import clock
from portal.core.engine import writing
from portal.core.errors import NotFound
from portal.disclosures import queries as register
from portal.extensions import db
from portal.questions import queries as questions
from portal.safeguarding import queries as flags
from portal.shares import queries as shares
from portal.web.transactions import keep


def must_know(actor: Actor, arguments: Mapping[str, Any]) -> None:
    """Raise NotFound for what is shut for the worker, as for what does not exist, and write that down for good."""
    for name, guard in GUARDS.items():
        if name in arguments and (why := _refusal(guard, actor, arguments[name])):
            _refuse(arguments[name], why, actor)


def my_sight(actor: Actor) -> Sight:
    """Which cases the worker sees in lists."""
    return known.sight_of(db.session, actor, at=clock.now())


def may_see(actor: Actor, case_id: uuid.UUID) -> bool:
    """Whether the worker may open the case, for a list that counts what they may not."""
    return _refusal(_case, actor, case_id) is None


def shut_for(actor: Actor) -> frozenset[uuid.UUID]:
    """The requests of people the worker knows: in no list of theirs."""
    return known.known_to(db.session, actor.worker_id)


def shut_flags_for(actor: Actor) -> frozenset[uuid.UUID]:
    """The requests whose flags stand in no list of the worker's."""
    return known.shut_flags(db.session, actor, at=clock.now())


def _refusal(guard: "Guard", actor: Actor, one: uuid.UUID) -> Refusal | None:
    try:
        return guard(actor, one)
    except NotFound:  # there is no such thing: the view says so itself, in the same words
        return None


def _refuse(subject: uuid.UUID, why: Refusal, actor: Actor) -> None:
    db.session.rollback()  # a page that only shows began a transaction that cannot write
    with writing():
        note_refused(db.session, subject, why, actor=actor, at=clock.now())
        keep()
    raise NotFound


def _case(actor: Actor, case_id: uuid.UUID) -> Refusal | None:
    return known.refused_case(db.session, actor, cases.get(db.session, case_id), at=clock.now())


def _flag(actor: Actor, flag_id: uuid.UUID) -> Refusal | None:
    return known.refused_flag(db.session, actor, flags.get(db.session, flag_id).request_id, at=clock.now())


def _question(actor: Actor, question_id: uuid.UUID) -> Refusal | None:
    return known.refused_request(db.session, actor, questions.get(db.session, question_id).request_id)


def _entry(actor: Actor, disclosure_id: uuid.UUID) -> Refusal | None:
    """An entry of the register about somebody the worker knows."""
    shut = known.known_to(db.session, actor.worker_id)
    return Refusal.CONFLICT if shut and register.is_about(db.session, disclosure_id, shut) else None


def _member(actor: Actor, member_id: uuid.UUID) -> Refusal | None:
    """One person in a set whom the worker knows. The set itself stays open: its pages leave that person out."""
    shut = known.known_to(db.session, actor.worker_id)
    return Refusal.CONFLICT if shut and shares.is_about(db.session, member_id, shut) else None


def _break(actor: Actor, break_id: uuid.UUID) -> Refusal | None:
    return known.refused_request(db.session, actor, known.get_glass(db.session, break_id).case.request_id)


def _request(actor: Actor, request_id: uuid.UUID) -> Refusal | None:
    """A request opens with any of its cases."""
    why = [_case(actor, case.id) for case in cases.of_request(db.session, request_id)]
    return why[0] if why and None not in why else known.refused_request(db.session, actor, request_id)


Guard = Callable[[Actor, uuid.UUID], Refusal | None]
GUARDS: dict[str, Guard] = {
    "case_id": _case, "flag_id": _flag, "question_id": _question, "disclosure_id": _entry, "break_id": _break,
    "request_id": _request, "other_entry_id": _entry, "member_id": _member,
}  # fmt: skip
