"""The coded lists of the register: what may stand in an entry, each with where it comes from.

`not-recorded` stands in entries that came from an old log, and in no others (`relaxed`).
"""

from enum import StrEnum


class Purpose(StrEnum):
    """Personal shares are about one person; the rest are shares of data without a person to find."""

    SAFEGUARDING = "safeguarding"
    LEGAL = "legal"
    RESEARCH = "research"
    OBSERVER = "observer"
    STATISTICS = "statistics"


class Urgency(StrEnum):
    """Help now, or help in time (seed policy, version 3)."""

    EMERGENCY = "emergency"
    NOT_URGENT = "not-urgent"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class Decision(StrEnum):
    """A decision not to share is an entry too (golden rule 7)."""

    SHARED = "shared"
    PART = "part"
    NOT_SHARED = "not-shared"


class AtRisk(StrEnum):
    """Who the worry was about."""

    SELF = "self"
    OTHER_CHILD = "other-child"
    ADULT_AT_RISK = "adult-at-risk"
    PUBLIC = "public"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class PersonGroup(StrEnum):
    """DPA 2018 Sch 1 para 18(3)."""

    CHILD = "child"
    ADULT_AT_RISK = "adult-at-risk"
    ADULT = "adult"
    NOT_KNOWN = "not-known"


class RecipientKind(StrEnum):
    """Who was told."""

    POLICE_EMERGENCY = "police-999"
    POLICE = "police-101"
    AMBULANCE = "ambulance"
    SOCIAL_WORK = "social-work"
    HEALTH = "health"
    COUNTER_TERRORISM = "counter-terrorism"
    COURT = "court"
    SCHOOL = "school"
    OTHER = "other"


class SentBy(StrEnum):
    """How it reached them."""

    PHONE = "phone"
    SECURE_EMAIL = "secure-email"
    ONLINE_FORM = "online-form"
    LETTER = "letter"
    IN_PERSON = "in-person"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class FieldKind(StrEnum):
    """One piece of what was told."""

    NAME = "name"
    DATE_OF_BIRTH = "date-of-birth"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    LOCATION = "location"
    IP_ADDRESS = "ip-address"
    WORDS = "words"
    WORRY = "worry"
    OTHER = "other"


class Consent(StrEnum):
    """Whether the person was asked, and what they said."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_ASKED = "not-asked"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class NoConsentReason(StrEnum):
    """DPA 2018 Sch 1 para 18(2): why nobody asked."""

    CANNOT_BE_GIVEN = "cannot-be-given"
    NOT_REASONABLE = "not-reasonable"
    WOULD_HARM_PROTECTION = "would-harm-protection"


class LawfulBasis(StrEnum):
    """UK GDPR Art 6(1)."""

    RECOGNISED_INTEREST = "art-6-1-ea"
    VITAL_INTERESTS = "art-6-1-d"
    LEGAL_DUTY = "art-6-1-c"
    LEGITIMATE_INTEREST = "art-6-1-f"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class SpecialCondition(StrEnum):
    """What allows special category data to be shared."""

    SAFEGUARDING = "sch-1-para-18"
    COUNSELLING = "sch-1-para-17"
    UNLAWFUL_ACTS = "sch-1-para-10"
    VITAL_INTERESTS = "art-9-2-c"
    NONE_SHARED = "none-shared"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class Told(StrEnum):
    """Whether the person knows."""

    BEFORE = "before"
    AFTER = "after"
    NOT_YET = "not-yet"
    NO_WAY = "no-way-to-reach"
    MUST_NOT = "must-not-be-told"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class Exemption(StrEnum):
    """Why the person must not be told: DPA 2018, decided for this one entry, and never for a whole file."""

    CRIME = "crime"
    NATIONAL_SECURITY = "natsec"
    HEALTH_HARM = "health-harm"
    COURT = "court"
    TIPPING_OFF = "tipoff"  # Terrorism Act 2000 s.39: a lock, and no exemption by itself


class HowTold(StrEnum):
    """How the person came to know of an entry."""

    MESSAGE = "message"  # in their request, where they read it
    ANSWER = "answer"
    CHAT = "chat"
    CALL = "call"
    IN_PERSON = "in-person"


class Feedback(StrEnum):
    """What we heard back. "They have not told us" is an honest answer."""

    NOT_ASKED = "not-asked"
    ASKED = "asked"
    TOLD_US = "told-us"
    NOT_TOLD_US = "they-have-not-told-us"
    NOT_RECORDED = "not-recorded"  # only an old log leaves it open


class MatchDecision(StrEnum):
    """What a worker made of a suggested match."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
