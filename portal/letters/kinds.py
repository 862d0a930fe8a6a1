"""The kinds of letter, and which of them fit a case. Pure."""

from dataclasses import dataclass
from enum import StrEnum

# One sentence for "nothing held" and for "cannot be confirmed", so that it tells nobody which (Art 12(4) and 15 UK
# GDPR: neither confirm nor deny). It never says that nothing is held.
NOTHING = "We have looked, and we do not have anything that the law says we must give you."


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    PART_REFUSAL = "part-refusal"
    NOT_SURE = "not-sure"
    PARENT_REPLY = "parent-reply"
    CANNOT_CONFIRM = "cannot-confirm"
    COMPLAINT_ACKNOWLEDGEMENT = "complaint-acknowledgement"
    COMPLAINT_PROGRESS = "complaint-progress"
    COMPLAINT_OUTCOME = "complaint-outcome"


K = LetterKind
OF_ANSWER = frozenset({K.REFUSAL, K.PART_REFUSAL, K.CANNOT_CONFIRM})  # the text of an answer: a second person reads it
OF_COMPLAINT = frozenset({K.COMPLAINT_ACKNOWLEDGEMENT, K.COMPLAINT_PROGRESS, K.COMPLAINT_OUTCOME})
FOR_ADULTS = frozenset({K.PARENT_REPLY})  # every other letter may be read by a child
# these move the clock, so they are written where it is moved, and nowhere else
OF_CLOCK = frozenset({K.QUESTION, K.EXTENSION})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, as far as it decides which letters fit."""

    is_complaint: bool
    is_open: bool
    is_worked_on: bool  # somebody took it, and its answer is not being checked
    is_acknowledged: bool
    is_somebody_else: bool  # who asks is not the young person
    may_ask: bool


def fitting(case: Standing) -> tuple[LetterKind, ...]:
    """The letters that fit, in the order in which a case meets them.

    Whoever asks for a young person without a decision that they may is told the one thing that everybody is told:
    every other letter would say that we know the young person.
    """
    if not case.is_open:
        return ()
    if case.is_complaint:
        first = () if case.is_acknowledged else (K.COMPLAINT_ACKNOWLEDGEMENT,)
        return (*first, *((K.COMPLAINT_PROGRESS, K.COMPLAINT_OUTCOME) if case.is_worked_on else ()))
    if case.is_somebody_else and not case.may_ask:
        return (K.PARENT_REPLY,)
    answers = (K.PART_REFUSAL, K.REFUSAL, K.CANNOT_CONFIRM) if case.is_worked_on else ()
    return (K.ACKNOWLEDGEMENT, *(() if case.is_somebody_else else (K.NOT_SURE,)), *answers)
