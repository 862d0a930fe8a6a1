"""The codes of a complaint's end. Pure."""

from enum import StrEnum


class ComplaintOutcome(StrEnum):
    """What came of it."""

    UPHELD = "upheld"
    IN_PART = "in-part"
    NOT_UPHELD = "not-upheld"


SAID: dict[ComplaintOutcome, str] = {
    ComplaintOutcome.UPHELD: "You were right. We got this wrong, and we are sorry.",
    ComplaintOutcome.IN_PART: "You were right about some of it. We are sorry for that.",
    ComplaintOutcome.NOT_UPHELD: "We do not think that we got this wrong. We know that you may see it another way.",
}
