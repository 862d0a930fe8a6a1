"""The kinds of right a person can ask for, and which legal clock each one runs on."""

from enum import StrEnum


class Right(StrEnum):
    """What was asked. Each right inside a request becomes a case of its own."""

    ACCESS = "access"
    ERASURE = "erasure"
    REMOVE = "remove"
    DISPUTE = "dispute"
    SHARED = "shared"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    COMPLAINT = "complaint"
    QUESTION = "question"


# "What did you share about me?" asks for the recipients of Art 15(1)(c): it runs on the clock of an access request.
CLOCK_OF: dict[Right, str] = {
    Right.ACCESS: "access",
    Right.SHARED: "access",
    Right.ERASURE: "erasure",
    Right.REMOVE: "erasure",
    Right.DISPUTE: "rectification",
    Right.RECTIFICATION: "rectification",
    Right.RESTRICTION: "restriction",
    Right.OBJECTION: "objection",
    Right.PORTABILITY: "portability",
}


# A question about a rule asks for no data: no case is opened for it, no clock runs, and nobody has to be found.
WITHOUT_CASE = frozenset({Right.QUESTION})

# What can be worked on without knowing who asks: a post is found by its address, a complaint by what it says.
FOUND_OTHERWISE = frozenset({Right.REMOVE, Right.COMPLAINT})

# Their answers show what is held about somebody: nothing goes out before it is decided that it is them.
REVEALS = frozenset({Right.ACCESS, Right.SHARED, Right.PORTABILITY})


class Service(StrEnum):
    """The ways a person may have talked with the charity: where staff have to look."""

    CHAT = "chat"
    CALL = "call"
    TEXT = "text"
    BOARDS = "boards"
    COUNSELLING = "counselling"
    NOT_SURE = "not-sure"


class IdentifierKind(StrEnum):
    """What a person may give so that staff can find them. Matched by blind index, never by reading.

    The last two are asked of nobody: a worker writes them down where somebody has nothing else.
    """

    USER_NAME = "user-name"
    NICKNAME = "nickname"
    EMAIL = "email"
    PHONE = "phone"
    FIRST_NAME = "first-name"
    DATE_OF_BIRTH = "date-of-birth"


# Few people share one of these. What is left says little, and the last two say nothing when they stand alone.
STRONG = frozenset({IdentifierKind.USER_NAME, IdentifierKind.EMAIL, IdentifierKind.PHONE})
COMMON = frozenset({IdentifierKind.FIRST_NAME, IdentifierKind.DATE_OF_BIRTH})


class ContactWay(StrEnum):
    """How the person wants to be reached. The first is the default, and the portal then sends nothing."""

    CODE = "code"
    TEXT = "text"
    EMAIL = "email"
    CALL = "call"
    SOMEONE = "someone"


class ToldBy(StrEnum):
    """How the person told a worker that their contact card is still right."""

    MESSAGE = "message"
    PHONE = "phone"
    IN_PERSON = "in-person"


class Recognised(StrEnum):
    """How a worker knew that somebody who lost their words is the person. Never a document, never what they said."""

    CALLED_BACK = "called-back"
    TWO_FACTS = "two-facts"
    IN_PERSON = "in-person"
    HELPER = "helper"


class Grievance(StrEnum):
    """What a person is not happy with. The first asks for another look; the others complain."""

    LOOK_AGAIN = "look-again"
    WRONG = "wrong"
    LATE = "late"
    OTHER = "other"


class Channel(StrEnum):
    """How the request reached the organisation. No special form may be required (Art 12)."""

    PORTAL = "portal"
    PHONE = "phone"
    POST = "post"
    IN_PERSON = "in-person"
    MESSAGE = "message"
    EMAIL = "email"
    REGULATOR = "regulator"
