"""The merge fields of each kind of letter: frozen values, and which of them a worker writes. Pure."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.letters.kinds import NOTHING, LetterKind


@dataclass(frozen=True, slots=True)
class Routes:
    """What the person can do about what we did, a sentence or three each (Art 12(4) UK GDPR; ss.164A, 165 DPA 2018)."""

    complain_to_us: str
    ask_the_regulator: str
    go_to_court: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What every letter may say. `kind` names the letter that the class belongs to."""

    kind: ClassVar[LetterKind]

    complain_to_us: str
    ask_the_regulator: str
    go_to_court: str


ROUTES = tuple(field.name for field in dataclasses.fields(Routes))


@dataclass(frozen=True, slots=True)
class Acknowledgement(Fields):
    """We have it. `asked`: the right in the words of the person; `when`: a sentence with the date, if there is one."""

    kind = LetterKind.ACKNOWLEDGEMENT

    asked: str
    received_on: date
    when: str


@dataclass(frozen=True, slots=True)
class Question(Fields):
    """We have to ask something. `waiting`: a sentence on the clock, empty when it goes on."""

    kind = LetterKind.QUESTION

    question: str
    why: str
    waiting: str


@dataclass(frozen=True, slots=True)
class Extension(Fields):
    """We need more time: from when to when, and why (Art 12A(3) and (4))."""

    kind = LetterKind.EXTENSION

    due_on: date
    until: date
    because: str


@dataclass(frozen=True, slots=True)
class Refusal(Fields):
    """We cannot do it. `reasons`: what was not done, each with its ground, a paragraph each."""

    kind = LetterKind.REFUSAL

    asked: str
    reasons: str


@dataclass(frozen=True, slots=True)
class PartRefusal(Fields):
    """We could do some of it. `given`: what was done, a paragraph each."""

    kind = LetterKind.PART_REFUSAL

    asked: str
    given: str
    reasons: str


@dataclass(frozen=True, slots=True)
class NotSure(Fields):
    """We are not sure that it is them."""

    kind = LetterKind.NOT_SURE

    one_more_way: str


@dataclass(frozen=True, slots=True)
class ParentReply(Fields):
    """To somebody who asks for a young person. It has no field that could differ for a young person we know."""

    kind = LetterKind.PARENT_REPLY


@dataclass(frozen=True, slots=True)
class CannotConfirm(Fields):
    """Nothing held, or nothing that can be confirmed: one text, with no field that could tell which."""

    kind = LetterKind.CANNOT_CONFIRM

    asked: str
    nothing: str = NOTHING


@dataclass(frozen=True, slots=True)
class ComplaintAcknowledgement(Fields):
    """We have the complaint (s.164A(3) DPA 2018)."""

    kind = LetterKind.COMPLAINT_ACKNOWLEDGEMENT

    received_on: date


@dataclass(frozen=True, slots=True)
class ComplaintProgress(Fields):
    """How it goes."""

    kind = LetterKind.COMPLAINT_PROGRESS

    received_on: date
    so_far: str
    next_step: str


@dataclass(frozen=True, slots=True)
class ComplaintOutcome(Fields):
    """What came of it. `outcome`: a sentence that the code of the outcome gives."""

    kind = LetterKind.COMPLAINT_OUTCOME

    received_on: date
    outcome: str
    found: str
    mended: str


OF_KIND: dict[LetterKind, type[Fields]] = {
    fields.kind: fields
    for fields in (
        Acknowledgement, Question, Extension, Refusal, PartRefusal, NotSure, ParentReply, CannotConfirm,
        ComplaintAcknowledgement, ComplaintProgress, ComplaintOutcome,
    )
}  # fmt: skip

# what a worker writes; everything else is filled from the case
BOXES: dict[str, str] = {
    "question": "Your question",
    "why": "Why you ask",
    "because": "Why we need more time",
    "one_more_way": "One more way to show us that it is them",
    "so_far": "What we did so far",
    "next_step": "What comes next",
    "found": "What we found",
    "mended": "What we did about it, or why nothing needed doing",
}


def names_of(kind: LetterKind) -> tuple[str, ...]:
    """Every merge field of that kind, the three routes first."""
    return tuple(field.name for field in dataclasses.fields(OF_KIND[kind]))


def boxes_of(kind: LetterKind) -> tuple[str, ...]:
    """The merge fields of that kind that a worker writes, in reading order."""
    return tuple(name for name in names_of(kind) if name in BOXES)


def routes_for(contact: str, regulator: str, website: str, phone: str) -> Routes:
    """The three routes in the words of one organisation. `contact`: one address; `regulator`: its name or names."""
    us = "Do you think we got this wrong? You can complain to us. That is your right in law"
    law = "(section 164A of the Data Protection Act 2018)"
    then = "We tell you within 30 days that we have it."
    court = (
        "You can also ask a court to look at what we did. It can cost money, so ask someone you trust for help first."
    )
    how = f"Website: {website}. Phone: {phone}."
    return Routes(
        complain_to_us=f"{us} {law}. You can do it here, or write to {contact}. {then}",
        ask_the_regulator=f"You can also complain to {regulator}. This right is section 165 of the same Act. {how}",
        go_to_court=court,
    )
