"""The coded words of the data map."""

from enum import StrEnum


class From(StrEnum):
    """The day a period is counted from."""

    LAST_USED = "last-used"
    LAST_LOGIN = "last-login"
    STOPPED = "stopped"


class Then(StrEnum):
    """What happens when the period is over."""

    DELETED = "deleted"
    ANONYMISED = "anonymised"
    NOT_SAID = "not-said"
