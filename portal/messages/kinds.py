"""Who wrote a message, and what it is for."""

from enum import StrEnum


class Sender(StrEnum):
    """The two sides of a conversation."""

    PERSON = "person"
    WORKER = "worker"

    @property
    def other(self) -> "Sender":
        """The side that reads it."""
        return Sender.WORKER if self is Sender.PERSON else Sender.PERSON


class MessageKind(StrEnum):
    """What a message is for."""

    NOTE = "note"  # something to add, something to ask, or an answer to that
    MY_SIDE = "my-side"  # what the person wants to stand beside an answer, or beside one part of it
    COMPLAINT = "complaint"  # what they were not happy with; the case of the complaint has the clock
    QUESTION = "question"  # what we have to know before we can look: it stops the clock
    ANSWER = "answer"  # the person's answer to that
    MORE_TIME = "more-time"  # the notice that we need longer
