"""The coded words of the work on a case."""

from enum import StrEnum


class Erased(StrEnum):
    """Why a note was erased."""

    MISTAKE = "mistake"
    WRONG_CASE = "wrong-case"
    NOT_NEEDED = "not-needed"
    TOO_MUCH = "too-much"


class LinkReason(StrEnum):
    """Why two cases are said to be of one person, or not to be any more."""

    THEY_SAID_SO = "they-said-so"
    SAME_FACTS = "same-facts"
    HELPER_SAID_SO = "helper-said-so"
    NOT_THEM = "not-them"
    NOT_NEEDED = "not-needed"


LINKS, UNLINKS = (
    (LinkReason.THEY_SAID_SO, LinkReason.SAME_FACTS, LinkReason.HELPER_SAID_SO),
    (LinkReason.NOT_THEM, LinkReason.NOT_NEEDED),
)


class Looked(StrEnum):
    """What came of looking at a case that was opened by breaking the glass."""

    FINE = "fine"
    TALK = "talk"
    NOT_FINE = "not-fine"


class Topic(StrEnum):
    """What a request speaks of, said before its words are opened."""

    DANGER = "danger"  # words of danger were found; nobody has to set this one
    SELF_HARM = "self-harm"
    ABUSE = "abuse"
    VIOLENCE = "violence"
    SEXUAL = "sexual"
    EATING = "eating"
    LOSS = "loss"


class Band(StrEnum):
    """How much somebody read that is hard to read. A band, never a count."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"
    OVER = "over"
