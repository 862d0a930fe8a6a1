"""What a worker may write to a person, and how they say that they know who lost their words."""

from wtforms import Field, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.reading import ENOUGH_WORDS, Reading, measure
from portal.requests.kinds import Recognised, ToldBy
from portal.web.choices import coded
from portal.web.forms import BaseForm, OnceForm
from portal.web.staff.forms.cases import VersionedForm

LONGEST = Length(max=2000, message="Use 2,000 letters or fewer")
READ_BY = "The person will read this, and nobody outside our team. Start with what matters most."
RECOGNISED = {
    Recognised.CALLED_BACK.value: "We called back on the way of their contact card",
    Recognised.TWO_FACTS.value: "They told two things only they would know",
    Recognised.IN_PERSON.value: "In person, by somebody who knows them",
    Recognised.HELPER.value: "A helper spoke for them, with authority that we checked",
}

TOLD_BY = {
    ToldBy.MESSAGE: "In a message inside their request",
    ToldBy.PHONE: "On the phone, on the number of the card",
    ToldBy.IN_PERSON: "In person, to somebody who knows them",
}


def _letters(typed: str | None) -> str | None:
    """What was typed as people count it: a browser sends two characters for each end of a line."""
    return typed.replace("\r\n", "\n") if typed else typed


class WordsForm(OnceForm):
    """Words that a person will read. Each form has one field for them, under a name of its own."""

    field_name = "message"

    @property
    def words(self) -> Field:
        """The field with the words."""
        return self[self.field_name]

    @property
    def reading(self) -> Reading | None:
        """How hard what was typed is to read; None while there is nothing."""
        return measure(self.words.data) if self.words.data else None

    @property
    def has_an_age(self) -> bool:
        """Whether there are enough words for a reading age to mean anything."""
        return self.reading is not None and self.reading.words >= ENOUGH_WORDS


class ReplyForm(WordsForm):
    """A message to the person."""

    message = TextAreaField("Write to them", [LONGEST], filters=[_letters], description=READ_BY)


class ConfirmForm(BaseForm):
    """How the person said that their contact card is still right."""

    told_by = RadioField(
        "How did they tell you, today?", choices=coded(TOLD_BY),
        validators=[InputRequired(message="Say how they told you. Do not guess for them")],
    )  # fmt: skip


class RecognisedForm(VersionedForm):
    """How this worker knows that it is the person."""

    recognised = RadioField(
        "How do you know that it is them?",
        choices=RECOGNISED,
        validators=[InputRequired(message="Say how you know that it is them")],
    )
