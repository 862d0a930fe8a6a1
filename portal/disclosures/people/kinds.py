"""What can be done to the people of the register, and why."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """One act on the people of the register."""

    JOIN = "join"
    SPLIT = "split"
    APART = "apart"
    UNDO = "undo"


class ChangeReason(StrEnum):
    """How a worker knows."""

    SAME_HANDLE = "same-handle"
    SAME_FACTS = "same-facts"
    THEY_SAID_SO = "they-said-so"
    COLLEAGUE_KNOWS = "colleague-knows"
    SHARED_HANDLE = "shared-handle"
    OTHER_FACTS = "other-facts"
    MISTAKE = "mistake"


JOINS = (ChangeReason.SAME_HANDLE, ChangeReason.SAME_FACTS, ChangeReason.THEY_SAID_SO, ChangeReason.COLLEAGUE_KNOWS)
SPLITS = (
    ChangeReason.SHARED_HANDLE, ChangeReason.OTHER_FACTS, ChangeReason.THEY_SAID_SO, ChangeReason.COLLEAGUE_KNOWS,
    ChangeReason.MISTAKE,
)  # fmt: skip
