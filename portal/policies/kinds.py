"""The coded words of a policy: whose age, how urgent, what makes us tell."""

from enum import StrEnum


class AgeBand(StrEnum):
    """Whose rules apply. `adult` means an adult who is not at risk."""

    UNDER_13 = "under-13"
    FROM_13 = "13-15"
    FROM_16 = "16-17"
    ADULT = "adult"
    ADULT_AT_RISK = "adult-at-risk"


class Urgency(StrEnum):
    """Help now, or help in time."""

    EMERGENCY = "emergency"
    NOT_URGENT = "not-urgent"


class Because(StrEnum):
    """What makes us tell: somebody's safety is our choice, the law is not."""

    SAFETY = "safety"
    LAW = "law"


class Part(StrEnum):
    """Where a clause stands on the page. Only a ground can be the reason for telling somebody."""

    ANSWER = "answer"
    GROUND = "ground"
    SHARING = "sharing"
    AFTERWARDS = "afterwards"
    RULE = "rule"
    GOOD_TO_KNOW = "good-to-know"


class Reader(StrEnum):
    """For whom a clause is put into words. Each reads every clause."""

    UNDER_13 = "under-13"
    FROM_13 = "13-17"
    ADULT = "18-or-over"
    AT_RISK = "adult-at-risk"
    EASY_READ = "easy-read"


class Outcome(StrEnum):
    """What becomes of something that was said. `talk-first`: it depends, so ask before you count on it."""

    TELL = "tell"
    MAY_TELL = "may-tell"
    KEEP = "keep"
    TALK_FIRST = "talk-first"
    NOBODY_READS = "nobody-reads"


class Place(StrEnum):
    """Where something can be said."""

    BOARD = "board"
    CHAT = "chat"
    HELPLINE = "helpline"
    COUNSELLING = "counselling"
    CRISIS_TEXT = "crisis-text"
    CHATBOT = "chatbot"
    SURVEY = "survey"


class DraftState(StrEnum):
    """How far the next version of a policy is."""

    DRAFT = "draft"
    READY = "ready"
    PUBLISHED = "published"
    DROPPED = "dropped"


class ToldFirst(StrEnum):
    """Whether somebody hears it before others do."""

    ALWAYS = "always"
    IF_WE_CAN = "if-we-can"
    NOT_SAID = "not-said"
    MAY_NOT = "may-not"


UNDER_16 = frozenset({AgeBand.UNDER_13, AgeBand.FROM_13})
UNDER_18 = UNDER_16 | {AgeBand.FROM_16}
ADULTS = frozenset({AgeBand.ADULT, AgeBand.ADULT_AT_RISK})
EVERYBODY = frozenset(AgeBand)

# What an editor may write for several bands at once.
AGE_GROUPS: dict[str, frozenset[AgeBand]] = {
    "everybody": EVERYBODY,
    "under-16": UNDER_16,
    "under-18": UNDER_18,
    "18-or-over": ADULTS,
}

# Whose words somebody of that age gets, where no reader was chosen.
READERS = {
    AgeBand.UNDER_13: Reader.UNDER_13,
    AgeBand.FROM_13: Reader.FROM_13,
    AgeBand.FROM_16: Reader.FROM_13,
    AgeBand.ADULT: Reader.ADULT,
    AgeBand.ADULT_AT_RISK: Reader.AT_RISK,
}


def bands_of(names: list[str]) -> tuple[AgeBand, ...]:
    """Turn bands and names of groups into bands, youngest first. ValueError names what is not known."""
    found: set[AgeBand] = set()
    for name in names:
        if name not in AGE_GROUPS and name not in EVERYBODY:
            known = ", ".join([*AGE_GROUPS, *AgeBand])
            raise ValueError(f"the age {name!r} is not known; known are {known}")
        found |= AGE_GROUPS.get(name) or {AgeBand(name)}
    return tuple(band for band in AgeBand if band in found)
