"""What a recipient is told of a change (Art 19 UK GDPR): a text to begin from. Pure."""

from datetime import date

from portal.core.formatting import long_date

TO_WRITE = "[write here]"
CHANGED = {
    "rectification": (
        "Something in it was wrong, and we have put it right. This is what it says now: {gap}",
        "Please put it right in what you hold, and tell whoever you passed it on to.",
    ),
    "erasure": (
        "We have deleted it, or some of it. This is what we deleted: {gap}",
        "Please delete it too where the law lets you, and tell whoever you passed it on to.",
    ),
    "restriction": (
        "We have stopped using it, or some of it, for now. This is what we froze: {gap}",
        "Please do not use it until we write to you again, and tell whoever you passed it on to.",
    ),
}


def notice(clock: str, *, organisation: str, given_on: date, number: str, known_as: str = "") -> str:
    """The words for a change on that clock (`requests.kinds.CLOCK_OF`). `known_as`: how they know the person."""
    happened, please = CHANGED[clock]
    code = f" In it the person is: {known_as}." if known_as else ""
    return "\n\n".join(
        (
            f"On {long_date(given_on)} we gave you information about a young person. Our number: {number}.{code}",
            happened.format(gap=TO_WRITE),
            please,
            "We have to tell you this under Article 19 UK GDPR. Please write back that you have done it.",
            organisation,
        )
    )


def is_unfinished(words: str) -> bool:
    """Whether a gap of the text was left as it was."""
    return TO_WRITE in words
