"""What the person is told when the clock stops or gets longer, in words a young reader can read (ux E13). Pure."""

from collections.abc import Sequence
from datetime import date

from portal.cases.kinds import MoreTime
from portal.core.formatting import long_date

REASONS: dict[MoreTime, str] = {
    MoreTime.MUCH_TO_READ: "There is a lot to read, and we want to get it right.",
    MoreTime.OTHER_PEOPLE: "It tells about other people too. We have to keep them safe as well.",
    MoreTime.HARD_TO_FIND: "What you asked for is hard to find, and we want to look well.",
    MoreTime.MANY_REQUESTS: "You asked us for many things, and each of them takes time.",
}

REMINDER = (
    "We asked you one thing, and we still wait for your answer.\n\n"
    "You do not have to answer. If you do not, we look for as much as we can."
)


def asking(question: str) -> str:
    """The message that asks one question."""
    return (
        "We need to ask you one thing, so that we look in the right place.\n\n"
        f"{question.strip()}\n\n"
        "Answer in your own words. The date for our answer moves by the days that we wait.\n\n"
        "You do not have to answer. If you do not, we look for as much as we can."
    )


def more_time(old: date, new: date, reasons: Sequence[MoreTime], own: str) -> str:
    """The notice that we need longer, with both dates and every reason."""
    why = " ".join([*(REASONS[reason] for reason in reasons), own.strip()]).strip()
    return (
        f"We said you would hear from us by {long_date(old)}. We need until {long_date(new)}.\n\n"
        f"{why}\n\n"
        "You do not have to do anything. You can ask for some of it now, and we will send what is ready.\n\n"
        "If you are not happy with that, you can tell us here."
    )
