"""What a person asked for, in words: the choices of the questions, and the same said back to them and to staff."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.requests.kinds import Grievance, Right
from portal.requests.wishes import Asker, Asking, Change, CopyOf, Format, Maybe, Thing, Use, Wishes

C = TypeVar("C")

RIGHTS = {
    Right.SHARED: "What did you share about me?",
    Right.ACCESS: "A copy of what you have about me",
    Right.ERASURE: "Delete what you have about me",
    Right.REMOVE: "Take down something I made",
    Right.RECTIFICATION: "Put a mistake right",
    Right.DISPUTE: "Add my side",
    Right.RESTRICTION: "Freeze what you have about me",
    Right.OBJECTION: "Stop using it for something",
    Right.PORTABILITY: "Take my things with me",
    Right.COMPLAINT: "I am not happy with what you did",
    Right.QUESTION: "A question about a rule",
}
COPY_OF = {
    CopyOf.EVERYTHING: "Everything",
    CopyOf.ONE_THING: "One thing",
    CopyOf.A_TIME: "One time, like a month",
    CopyOf.SUMMARY: "Just a short summary",
}
FORMATS = {
    Format.SCREEN: "I read it here",
    Format.PDF: "A file (PDF)",
    Format.LARGE_PRINT: "Large print",
    Format.EASY_READ: "A summary in Easy Read",
    Format.WELSH: "In Welsh",
    Format.TOGETHER: "Someone from your team reads it with me",
    Format.POST: "On paper, by post",
}
THINGS = {
    Thing.POST: "A post or a comment",
    Thing.PHOTO: "A photo, a video or a story",
    Thing.ACCOUNT: "My account",
    Thing.NOTES: "Notes of what I told you",
    Thing.EVERYTHING: "Everything",
    Thing.NOT_SURE: "I am not sure",
}
CHANGES = {
    Change.DELETE: "Take it down",
    Change.NAME_OFF: "Leave it up, but take my name off",
    Change.EDIT: "Change what it says",
}
MAYBE = {Maybe.YES: "Yes", Maybe.NO: "No", Maybe.NOT_SURE: "I am not sure"}
USES = {
    Use.MARKETING: "News and adverts you send me",
    Use.RESEARCH: "Research",
    Use.OBSERVED: "People from outside who watch or listen in",
    Use.OTHER: "Something else",
}
TROUBLES = {
    Grievance.LOOK_AGAIN: "I want you to look again",
    Grievance.WRONG: "Something is wrong",
    Grievance.LATE: "You were late",
    Grievance.OTHER: "Something else",
}
ASKERS = {
    Asker.SELF: "For themselves",
    Asker.HELPER: "Someone they asked to help",
    Asker.PARENT: "A parent or carer",
    Asker.PROFESSIONAL: "Someone who works with them, like a social worker or a lawyer",
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
    yield Row("Who asks", ASKERS[asking.who], "who")
    yield Row("Name of who asks", asking.name, "who")
    yield Row("How they know each other", asking.how_they_know, "who")
    yield Row("The young person knows", _one(asking.person_knows, MAYBE), "who")
    yield Row("The young person said yes", _one(asking.person_agrees, MAYBE), "who")


def _about_copy(wishes: Wishes) -> Iterator[Row]:
    yield Row("A copy of", _one(wishes.copy_of, COPY_OF), "copy")
    yield Row("Which part", wishes.copy_words, "copy")


def _about_going(wishes: Wishes) -> Iterator[Row]:
    yield Row("What should go", _many(wishes.things, THINGS), "things")
    yield Row("What to do with it", _one(wishes.change, CHANGES), "things")
    yield Row("Made when under 18", _one(wishes.under_18, MAYBE), "things")
    yield Row("Where it is", wishes.links, "where")
    yield Row("What it should say", wishes.new_words, "where")
    yield Row("A copy first", _one(wishes.copy_first, MAYBE), "keep")


def _rest(wishes: Wishes) -> Iterator[Row]:
    yield Row("What is wrong", wishes.wrong, "wrong")
    yield Row("What is right", wishes.instead, "wrong")
    yield Row("My side", wishes.my_side, "wrong")
    yield Row("Stop using it for", _many(wishes.uses, USES), "uses")
    yield Row("More about that", wishes.use_words, "uses")
    yield Row("What to freeze, and why", wishes.freeze, "freeze")
    yield Row("What to take along, and where to", wishes.carry, "carry")
    yield Row("Not happy with", _many(wishes.troubles, TROUBLES), "trouble")
    yield Row("In my words", wishes.trouble_words, "trouble")
    yield Row("Only I would know", wishes.facts, "find")
    yield Row("Read it as", _many(wishes.forms, FORMATS), "format")


def _one(value: C | None, words: Mapping[C, str]) -> str:
    return words[value] if value else ""


def _many(values: Sequence[C], words: Mapping[C, str]) -> str:
    return ", ".join(words[value] for value in values)
