"""What the person reads when the clock stops or gets longer: what fills our letters (ux E11, E13). Pure."""

from collections.abc import Sequence
from datetime import date

from portal.cases.kinds import MoreTime, Unclear
from portal.letters import Letter, LetterKind, LetterSet

REASONS: dict[MoreTime, str] = {
    MoreTime.MUCH_TO_READ: "There is a lot to read, and we want to get it right.",
    MoreTime.OTHER_PEOPLE: "It tells about other people too. We have to keep them safe as well.",
    MoreTime.HARD_TO_FIND: "What you asked for is hard to find, and we want to look well.",
    MoreTime.MANY_REQUESTS: "You asked us for many things, and each of them takes time.",
}
WHY_WE_ASK: dict[Unclear, str] = {
    Unclear.WHICH_INFORMATION: "We want to look for the right things.",
    Unclear.WHICH_TIME: "We want to look at the right time.",
    Unclear.WHICH_SERVICE: "We want to look in the right place.",
}
WAITING = (
    "The date for our answer moves by the days that we wait.\n\n"
    "You do not have to answer. If you do not, we look for as much as we can."
)
REMINDER = (
    "We asked you one thing, and we still wait for your answer.\n\n"
    "You do not have to answer. If you do not, we look for as much as we can."
)


def asking(letters: LetterSet, question: str, about: Unclear, own: str) -> Letter:
    """The letter that asks one question. `own`: more on why, in words of the worker."""
    return letters.write(
        LetterKind.QUESTION, question=question.strip(), why=_together(WHY_WE_ASK[about], own), waiting=WAITING
    )


def more_time(letters: LetterSet, old: date, new: date, reasons: Sequence[MoreTime], own: str) -> Letter:
    """The notice that we need longer, with both dates and every reason."""
    because = _together(*(REASONS[reason] for reason in reasons), own)
    return letters.write(LetterKind.EXTENSION, due_on=old, until=new, because=because)


def _together(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())
