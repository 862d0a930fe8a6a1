"""The duty to tell on one page: what happens, from where, to where, who may, and what has to come with it.

This table drives the buttons, the audit names, the tests and docs/telling-states.md. A lock stands from the moment one
person proposes it and goes only when two agree: whatever is not decided is hidden.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission as P
from portal.audit.actions import Action as A
from portal.core.errors import RuleBroken
from portal.disclosures.kinds import Told


class Telling(StrEnum):
    """Where the duty to tell stands, in the words of staff."""

    TOLD_BEFORE = "told-before"
    TOLD_AFTER = "told-after"
    UNSIGNED = "unsigned"  # "not yet" in the words of one person: a second signature is wanted
    SENT_BACK = "sent-back"
    NOT_YET = "not-yet"
    NO_WAY = "no-way-to-reach"
    UNKNOWN = "not-recorded"  # an old log does not say whether they know
    LOCK_PROPOSED = "lock-proposed"
    LOCKED = "locked"
    RENEWAL_PROPOSED = "renewal-proposed"
    LIFT_PROPOSED = "lift-proposed"


class Needs(StrEnum):
    """What has to come with a move."""

    REASON = "reason"
    SECOND = "second"  # somebody else than whoever asked for it
    REVIEW = "review"  # a day on which it is looked at again
    EXEMPTION = "exemption"
    HOW = "how"  # how and when they were told


S = Telling
TOLD = frozenset({S.TOLD_BEFORE, S.TOLD_AFTER})
TO_TELL = frozenset({S.UNSIGNED, S.SENT_BACK, S.NOT_YET, S.NO_WAY, S.UNKNOWN})
HIDDEN = frozenset({S.LOCK_PROPOSED, S.LOCKED, S.RENEWAL_PROPOSED, S.LIFT_PROPOSED})
PROPOSED = frozenset({S.LOCK_PROPOSED, S.RENEWAL_PROPOSED, S.LIFT_PROPOSED})  # a second holder decides
UNDECIDED = frozenset({S.LOCK_PROPOSED, S.LIFT_PROPOSED})  # nobody can say yet what an answer has to tell

# What everybody else reads of it: one column of the entry, from which all other packages leave locked entries out.
TOLD_OF: dict[Telling, Told] = {
    S.TOLD_BEFORE: Told.BEFORE,
    S.TOLD_AFTER: Told.AFTER,
    S.UNSIGNED: Told.NOT_YET,
    S.SENT_BACK: Told.NOT_YET,
    S.NOT_YET: Told.NOT_YET,
    S.NO_WAY: Told.NO_WAY,
    S.UNKNOWN: Told.NOT_RECORDED,
    **dict.fromkeys(HIDDEN, Told.MUST_NOT),
}
# How an entry begins. Nothing that one person says alone counts as decided.
BEGINS: dict[Told, Telling] = {
    Told.BEFORE: S.TOLD_BEFORE,
    Told.AFTER: S.TOLD_AFTER,
    Told.NOT_YET: S.UNSIGNED,
    Told.NO_WAY: S.NO_WAY,
    Told.NOT_RECORDED: S.UNKNOWN,
    Told.MUST_NOT: S.LOCK_PROPOSED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One way it can move. Its action is also its name in the trail. `by_hand`: a worker presses it as such."""

    action: A
    sources: frozenset[Telling]
    target: Telling
    permission: P
    needs: frozenset[Needs] = frozenset()
    by_hand: bool = True

    @property
    def is_of_a_lock(self) -> bool:
        """Whether only those who may see locks may know that it happened."""
        return self.permission is P.REGISTER_LOCKED


def _from(*states: Telling) -> frozenset[Telling]:
    return frozenset(states)


def _with(*needs: Needs) -> frozenset[Needs]:
    return frozenset(needs)


_LOCK = _with(Needs.REASON, Needs.REVIEW, Needs.EXEMPTION)
_SECOND, _NO = _with(Needs.SECOND), _with(Needs.SECOND, Needs.REASON)

# fmt: off
STEPS: tuple[Step, ...] = (
    #    what happens             from                      to                  who may           what comes with it
    Step(A.TELLING_SENT,          TO_TELL,                  S.TOLD_AFTER,       P.REGISTER_TELL,  by_hand=False),
    Step(A.TELLING_ANSWERED,      TO_TELL,                  S.TOLD_AFTER,       P.ANSWER_RELEASE, by_hand=False),
    Step(A.TELLING_SPOKEN,        TO_TELL,                  S.TOLD_AFTER,       P.REGISTER_TELL,  _with(Needs.HOW)),
    Step(A.TELLING_NOT_YET,       TO_TELL,                  S.UNSIGNED,         P.REGISTER_TELL,
         _with(Needs.REASON, Needs.REVIEW)),
    Step(A.TELLING_SIGNED,        _from(S.UNSIGNED),        S.NOT_YET,          P.REGISTER_SIGN,   _SECOND),
    Step(A.TELLING_SENT_BACK,     _from(S.UNSIGNED),        S.SENT_BACK,        P.REGISTER_SIGN,   _NO),
    Step(A.TELLING_NO_WAY,        TO_TELL,                  S.NO_WAY,           P.REGISTER_TELL,   _with(Needs.REASON)),
    Step(A.TELLING_CORRECTED,     TOLD,                     S.SENT_BACK,        P.REGISTER_TELL,   _with(Needs.REASON)),
    # locks: hidden from the first press on, and open only after two
    Step(A.LOCK_PROPOSED,         TO_TELL | {S.LOCK_PROPOSED}, S.LOCK_PROPOSED, P.REGISTER_LOCKED, _LOCK),
    Step(A.LOCK_SET,              _from(S.LOCK_PROPOSED),   S.LOCKED,           P.REGISTER_LOCKED, _SECOND),
    Step(A.LOCK_REFUSED,          _from(S.LOCK_PROPOSED),   S.SENT_BACK,        P.REGISTER_LOCKED, _NO),
    Step(A.LOCK_RENEWAL_PROPOSED, _from(S.LOCKED),          S.RENEWAL_PROPOSED, P.REGISTER_LOCKED, _LOCK),
    Step(A.LOCK_RENEWED,          _from(S.RENEWAL_PROPOSED), S.LOCKED,          P.REGISTER_LOCKED, _SECOND),
    Step(A.LOCK_RENEWAL_REFUSED,  _from(S.RENEWAL_PROPOSED), S.LOCKED,          P.REGISTER_LOCKED, _NO),
    Step(A.LOCK_LIFT_PROPOSED,    _from(S.LOCKED),          S.LIFT_PROPOSED,    P.REGISTER_LOCKED,
         _with(Needs.REASON, Needs.REVIEW)),
    Step(A.LOCK_LIFTED,           _from(S.LIFT_PROPOSED),   S.NOT_YET,          P.REGISTER_LOCKED, _SECOND),
    Step(A.LOCK_LIFT_REFUSED,     _from(S.LIFT_PROPOSED),   S.LOCKED,           P.REGISTER_LOCKED, _NO),
)
# fmt: on


def find(state: Telling, action: A) -> Step:
    """The move of that name from here. Raises RuleBroken when there is none."""
    for step in STEPS:
        if step.action == action and state in step.sources:
            return step
    raise RuleBroken("That cannot be done with this entry now. Look again: it may have moved on.")


def available(state: Telling, permissions: frozenset[P]) -> tuple[Step, ...]:
    """The moves that a worker with these permissions could press from here: the buttons to draw."""
    return tuple(s for s in STEPS if s.by_hand and state in s.sources and s.permission in permissions)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {state.value}: telling:begun" for state in dict.fromkeys(BEGINS.values())]
    for step in STEPS:
        lines += [f"    {s.value} --> {step.target.value}: {step.action.value}" for s in S if s in step.sources]
    return "\n".join(lines) + "\n"
