"""What is done about an entry after it was logged: feedback, a mistake put right, a correction sent, a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Length, Optional

from portal.core.clock import LONDON, local
from portal.core.formatting import date_and_time
from portal.disclosures.amending import PARTS, Place, Shape
from portal.disclosures.kinds import Feedback
from portal.web.choices import OneOf, coded, must_pick
from portal.web.forms import OnceForm
from portal.web.staff.forms.log_entry import SERVICES, URGENCIES, WAYS
from portal.web.staff.forms.log_person import AT_RISK, BASES, CONDITIONS, GROUPS

LONG = Length(max=2000, message="Use 2,000 letters or fewer")
SHORT = Length(max=200, message="Use 200 letters or fewer")
HEARD = {
    Feedback.ASKED: "We asked, and wait to hear",
    Feedback.TOLD_US: "They told us",
    Feedback.NOT_TOLD_US: "They have not told us",
}

CODES: dict[str, Mapping[Any, str]] = {
    "service": SERVICES, "urgency": URGENCIES, "at-risk": AT_RISK, "person-group": GROUPS, "lawful-basis": BASES,
    "special-condition": CONDITIONS,
}  # fmt: skip


def in_words(part: str, value: str) -> str:
    """What a part says, as staff read it."""
    if part in CODES:
        return coded(CODES[part]).get(value, value)
    if PARTS[part].shape is Shape.MOMENT and value:
        return date_and_time(datetime.fromisoformat(value))
    return value


class FeedbackForm(OnceForm):
    """What happened next, as far as we know."""

    feedback = OneOf("What did you hear?", HEARD)
    feedback_on = DateField("When?", [Optional()], description="Leave it empty for today.")
    feedback_words = TextAreaField("What they told us", [LONG], description="The young person will read this.",
                                   render_kw={"rows": 3})  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Something was heard, or was not."""
        return bool(super().validate(extra_validators)) & must_pick(self, "feedback", "Say what you heard")


class CorrectionForm(OnceForm):
    """A correction that was sent to somebody who had been told."""

    recipient = RadioField("To whom?", choices={}, validate_choice=False)
    corrected = TextAreaField("What was put right?", [LONG], render_kw={"rows": 3})
    correction_by = OneOf("How was it sent?", WAYS)
    sent_on = DateField("Day it was sent", [Optional()], description="Leave day and time empty for just now.")
    sent_time = TimeField("Time", [Optional()])
    proof = StringField(
        "What proves that it was sent?", [SHORT],
        description="Such as a name and a call number, or the subject of an email. A file can be attached below.",
    )  # fmt: skip

    def offer(self, recipients: Mapping[str, str]) -> None:
        """Offer those who were told."""
        self.recipient.choices = dict(recipients)

    def validate(self, extra_validators: Any = None) -> bool:
        """Who, and how; the rest is looked at where it is kept."""
        fine = [bool(super().validate(extra_validators)), must_pick(self, "recipient", "Choose somebody who was told"),
                must_pick(self, "correction_by", "Say how it was sent")]  # fmt: skip
        if bool(self.sent_time.data) and not self.sent_on.data and not self.sent_on.errors:
            self.sent_on.errors = ["Give the day too, or neither"]
            fine.append(False)
        elif self.sent_on.data and not self.sent_time.data and not self.sent_time.errors:
            self.sent_time.errors = ["Give the time too"]
            fine.append(False)
        return all(fine)

    def sent_at(self, now: datetime) -> datetime:
        """When it was sent; just now where nothing was said."""
        if self.sent_on.data is None:
            return now
        return datetime.combine(self.sent_on.data, self.sent_time.data, tzinfo=LONDON)


class AttachForm(OnceForm):
    """What a file is. The file itself is no field: it is looked at where it is kept."""

    label = StringField("What is it?", [SHORT], description="In your own words, such as: the email we sent. Sealed.")


class AmendForm(OnceForm):
    """A mistake, and how it should be. Which control stands there depends on the part."""

    seen = HiddenField()
    new = TextAreaField("How should it be?", [LONG], render_kw={"rows": 3})
    code = SelectField("How should it be?", validate_choice=False)
    new_on = DateField("Which day was it?", [Optional()])
    new_time = TimeField("Which time?", [Optional()])
    what_was_wrong = TextAreaField("What was wrong?", [LONG], description="For staff. It stays beside the entry.",
                                   render_kw={"rows": 2})  # fmt: skip

    def begin(self, place: Place) -> "AmendForm":
        """Offer what fits the part; what stands there now is the start."""
        if place.part in CODES:
            self.code.choices = coded(CODES[place.part])
        if self.formdata_is_empty:
            self.seen.data = place.seen
            self.new.data = self.code.data = place.stands
            if place.shape is Shape.MOMENT and place.stands:
                moment = local(datetime.fromisoformat(place.stands))
                self.new_on.data, self.new_time.data = moment.date(), moment.time().replace(second=0, microsecond=0)
        return self

    @property
    def formdata_is_empty(self) -> bool:
        """Whether nobody has sent it yet."""
        return self.new.raw_data is None

    def value(self, place: Place) -> str:
        """What was given, as the act takes it; empty when something is missing."""
        if place.shape is Shape.CODE:
            return str(self.code.data or "")
        if place.shape is Shape.WORDS:
            return str(self.new.data or "")
        if self.new_on.data is None or self.new_time.data is None:
            return ""
        return datetime.combine(self.new_on.data, self.new_time.data, tzinfo=LONDON).isoformat()
