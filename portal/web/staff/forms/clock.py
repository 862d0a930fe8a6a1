"""What a worker may say to a clock. Each form stands on the same page, so each has a prefix of its own."""

from collections.abc import Iterator
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.cases.clock.words import REASONS
from portal.cases.kinds import AnsweredBy, DayIs, Doubt, FeeReason, Unclear
from portal.messages.plain import Plainness, plainness
from portal.web.choices import AnyOf, OneOf
from portal.web.forms import BaseForm, OnceForm
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.forms.letters import READ_BY
from portal.web.staff.forms.messages import LONGEST, _letters

DOUBTS = {
    Doubt.UNKNOWN_ADDRESS: "They wrote from an address or account that we do not know",
    Doubt.FACTS_DIFFER: "What they told us does not fit what we have",
    Doubt.TWO_CLAIM: "Two people say that they are this person",
    Doubt.VERY_PRIVATE: "It is very private, and nothing shows yet that it is them",
}
FEES = {
    FeeReason.FURTHER_COPIES: "Further copies of the same thing (Art 15(3))",
    FeeReason.EXCESSIVE: "Excessive, and we can show it (Art 12(5))",
}
UNCLEAR = {
    Unclear.WHICH_INFORMATION: "Which information they mean",
    Unclear.WHICH_TIME: "Which time they mean",
    Unclear.WHICH_SERVICE: "Which service they mean",
}
ANSWERS = {
    AnsweredBy.PHONE: "By phone",
    AnsweredBy.IN_PERSON: "In person",
    AnsweredBy.POST: "By post",
    AnsweredBy.NOT_NEEDED: "We do not need it any more",
}
DAYS = {
    DayIs.HOLIDAY: "It is a bank holiday",
    DayIs.WORKING_DAY: "It is no bank holiday",
    DayIs.AS_PUBLISHED: "As the published list says: take back what was said here",
}
A_DAY = "Write a day that exists"


class Day(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day, typed or picked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say it in our words when it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(A_DAY) from None


class ClockForm(VersionedForm, OnceForm):
    """One act. It is sent twice: first to see old and new date, then to make it count."""

    def held(self) -> Iterator[tuple[str, str]]:
        """Everything that was filled in, for the second press."""
        for field in self:
            if isinstance(field, SelectMultipleField):
                yield from ((field.name, value) for value in field.data or [])
            elif field.name != "csrf_token" and (isinstance(field, HiddenField) or field.data):
                yield field.name, field.data if isinstance(field.data, str) else field._value()  # noqa: SLF001


class DoubtForm(ClockForm):
    """Ask who they are."""

    reason = OneOf("Why is there doubt?", DOUBTS)
    words = TextAreaField("What does that rest on?", [LONGEST], filters=[_letters], description="Staff read this.")


class FeeForm(ClockForm):
    """Ask for a fee."""

    reason = OneOf("Why a fee?", FEES)
    words = TextAreaField("What does that rest on?", [LONGEST], filters=[_letters], description="Staff read this.")


class AuthorityGateForm(ClockForm):
    """Wait for the decision on who asks. Nothing to fill in."""


class MetForm(ClockForm):
    """It came."""

    on = Day("On which day did it come?", [InputRequired(message="Give the day")])


class QuestionForm(ClockForm):
    """Ask one thing."""

    about = OneOf("What is not clear?", UNCLEAR)
    question = TextAreaField(
        "Your question", [LONGEST], filters=[_letters],
        description=f"{READ_BY} One question, in short words. The rest of the letter is written for you.",
    )  # fmt: skip
    why = TextAreaField(
        "More on why you ask, if it helps them", [LONGEST], filters=[_letters], render_kw={"rows": 2},
        description=f"{READ_BY} What you picked above is said already.",
    )  # fmt: skip
    asked_on = Day(
        "Asked already, by phone or in person? On which day?", [Optional()],
        description="Leave this empty to send a letter now.",
    )  # fmt: skip

    @property
    def plainness(self) -> Plainness | None:
        """How hard the question is to read; None while there is none."""
        return plainness(self.question.data) if self.question.data else None


class AnswerByHandForm(ClockForm):
    """The answer came in another way than in the request."""

    how = OneOf("How did it come?", ANSWERS)
    on = Day("On which day?", [InputRequired(message="Give the day")])


class ExtensionForm(ClockForm):
    """Say that we need longer."""

    reasons = AnyOf("Why?", REASONS, description=f"{READ_BY} Few staff or holidays are no reason.")
    own = TextAreaField(
        "What is it in this request?", [LONGEST], filters=[_letters],
        description=f"{READ_BY} One or two short sentences.",
    )  # fmt: skip

    @property
    def plainness(self) -> Plainness | None:
        """How hard the own words are to read; None while there are none."""
        return plainness(self.own.data) if self.own.data else None


class BackForm(ClockForm):
    """Take one thing back."""

    event = RadioField("What was wrong?", choices=[], validate_choice=False)
    words = TextAreaField("What was wrong with it?", [LONGEST], filters=[_letters], description="Staff read this.")


class DayForm(BaseForm):
    """Say of a day whether it is a bank holiday."""

    day = Day("Which day?", [InputRequired(message="Give the day")])
    day_is = OneOf("What is it?", DAYS)
    reason = TextAreaField(
        "Where was it announced?", [Length(max=500, message="Use 500 letters or fewer")], filters=[_letters],
        description="Name the source. Nothing about a person.",
    )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Both have to be said."""
        fine = bool(super().validate(extra_validators))
        if not self.day_is.data:
            self.day_is.errors = ["Say what it is"]
        return fine and not self.errors
