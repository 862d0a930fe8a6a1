"""Coded values of knowing somebody again. Codes stand in the open; what a person told is sealed, and soon gone."""

from enum import StrEnum


class Rung(StrEnum):
    """The ladder, lowest first. A higher rung asks more of a person, so it needs a reason (Art 12(6): real doubt)."""

    KNOWN_CHANNEL = "known-channel"
    TWO_FACTS = "two-facts"
    DOCUMENT = "document"


class KnownChannel(StrEnum):
    """A way by which we already talk with the person whose data it is."""

    ACCOUNT = "account"
    EMAIL = "email"
    PHONE = "phone"


class CodeWord(StrEnum):
    """The word of the contact card, asked before anything else is said."""

    NOT_ASKED = "not-asked"
    RIGHT = "right"
    WRONG = "wrong"


class ClimbReason(StrEnum):
    """Why a lower rung would not do. Words that go with it are sealed."""

    NEW_CHANNEL = "new-channel"
    SHARED_CHANNEL = "shared-channel"
    DOES_NOT_FIT = "does-not-fit"
    VERY_PRIVATE = "very-private"
    NOT_ENOUGH = "not-enough"


class FactKind(StrEnum):
    """Which kind of thing they told that only they would know. Never a birthday: whoever lives with them knows that."""

    FIRST_TIME = "first-time"
    LAST_TIME = "last-time"
    WHO_WITH = "who-with"
    SAID = "said"
    POSTED = "posted"
    ACCOUNT = "account"


class Paper(StrEnum):
    """Which document was seen. No picture of it and no number on it is ever kept."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving-licence"
    YOUNG_PERSONS_CARD = "young-persons-card"
    OTHER = "other"


class Seen(StrEnum):
    """How it was seen. Sending a picture of it is not one of the ways."""

    IN_PERSON = "in-person"
    ON_VIDEO = "on-video"
    BY_A_PROFESSIONAL = "by-a-professional"


class Confidence(StrEnum):
    """How sure what was shown makes us. Worked out by a rule, never typed."""

    NONE = "none"
    LOW = "low"
    GOOD = "good"
    CERTAIN = "certain"


class Verdict(StrEnum):
    """What the worker decided. "Not sure" is no "no": one more way stays open."""

    IT_IS_THEM = "it-is-them"
    NOT_SURE = "not-sure"


class Understanding(StrEnum):
    """Whether the young person understands what they ask for. No age decides; Scotland presumes it from 12."""

    PRESUMED = "presumed"
    UNDERSTANDS = "understands"
    WITH_HELP = "with-help"
    NOT_YET = "not-yet"


class Considered(StrEnum):
    """What a worker looked at before they said whether somebody understands."""

    WHAT_IT_IS = "what-it-is"
    WHAT_FOLLOWS = "what-follows"
    OWN_WISH = "own-wish"
    HOW_PRIVATE = "how-private"
    COURT_ORDER = "court-order"
    HARM = "harm"
