"""The life of a question on one page: what happens, from where, to where, who may.

A wording that waits for its second person is no state: the question is answered, whatever becomes of the wording.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission as P
from portal.audit.actions import Action as A
from portal.core.errors import RuleBroken


class QuestionState(StrEnum):
    """Where a question stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    PUBLISHED = "published"
    CLOSED = "closed"


S = QuestionState


@dataclass(frozen=True, slots=True)
class Transition:
    """One way a question can move. Its action is also its name in the audit trail."""

    action: A
    sources: frozenset[QuestionState]
    target: QuestionState
    permission: P


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    #          what happens          from                      to           who may
    Transition(A.QUESTION_ANSWERED,  frozenset({S.ASKED}),     S.ANSWERED,  P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_CORRECTED, frozenset({S.ANSWERED}),  S.ANSWERED,  P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_CORRECTED, frozenset({S.PUBLISHED}), S.PUBLISHED, P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_CORRECTED, frozenset({S.CLOSED}),    S.CLOSED,    P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_DRAFTED,   frozenset({S.ANSWERED}),  S.ANSWERED,  P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_SENT_BACK, frozenset({S.ANSWERED}),  S.ANSWERED,  P.QUESTIONS_PUBLISH),
    Transition(A.QUESTION_PUBLISHED, frozenset({S.ANSWERED}),  S.PUBLISHED, P.QUESTIONS_PUBLISH),
    Transition(A.QUESTION_WITHDRAWN, frozenset({S.PUBLISHED}), S.ANSWERED,  P.QUESTIONS_PUBLISH),
    Transition(A.QUESTION_CLOSED,    frozenset({S.ANSWERED}),  S.CLOSED,    P.QUESTIONS_ANSWER),
    Transition(A.QUESTION_CLOSED,    frozenset({S.ASKED}),     S.CLOSED,    P.OWN_REQUEST),
)
# fmt: on


def find(state: QuestionState, action: A) -> Transition:
    """The move of that name from here. Raises RuleBroken when there is none."""
    for step in TRANSITIONS:
        if step.action == action and state in step.sources:
            return step
    raise RuleBroken(f"That cannot be done while the question is “{state.value}”. Look again: it may have moved on.")


def available(state: QuestionState, permissions: frozenset[P]) -> frozenset[str]:
    """The names of the moves that would work from here with these permissions: the buttons to draw."""
    return frozenset(t.action.value for t in TRANSITIONS if state in t.sources and t.permission in permissions)
