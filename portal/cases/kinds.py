"""What can happen to the clock of a case, and the reasons that may stand beside it. Pure."""

from enum import StrEnum


class ClockEventKind(StrEnum):
    """One thing that happened. What is wrong is taken back by another event, never changed."""

    GATE_ASKED = "gate-asked"
    GATE_MET = "gate-met"
    QUESTION_ASKED = "question-asked"
    QUESTION_ANSWERED = "question-answered"
    EXTENSION_NOTICE = "extension-notice"
    TAKEN_BACK = "taken-back"
    REMINDED = "reminded"
    FAR_AS_POSSIBLE = "far-as-possible"  # nobody answered for long: answer with what can be found, and never close it


class Why(StrEnum):
    """Why a due date was worked out once more."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    CALENDAR = "calendar"
    GATE_ASKED = "gate-asked"
    GATE_MET = "gate-met"
    QUESTION_ASKED = "question-asked"
    QUESTION_ANSWERED = "question-answered"
    EXTENSION_NOTICE = "extension-notice"
    TAKEN_BACK = "taken-back"
    FAR_AS_POSSIBLE = "far-as-possible"


class Doubt(StrEnum):
    """Why there are reasonable doubts about who asks (Art 12(6)). There is no code for "always"."""

    UNKNOWN_ADDRESS = "unknown-address"
    FACTS_DIFFER = "facts-differ"
    TWO_CLAIM = "two-claim"
    VERY_PRIVATE = "very-private"


class FeeReason(StrEnum):
    """When a fee may be asked for at all (Art 12(5), Art 15(3))."""

    FURTHER_COPIES = "further-copies"
    EXCESSIVE = "excessive"


class Unclear(StrEnum):
    """What a question is about. How somebody wants their copy is no reason to stop a clock."""

    WHICH_INFORMATION = "which-information"
    WHICH_TIME = "which-time"
    WHICH_SERVICE = "which-service"


class AnsweredBy(StrEnum):
    """How an answer to a question came."""

    MESSAGE = "message"
    PHONE = "phone"
    IN_PERSON = "in-person"
    POST = "post"
    NOT_NEEDED = "not-needed"  # we found out without them: the clock goes on


class MoreTime(StrEnum):
    """Why more time is needed: complex, or many requests (Art 12A(3)). Few staff is no reason."""

    MUCH_TO_READ = "much-to-read"
    OTHER_PEOPLE = "other-people"
    HARD_TO_FIND = "hard-to-find"
    MANY_REQUESTS = "many-requests"


class DayIs(StrEnum):
    """What a worker says of a day of the calendar."""

    HOLIDAY = "holiday"
    WORKING_DAY = "working-day"
    AS_PUBLISHED = "as-published"  # what was said before is taken back
