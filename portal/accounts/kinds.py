"""Kinds of things around accounts."""

from enum import StrEnum


class Audience(StrEnum):
    """Whose browser a session belongs to. The two never share a cookie."""

    PERSON = "person"
    WORKER = "worker"


class MailState(StrEnum):
    """What became of an e-mail to a worker."""

    WAITING = "waiting"
    SENDING = "sending"  # claimed; whoever finds it later does not know whether it left
    SENT = "sent"
    GIVEN_UP = "given-up"


class ReviewVerdict(StrEnum):
    """What a reviewer says about what a worker is trusted with."""

    KEEP = "keep"
    CHANGE = "change"
    REMOVE = "remove"
