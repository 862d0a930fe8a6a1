"""What will be sent, said back row by row, each with the way to the question it came from."""

from flask import url_for

from portal.core.words import _
from portal.requests.questionnaire import path, rights_of
from portal.web.public.questions import draft
from portal.web.public.questions.places import number_of
from portal.web.wished import RIGHTS, rows_of

FINDS = ("find", "where", "trouble")  # the pages that may ask for a name, the first that is asked comes first


def numbers() -> dict[str, str]:
    """The address of every question that was asked, by its name; `found` is the one that asked for names."""
    places = {step.name: url_for("questions.show", number=n) for n, step in enumerate(path(draft.answers()), start=1)}
    return places | {"found": next(places[name] for name in FINDS if name in places)}


def rows() -> list[dict[str, str]]:
    """What is asked for, and every detail of it, for a list with a way to change each."""
    intake = draft.intake()
    asked = [{"key": _("You ask"), "value": ", ".join(_(RIGHTS[right]) for right in rights_of(draft.answers()))}]
    more = [(row, number_of(row.step)) for row in rows_of(intake.wishes, intake.asking)]
    return asked + [
        {"key": row.key, "value": row.value, "href": url_for("questions.show", number=number), "change": row.key}
        for row, number in more
    ]
