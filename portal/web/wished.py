"""What a person asked for, in words: the choices of the questions, and the same said back to them and to staff."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.core.words import N_, _
from portal.requests.kinds import Grievance, Right
from portal.requests.wishes import Asker, Asking, Change, CopyOf, Format, Maybe, Thing, Use, Wishes

C = TypeVar("C")

RIGHTS = {
    Right.SHARED: N_("What did you share about me?"),
    Right.ACCESS: N_("A copy of what you have about me"),
    Right.ERASURE: N_("Delete what you have about me"),
    Right.REMOVE: N_("Take down something I made"),
    Right.RECTIFICATION: N_("Put a mistake right"),
    Right.DISPUTE: N_("Add my side"),
    Right.RESTRICTION: N_("Freeze what you have about me"),
    Right.OBJECTION: N_("Stop using it for something"),
    Right.PORTABILITY: N_("Take my things with me"),
    Right.COMPLAINT: N_("I am not happy with what you did"),
    Right.QUESTION: N_("A question about a rule"),
}
COPY_OF = {
    CopyOf.EVERYTHING: N_("Everything"),
    CopyOf.ONE_THING: N_("One thing"),
    CopyOf.A_TIME: N_("One time, like a month"),
    CopyOf.SUMMARY: N_("Just a short summary"),
}
FORMATS = {
    Format.SCREEN: N_("I read it here"),
    Format.PDF: N_("A file (PDF)"),
    Format.LARGE_PRINT: N_("Large print"),
    Format.EASY_READ: N_("A summary in Easy Read"),
    Format.WELSH: N_("In Welsh"),
    Format.TOGETHER: N_("Someone from your team reads it with me"),
    Format.POST: N_("On paper, by post"),
}
THINGS = {
    Thing.POST: N_("A post or a comment"),
    Thing.PHOTO: N_("A photo, a video or a story"),
    Thing.ACCOUNT: N_("My account"),
    Thing.NOTES: N_("Notes of what I told you"),
    Thing.EVERYTHING: N_("Everything"),
    Thing.NOT_SURE: N_("I am not sure"),
}
CHANGES = {
    Change.DELETE: N_("Take it down"),
    Change.NAME_OFF: N_("Leave it up, but take my name off"),
    Change.EDIT: N_("Change what it says"),
}
MAYBE = {Maybe.YES: N_("Yes"), Maybe.NO: N_("No"), Maybe.NOT_SURE: N_("I am not sure")}
USES = {
    Use.MARKETING: N_("News and adverts you send me"),
    Use.RESEARCH: N_("Research"),
    Use.OBSERVED: N_("People from outside who watch or listen in"),
    Use.OTHER: N_("Something else"),
}
TROUBLES = {
    Grievance.LOOK_AGAIN: N_("I want you to look again"),
    Grievance.WRONG: N_("Something is wrong"),
    Grievance.LATE: N_("You were late"),
    Grievance.OTHER: N_("Something else"),
}
ASKERS = {
    Asker.SELF: N_("For themselves"),
    Asker.HELPER: N_("Someone they asked to help"),
    Asker.PARENT: N_("A parent or carer"),
    Asker.PROFESSIONAL: N_("Someone who works with them, like a social worker or a lawyer"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was said. `step` is the question it was said to."""

    key: str
    value: str
    step: str


def rows_of(wishes: Wishes, asking: Asking) -> list[Row]:
    """Everything that was said beyond how to find and reach somebody, in the order of the questions."""
    return [row for row in (*_about_asker(asking), *_about_copy(wishes), *_about_going(wishes), *_rest(wishes))
            if row.value]  # fmt: skip


def _about_asker(asking: Asking) -> Iterator[Row]:
    if not asking.is_somebody_else:
        return
    yield Row(_("Who asks"), ASKERS[asking.who], "who")
    yield Row(_("Name of who asks"), asking.name, "who")
    yield Row(_("How they know each other"), asking.how_they_know, "who")
    yield Row(_("The young person knows"), _one(asking.person_knows, MAYBE), "who")
    yield Row(_("The young person said yes"), _one(asking.person_agrees, MAYBE), "who")


def _about_copy(wishes: Wishes) -> Iterator[Row]:
    yield Row(_("A copy of"), _one(wishes.copy_of, COPY_OF), "copy")
    yield Row(_("Which part"), wishes.copy_words, "copy")


def _about_going(wishes: Wishes) -> Iterator[Row]:
    yield Row(_("What should go"), _many(wishes.things, THINGS), "things")
    yield Row(_("What to do with it"), _one(wishes.change, CHANGES), "things")
    yield Row(_("Made when under 18"), _one(wishes.under_18, MAYBE), "things")
    yield Row(_("Where it is"), wishes.links, "where")
    yield Row(_("What it should say"), wishes.new_words, "where")
    yield Row(_("A copy first"), _one(wishes.copy_first, MAYBE), "keep")


def _rest(wishes: Wishes) -> Iterator[Row]:
    yield Row(_("What is wrong"), wishes.wrong, "wrong")
    yield Row(_("What is right"), wishes.instead, "wrong")
    yield Row(_("My side"), wishes.my_side, "wrong")
    yield Row(_("Stop using it for"), _many(wishes.uses, USES), "uses")
    yield Row(_("More about that"), wishes.use_words, "uses")
    yield Row(_("What to freeze, and why"), wishes.freeze, "freeze")
    yield Row(_("What to take along, and where to"), wishes.carry, "carry")
    yield Row(_("Not happy with"), _many(wishes.troubles, TROUBLES), "trouble")
    yield Row(_("In my words"), wishes.trouble_words, "trouble")
    yield Row(_("Only I would know"), wishes.facts, "find")
    yield Row(_("Read it as"), _many(wishes.forms, FORMATS), "format")


def _one(value: C | None, words: Mapping[C, str]) -> str:
    return _(words[value]) if value else ""


def _many(values: Sequence[C], words: Mapping[C, str]) -> str:
    return ", ".join(_(words[value]) for value in values)
