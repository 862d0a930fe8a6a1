"""The coded lists of other shares: what a set is, how its people stand in it, who gets it, on which basis. Pure."""

from enum import StrEnum


class ShareKind(StrEnum):
    """What a set is for."""

    RESEARCH = "research"
    OBSERVING = "observing"
    STATISTICS = "statistics"
    LEGAL = "legal"


class Form(StrEnum):
    """How the people in a set can be told by whoever gets it."""

    NAMED = "named"
    CODED = "coded"  # pseudonymised: a code stands for each person
    ANONYMOUS = "anonymous"


class Receiver(StrEnum):
    """Who gets a set."""

    UNIVERSITY = "university"
    OBSERVER = "observer"
    FUNDER = "funder"
    PRESS = "press"
    REGULATOR = "regulator"
    POLICE = "police"
    COURT = "court"
    OTHER = "other"


class Basis(StrEnum):
    """UK GDPR Art 6(1), or that nobody can be told from it."""

    LEGITIMATE_INTEREST = "art-6-1-f"
    CONSENT = "art-6-1-a"
    LEGAL_DUTY = "art-6-1-c"
    PUBLIC_TASK = "art-6-1-e"
    NOT_PERSONAL = "not-personal"


class OptOutKind(StrEnum):
    """What somebody wants no part in (Art 21; the policy's own promise on observers)."""

    RESEARCH = "research"
    OBSERVING = "observing"


class OptOutSource(StrEnum):
    """How we know of it."""

    CASE = "case"  # an objection that was decided in their favour
    ASKED = "asked"  # they said so to a worker: by phone, in a chat, in a message


class LiftedWhy(StrEnum):
    """Why an opt-out does not count any more."""

    THEY_SAID_SO = "they-said-so"
    NOT_THEM = "not-them"
    DECISION_CHANGED = "decision-changed"  # by the portal: the case was decided another way


class NotToldWhy(StrEnum):
    """Why a recipient is not told: the two ways out that Art 19 leaves."""

    IMPOSSIBLE = "impossible"
    TOO_MUCH = "disproportionate"


class NotTaken(StrEnum):
    """Why a line was not taken into a set."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    TWICE = "twice"
    THERE_ALREADY = "there-already"
    OPTED_OUT = "opted-out"


class ProofKind(StrEnum):
    """What a file that proves something may be, told by its first bytes."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
