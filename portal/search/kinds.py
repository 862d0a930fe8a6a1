"""What can be found."""

from enum import StrEnum


class EntryKind(StrEnum):
    """A kind of thing that can be found. The order of its members is the order among equals."""

    RULE = "rule"
    ANSWER = "answer"
    SITUATION = "situation"
    WORD = "word"
    OLD_RULE = "old-rule"
