"""Where somebody is in the questionnaire: numbers of pages, and how many questions there are."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.requests.kinds import Right
from portal.requests.questionnaire import Step, path
from portal.web.public.questions import draft


@dataclass(frozen=True, slots=True)
class Place:
    """One page among the others. `question` of `questions` counts the pages that ask something."""

    number: int
    question: int
    questions: int
    back: str


def steps() -> tuple[Step, ...]:
    """The pages for what was answered so far."""
    return path(draft.answers() or {"rights": [Right.SHARED]})


def number_of(name: str) -> int:
    """The number of a page; 0 for one that is not asked."""
    return next((number for number, step in enumerate(steps(), start=1) if step.name == name), 0)


def place_of(name: str) -> Place:
    """Where that page stands."""
    number = number_of(name)
    asking = [step.name for step in steps() if step.is_question]
    back = url_for("questions.show", number=number - 1) if number > 1 else url_for("public_pages.home")
    return Place(number, asking.index(name) + 1 if name in asking else 0, len(asking), back)


def go_to(number: int) -> ResponseReturnValue:
    """Post, redirect, get."""
    return redirect(url_for("questions.show", number=number), 303)
