"""Where an import and each of its rows stand, and what a column of theirs can mean to us."""

from enum import StrEnum


class ImportState(StrEnum):
    """Where an import stands (`states` has the moves)."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    FINISHED = "finished"
    DROPPED = "dropped"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowState(StrEnum):
    """What became of a row of theirs. Flagged ones are taken only where a worker ticked them."""

    FINE = "fine"
    FLAGGED = "flagged"
    REFUSED = "refused"
    ALREADY = "already"  # the same row was taken by an import before this one
    TAKEN = "taken"
    UNDONE = "undone"


class Ours(StrEnum):
    """What a column of theirs means."""

    DECIDED_ON = "decided-on"
    DECIDED_TIME = "decided-time"
    SHARED_ON = "shared-on"
    SAID_ON = "said-on"
    USER_NAME = "user-name"
    NICKNAME = "nickname"
    EMAIL = "email"
    PHONE = "phone"
    BIRTHDAY = "birthday"
    RECIPIENT_KIND = "recipient-kind"
    RECIPIENT_NAME = "recipient-name"
    RECIPIENT_ROLE = "recipient-role"
    SENT_BY = "sent-by"
    WHAT = "what"
    WHAT_WHY = "what-why"
    AGREED = "agreed"
    WHY = "why"
    NECESSITY = "necessity"
    LEFT_OUT = "left-out"
    RULE = "rule"
    PURPOSE = "purpose"
    DECISION = "decision"
    URGENCY = "urgency"
    SERVICE = "service"
    AT_RISK = "at-risk"
    PERSON_GROUP = "person-group"
    LAWFUL_BASIS = "lawful-basis"
    SPECIAL_CONDITION = "special-condition"
    CONSENT = "consent"
    NO_CONSENT_REASON = "no-consent-reason"
    CONSENT_NOTE = "consent-note"
    VIEWS = "views"
    TOLD = "told"
    TOLD_ON = "told-on"
    TOLD_NOTE = "told-note"
    FEEDBACK = "feedback"
    FEEDBACK_WORDS = "feedback-words"
    EFFECT = "effect"


class Holds(StrEnum):
    """What stands in the cells of such a column."""

    DAY = "day"
    TIME = "time"
    SHORT = "short"
    LONG = "long"
    CODED = "coded"


class YesNo(StrEnum):
    """An answer that an old log may not have."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not-recorded"
