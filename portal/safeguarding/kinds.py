"""Where words of danger were found, and what came of looking."""

from enum import StrEnum


class FlagSource(StrEnum):
    """What the person was sending."""

    REQUEST = "request"
    QUESTION = "question"
    MESSAGE = "message"


class Outcome(StrEnum):
    """What came of a flag. One of these closes it."""

    HELPED = "helped"
    TOLD_SOMEONE = "told-someone"
    PASSED_ON = "passed-on"
    NOT_DANGER = "not-danger"
