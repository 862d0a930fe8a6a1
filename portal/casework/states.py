"""The life of a task in one table: it is asked, chased, escalated, and done or cancelled."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.audit.actions import Action as A
from portal.core.errors import RuleBroken


class TaskState(StrEnum):
    """Where a task stands. "Overdue" is not here: it is worked out from its date."""

    ASKED = "asked"
    CHASED = "chased"
    ESCALATED = "escalated"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskMove(StrEnum):
    """What can be done with a task."""

    CHASE = "chase"
    ESCALATE = "escalate"
    FINISH = "finish"
    CANCEL = "cancel"


S, M = TaskState, TaskMove
OPEN = frozenset({S.ASKED, S.CHASED, S.ESCALATED})
CHASE_AGAIN = timedelta(days=3)  # after a chaser, before somebody higher up is asked


@dataclass(frozen=True, slots=True)
class TaskTransition:
    """One way a task can move, and its name in the audit trail."""

    move: TaskMove
    sources: frozenset[TaskState]
    target: TaskState
    action: A


# fmt: off
TRANSITIONS: tuple[TaskTransition, ...] = (
    #              press       from                             to            what is written down
    TaskTransition(M.CHASE,    frozenset({S.ASKED, S.CHASED}),  S.CHASED,     A.TASK_CHASED),
    TaskTransition(M.ESCALATE, frozenset({S.CHASED}),           S.ESCALATED,  A.TASK_ESCALATED),
    TaskTransition(M.FINISH,   OPEN,                            S.DONE,       A.TASK_DONE),
    TaskTransition(M.CANCEL,   OPEN,                            S.CANCELLED,  A.TASK_CANCELLED),
)
# fmt: on


def find(state: TaskState, move: TaskMove) -> TaskTransition:
    """The move from here. Raises RuleBroken when there is none."""
    for step in TRANSITIONS:
        if step.move is move and state in step.sources:
            return step
    raise RuleBroken(f"That cannot be done with a task that is “{state.value}”. Look again: it may have moved on.")


def available(state: TaskState) -> tuple[TaskMove, ...]:
    """The moves that would work from here: the buttons to draw."""
    return tuple(step.move for step in TRANSITIONS if state in step.sources)


def is_overdue(state: TaskState, due_on: date, today: date) -> bool:
    """Whether an open task is past its date."""
    return state in OPEN and due_on < today


def is_to_chase(state: TaskState, due_on: date, today: date) -> bool:
    """Whether the portal chases it by itself: once, on the day after it was due."""
    return state is S.ASKED and due_on < today


def is_to_escalate(state: TaskState, chased_on: date | None, today: date) -> bool:
    """Whether a chaser brought nothing for so long that somebody higher up should be asked."""
    return state is S.CHASED and chased_on is not None and today - chased_on >= CHASE_AGAIN
