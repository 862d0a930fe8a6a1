"""The merge fields of a letter, filled from its case and from what a worker wrote."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.answers.kinds import Decided
from portal.answers.pieces import OpenedDecision, decisions_of
from portal.cases.models import Case
from portal.core.errors import RuleBroken
from portal.core.formatting import long_date
from portal.letters.fields import OF_KIND, Fields, boxes_of, names_of
from portal.letters.kinds import LetterKind
from portal.policies.pack import Organisation
from portal.policies.pack.letters_file import routes_of
from portal.requests.kinds import Right

# the right in the words of the person, as their own pages say it
ASKED: dict[Right, str] = {
    Right.ACCESS: "A copy of what you have about me",
    Right.ERASURE: "Delete what you have about me",
    Right.REMOVE: "Take down something I made",
    Right.DISPUTE: "Add my side",
    Right.SHARED: "What did you share about me?",
    Right.RECTIFICATION: "Put a mistake right",
    Right.RESTRICTION: "Freeze what you have about me",
    Right.OBJECTION: "Stop using it for something",
    Right.PORTABILITY: "Take my things with me",
    Right.COMPLAINT: "I am not happy with what you did",
}
BY_DATE = "You will hear from us by {}."
NO_DATE = "We tell you the date when we know it."


def fields_for(
    session: Session,
    case: Case,
    kind: LetterKind,
    boxes: Mapping[str, str],
    *,
    organisation: Organisation,
    **more: Any,
) -> Fields:
    """Fill a letter of that kind. `boxes`: what the worker wrote, by name of the field; `more`: what an act knows.

    Raises RuleBroken: a box is empty, or a refusal of a case in which nothing was refused.
    """
    for name in boxes_of(kind):
        if not boxes.get(name, "").strip():
            raise RuleBroken("Write something here: the person will read it", field=name)
    typed = {name: boxes[name] for name in boxes_of(kind)}
    filled = {**dataclasses.asdict(routes_of(organisation)), **_from_case(session, case, kind), **more, **typed}
    return OF_KIND[kind](**{name: filled[name] for name in names_of(kind) if name in filled})


def _from_case(session: Session, case: Case, kind: LetterKind) -> dict[str, Any]:
    asked = ASKED[case.right].removesuffix("?")
    when = BY_DATE.format(long_date(case.due_on)) if case.due_on else NO_DATE
    plain: dict[str, Any] = {"asked": asked, "received_on": case.received_on, "when": when}
    return plain | (_pieces(session, case, kind) if kind in {LetterKind.REFUSAL, LetterKind.PART_REFUSAL} else {})


def _pieces(session: Session, case: Case, kind: LetterKind) -> dict[str, str]:
    decisions = decisions_of(session, case)
    refused = [_line(one) for one in decisions if one.decided is Decided.NOT_DONE]
    given = [one for one in decisions if one.decided is Decided.DONE]
    if not refused:
        raise RuleBroken("Write down first what was not done, and why. The letter tells each of them.")
    if kind is LetterKind.PART_REFUSAL and not given:
        raise RuleBroken("Nothing is written down as done. Choose the letter for a whole no, or write it down first.")
    if kind is LetterKind.REFUSAL and given:
        raise RuleBroken("Something is written down as done. Choose the letter for some of it.")
    return {"reasons": "\n\n".join(refused), "given": "\n\n".join(f"{one.what}." for one in given)}


def _line(one: OpenedDecision) -> str:
    return f"{one.what.rstrip('.')}: {' '.join(one.why)}"
