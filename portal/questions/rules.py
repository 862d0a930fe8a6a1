"""What may be published, and what may be sent to a person. Pure. No message repeats what was written."""

from dataclasses import dataclass
from datetime import date

from portal.core.errors import RuleBroken
from portal.core.reading import faults, measure
from portal.questions.detectors import hard, soft


@dataclass(frozen=True, slots=True)
class Wording:
    """A question and its answer in words of staff."""

    question: str
    answer: str

    @property
    def could_be_names(self) -> list[str]:
        """Words that somebody has to look at, each once. For a page only, never for a message."""
        return list(dict.fromkeys([*soft(self.question), *soft(self.answer)]))


def must_be_publishable(wording: Wording, *, today: date) -> None:
    """Raise RuleBroken, beside the field, for words that are missing, hard to read, or show who somebody is."""
    for field, text in (("public_question", wording.question), ("public_answer", wording.answer)):
        if not text:
            raise RuleBroken("Write this in words for everybody", field=field)
        if found := hard(text, today=today):
            kinds = " and ".join(one.words for one in found)
            raise RuleBroken(f"This looks like {kinds}. Take it out: it could show who asked.", field=field)
        must_be_easy(text, field)


def must_be_easy(text: str, field: str) -> None:
    """Raise RuleBroken, beside the field, for a text that is too hard for a young reader."""
    if wrong := faults(measure(text)):
        raise RuleBroken(f"Make it easier to read: {'; '.join(wrong)}", field=field)
