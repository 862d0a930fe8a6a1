"""Preparing and publishing the numbers of a year."""

from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.web.forms import BaseForm
from portal.web.staff.forms.cases import VersionedForm

MOST_PEOPLE = 100_000_000


class WholeNumber(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A number that says in our words what it has to be."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, with or without commas."""
        try:
            super().process_formdata([value.replace(",", "") for value in valuelist])
        except ValueError:
            raise ValueError("Give a whole number, like 12000") from None


class PrepareForm(BaseForm):
    """Which year, and of how many people."""

    year = WholeNumber("Year", [InputRequired(message="Give the year, like 2025")])
    people_helped = WholeNumber(
        "How many people did you help in that year?",
        [
            InputRequired(message="Give a whole number"),
            NumberRange(0, MOST_PEOPLE, message="Give a number between 0 and 100,000,000"),
        ],
        description="As you count them in your own yearly report. It is shown to the nearest 100.",
    )
    correction = TextAreaField(
        "If this year was published before: what was wrong?",
        [Length(max=1000, message="Use 1,000 letters or fewer")],
        description="Everybody reads this. Short words. Leave it empty the first time.",
    )


class PublishForm(VersionedForm):
    """Yes to exactly these figures."""

    sha256 = HiddenField(validators=[InputRequired()])
    read = BooleanField(
        "I read every line as a young person would, and nothing here points at anybody",
        [InputRequired(message="Read it, then tick this")],
    )
