"""The kinds of browser the portal talks to."""

from enum import StrEnum


class Audience(StrEnum):
    """Whose browser a session belongs to. The two never share a cookie."""

    PERSON = "person"
    WORKER = "worker"
