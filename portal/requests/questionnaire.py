"""Which questions are asked, in which order, and which rights the answers make. Pure.

One list for every journey. A question says when it applies; its place in the list that applies is its address, so that
what somebody asks for never stands in one. Nothing is asked twice, and most of it may be left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.requests.kinds import Right
from portal.requests.wishes import OWN_WORK, Asker, Maybe, Thing

Answers = Mapping[str, Any]
R = Right

# Staff have to find the person first, and to know where to look. What should go says where it is.
TO_BE_FOUND = frozenset({R.ACCESS, R.SHARED, R.RECTIFICATION, R.DISPUTE, R.RESTRICTION, R.OBJECTION, R.PORTABILITY})
# What somebody can ask for here. A question about a rule is asked on the page of the rules.
CAN_BE_ASKED = tuple(right for right in Right if right is not R.QUESTION)


@dataclass(frozen=True, slots=True)
class Step:
    """One screen. `is_question` tells those that are counted from those that only say something."""

    name: str
    applies: Callable[[Answers], bool]
    is_question: bool = True


def chosen(answers: Answers) -> frozenset[Right]:
    """What somebody came for, before the answers made it more exact."""
    return frozenset(Right(value) for value in answers.get("rights", ()))


def things(answers: Answers) -> frozenset[Thing]:
    """What should go."""
    return frozenset(Thing(value) for value in answers.get("things", ()))


def rights_of(answers: Answers) -> tuple[Right, ...]:
    """The rights these answers make, each of which becomes a case of its own.

    What a person made themselves goes by their right to remove it, without any reason; the rest by the law's right to
    have data erased (Art 17). Whoever wants a copy first asks for one.
    """
    found = set(chosen(answers))
    if found & {R.ERASURE, R.REMOVE} and (going := things(answers)):
        found -= {R.ERASURE, R.REMOVE}
        found |= {R.REMOVE} if going & OWN_WORK else set()
        found |= {R.ERASURE} if going - OWN_WORK else set()
    if _may_keep_a_copy(answers) and answers.get("copy_first") == Maybe.YES:
        found.add(R.ACCESS)
    return tuple(right for right in Right if right in found)


def _asks(*rights: Right) -> Callable[[Answers], bool]:
    return lambda answers: bool(chosen(answers) & set(rights))


def _always(_answers: Answers) -> bool:
    return True


def is_by_somebody_else(answers: Answers) -> bool:
    """Whether somebody asks for the person."""
    return bool(answers.get("for_somebody")) or answers.get("who", Asker.SELF) != Asker.SELF


def _is_short(answers: Answers) -> bool:
    """Only what somebody made, or a complaint: nobody has to be found, and the code is how they come back."""
    asked, going = chosen(answers), things(answers)
    only_own = bool(going) and going <= OWN_WORK
    return bool(asked) and (asked <= {R.REMOVE, R.COMPLAINT} or (asked <= {R.ERASURE, R.REMOVE} and only_own))


def _may_keep_a_copy(answers: Answers) -> bool:
    """After it is gone nobody can give a copy. Somebody who asks for one anyway is not asked again."""
    asked = chosen(answers)
    return R.ERASURE in asked and R.ACCESS not in asked and not _is_short(answers)


def has_to_be_found(answers: Answers) -> bool:
    """Whether the page that finds the person is asked."""
    return bool(chosen(answers) & TO_BE_FOUND)


STEPS: tuple[Step, ...] = (
    Step("start", lambda answers: not (chosen(answers) and chosen(answers) <= {R.REMOVE, R.COMPLAINT}), False),
    Step("who", is_by_somebody_else),
    Step("copy", _asks(R.ACCESS)),
    Step("things", _asks(R.ERASURE, R.REMOVE)),
    Step("where", _asks(R.ERASURE, R.REMOVE)),
    Step("keep", _may_keep_a_copy),
    Step("wrong", _asks(R.RECTIFICATION, R.DISPUTE)),
    Step("uses", _asks(R.OBJECTION)),
    Step("freeze", _asks(R.RESTRICTION)),
    Step("carry", _asks(R.PORTABILITY)),
    Step("trouble", _asks(R.COMPLAINT)),
    Step("ways", has_to_be_found),
    Step("find", has_to_be_found),
    Step("format", _asks(R.ACCESS)),
    Step("contact", lambda answers: not _is_short(answers) or bool(answers.get("reach_me"))),
    Step("check", _always, False),
    Step("done", _always, False),
)


def path(answers: Answers) -> tuple[Step, ...]:
    """The screens of one journey, in their order."""
    return tuple(step for step in STEPS if step.applies(answers))
