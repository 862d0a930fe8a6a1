"""What to do next on a case, by kind of right: facts in, steps out. Pure.

A step says where it is done. It says so only to somebody who can do it there; to others it is a line of text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission as P
from portal.cases.states import CLOSED, Status
from portal.requests.kinds import Right


class Standing(StrEnum):
    """Where a step stands. At most one is next."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"


class Place(StrEnum):
    """Where a step is done: a part of the case page, or a page of its own."""

    TOP = "top"
    FLAG = "flag"
    WHO_ASKS = "who-asks"
    MATCHES = "matches"
    TASKS = "tasks"
    ANSWER = "answer"
    RECEIPT = "receipt"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the list is made from."""

    right: Right
    status: Status
    open_flags: int = 0
    needs_authority: bool = False
    has_authority: bool = False
    undecided: int = 0
    tasks: int = 0
    open_tasks: int = 0
    has_letter: bool = False
    acknowledged: bool = False
    is_resting: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list. `can`: the asker could do it now, at `place`."""

    code: str
    standing: Standing
    place: Place
    can: bool


@dataclass(frozen=True, slots=True)
class _Line:
    code: str
    done: bool
    place: Place
    needs: P


S = Status
_PREPARED = frozenset({S.CHECKING, S.APPROVED, S.ANSWERED})
_APPROVED = frozenset({S.APPROVED, S.ANSWERED})
_SEEKS = frozenset({Right.ACCESS, Right.PORTABILITY})  # somebody has to go and look


def steps(facts: Facts, permissions: frozenset[P]) -> tuple[Step, ...]:
    """The steps of this kind in their order; empty for a case the person stopped."""
    if facts.status is S.WITHDRAWN:
        return ()
    made, found = [], False
    for line in _lines(facts):
        standing = Standing.DONE if line.done else Standing.LATER if found else Standing.NEXT
        found = found or not line.done
        works = facts.status not in CLOSED or line.place is Place.FLAG
        can = standing is Standing.NEXT and line.needs in permissions and works
        made.append(Step(line.code, standing, line.place, can))
    return tuple(made)


def _lines(facts: Facts) -> Iterator[_Line]:
    if facts.open_flags:
        yield _Line("danger", False, Place.FLAG, P.FLAGS_READ)
    yield _Line("take", facts.status is not S.RECEIVED, Place.TOP, P.CASE_WORK)
    if facts.needs_authority:
        yield _Line("authority", facts.has_authority, Place.WHO_ASKS, P.CASE_WORK)
    yield from _of_complaint(facts) if facts.right is Right.COMPLAINT else _of_answer(facts)


def _of_complaint(facts: Facts) -> Iterator[_Line]:
    closed = facts.status in CLOSED
    written = closed or facts.status is S.CHECKING
    yield _Line("receipt", facts.acknowledged or closed, Place.RECEIPT, P.CASE_WORK)
    yield _Line("look-into", written or (facts.tasks > 0 and not facts.open_tasks), Place.TASKS, P.CASE_WORK)
    yield _Line("outcome", written, Place.OUTCOME, P.CASE_WORK)
    yield _Line("approve", closed, Place.OUTCOME, P.ANSWER_APPROVE)


def _of_answer(facts: Facts) -> Iterator[_Line]:
    prepared = facts.status in _PREPARED
    if facts.right is Right.SHARED:
        yield _Line("match", prepared or not facts.undecided, Place.MATCHES, P.CASE_WORK)
    else:
        code = "search" if facts.right in _SEEKS else "decide"
        yield _Line(code, prepared or (facts.tasks > 0 and not facts.open_tasks), Place.TASKS, P.CASE_WORK)
    yield _Line("write", prepared or facts.has_letter, Place.ANSWER, P.ANSWER_PREPARE)
    yield _Line("prepare", prepared, Place.ANSWER, P.ANSWER_PREPARE)
    yield _Line("approve", facts.status in _APPROVED, Place.ANSWER, P.ANSWER_APPROVE)
    if facts.is_resting and facts.status is not S.ANSWERED:
        yield _Line("wait", False, Place.ANSWER, P.OWN_REQUEST)
    yield _Line("release", facts.status is S.ANSWERED, Place.ANSWER, P.ANSWER_RELEASE)
