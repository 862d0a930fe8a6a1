"""The life of a case on one page: what happens, from where, to where, who may, and whether it needs a reason.

This table drives the permissions, the buttons, the audit names, the tests and the diagram in docs/case-states.md.
"Overdue" and "nearly due" are not here: they are worked out from the due date.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission as P
from portal.audit.actions import Action as A
from portal.core.errors import RuleBroken


class Status(StrEnum):
    """Where the work stands, in the words of staff."""

    RECEIVED = "received"
    IN_PROGRESS = "in-progress"
    CHECKING = "checking"
    APPROVED = "approved"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """Where the work stands, in the words of the person."""

    WE_HAVE_IT = "we-have-it"
    LOOKING = "looking"
    CHECKING = "checking"
    READY = "ready"
    STOPPED = "stopped"


S = Status
OPEN = frozenset({S.RECEIVED, S.IN_PROGRESS, S.CHECKING, S.APPROVED})
CLOSED = frozenset({S.ANSWERED, S.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Transition:
    """One way a case can move. Its action is also its name in the audit trail."""

    action: A
    sources: frozenset[Status]
    target: Status
    permission: P
    needs_reason: bool = False


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    #          what happens          from                          to             who may               why?
    Transition(A.CASE_TAKEN,         _from(S.RECEIVED),            S.IN_PROGRESS, P.CASE_WORK),
    Transition(A.ANSWER_PREPARED,    _from(S.IN_PROGRESS),         S.CHECKING,    P.ANSWER_PREPARE),
    Transition(A.ANSWER_VOIDED,      _from(S.CHECKING, S.APPROVED), S.IN_PROGRESS, P.ANSWER_PREPARE),
    Transition(A.ANSWER_SENT_BACK,   _from(S.CHECKING),            S.IN_PROGRESS, P.ANSWER_APPROVE, needs_reason=True),
    Transition(A.ANSWER_APPROVED,    _from(S.CHECKING),            S.APPROVED,    P.ANSWER_APPROVE),
    Transition(A.ANSWER_RELEASED,    _from(S.APPROVED),            S.ANSWERED,    P.ANSWER_RELEASE),
    # complaints only, as all that begins with one
    Transition(A.COMPLAINT_PROPOSED, _from(S.IN_PROGRESS),         S.CHECKING,    P.CASE_WORK),
    Transition(A.COMPLAINT_SENT_BACK, _from(S.CHECKING),           S.IN_PROGRESS, P.ANSWER_APPROVE, needs_reason=True),
    Transition(A.COMPLAINT_ANSWERED, _from(S.CHECKING),            S.ANSWERED,    P.ANSWER_APPROVE),
    Transition(A.CASE_WITHDRAWN,     OPEN,                         S.WITHDRAWN,   P.OWN_REQUEST),
    Transition(A.CASE_RESUMED,       _from(S.WITHDRAWN),           S.RECEIVED,    P.OWN_REQUEST),  # the same day only
)
# fmt: on

PHASES: dict[Status, Phase] = {
    S.RECEIVED: Phase.WE_HAVE_IT,
    S.IN_PROGRESS: Phase.LOOKING,
    S.CHECKING: Phase.CHECKING,
    S.APPROVED: Phase.CHECKING,
    S.ANSWERED: Phase.READY,
    S.WITHDRAWN: Phase.STOPPED,
}


def find(status: Status, action: A) -> Transition:
    """The move of that name from here. Raises RuleBroken when there is none."""
    for step in TRANSITIONS:
        if step.action == action and status in step.sources:
            return step
    raise RuleBroken(f"That cannot be done while the case is “{status.value}”. Look again: it may have moved on.")


def available(status: Status, permissions: frozenset[P]) -> tuple[Transition, ...]:
    """The moves that would work from here with these permissions: the buttons to draw."""
    return tuple(t for t in TRANSITIONS if status in t.sources and t.permission in permissions)


def phase(status: Status) -> Phase:
    """What the person is told about where the work stands."""
    return PHASES[status]


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> received: request:received"]
    for step in TRANSITIONS:
        lines += [f"    {s.value} --> {step.target.value}: {step.action.value}" for s in Status if s in step.sources]
    lines += [f"    {s.value} --> [*]" for s in Status if s in CLOSED]
    return "\n".join(lines) + "\n"
