"""The questions of "what did you share about me?". A form says its question, hints and messages."""

from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from portal.installation import installation
from portal.requests.kinds import ContactWay, IdentifierKind
from portal.web.forms import BaseForm
from portal.web.public.forms.back import SHARED, SHORT_TIME

SHORT = 200
LONG = 2000

FINDERS = {
    IdentifierKind.USER_NAME: "user_name",
    IdentifierKind.NICKNAME: "nickname",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.PHONE: "phone",
}
CONTACTS = {
    ContactWay.CODE.value: "I will come back with a code",
    ContactWay.TEXT.value: "Text me",
    ContactWay.EMAIL.value: "Email me",
    ContactWay.CALL.value: "Call me",
    ContactWay.SOMEONE.value: "Talk to someone I choose",
}


class StartForm(BaseForm):
    """Nothing to answer; less time for a device that others use, more for those who ask for it."""

    shared = BooleanField(SHARED, description=SHORT_TIME)
    more_time = BooleanField(
        "I may need more time",
        description="We give you 60 minutes on each page, not 20. If other people use it too, it stays 20.",
    )


class WaysForm(BaseForm):
    """Where staff have to look."""

    ways = SelectMultipleField("How did we talk?", description="Pick all that fit.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways.choices = list(installation().organisation.ways.items())

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one, and "not sure" counts as one."""
        fine = bool(super().validate(extra_validators))
        if fine and not self.ways.data:
            self.ways.errors = ["Pick one, or “I am not sure”"]
            return False
        return fine


class FindForm(BaseForm):
    """What staff can find the person by. One thing is enough."""

    user_name = StringField("User name", [Length(max=SHORT, message="Use 200 letters or fewer")])
    nickname = StringField("A name you used with us", [Length(max=SHORT, message="Use 200 letters or fewer")])
    email = StringField("Email you used with us", [Length(max=SHORT, message="Use 200 letters or fewer")])
    phone = StringField("Phone you used with us", [Length(max=40, message="Use 40 numbers or fewer")])
    month = StringField(
        "About when did we talk?",
        [Length(max=SHORT, message="Use 200 letters or fewer")],
        description="Like “May 2026” or “last summer”. You can leave this out.",
    )
    note = TextAreaField(
        "Is there one thing you most want to know?",
        [Length(max=LONG, message="Use 2,000 letters or fewer")],
        description="You can leave this out. You never have to say why you ask.",
    )
    anonymous = BooleanField("I was anonymous, or I do not know")

    def validate(self, extra_validators: Any = None) -> bool:
        """One thing, or the tick that says there is none."""
        fine = bool(super().validate(extra_validators))
        given = [name for name in FINDERS.values() if (self[name].data or "").strip()]
        if fine and not given and not self.anonymous.data:
            self.user_name.errors = ["Give one thing, or tick “I was anonymous”"]
            return False
        return fine


class ContactForm(BaseForm):
    """How to reach the person without hurting them. The first choice sends nothing at all."""

    way = RadioField("How can we reach you?", choices=CONTACTS, default=ContactWay.CODE.value)
    value = StringField("Your number, your email, or who to talk to", [Length(max=SHORT, message="Use 200 or fewer")])
    times = StringField("When is it safe?", [Length(max=SHORT, message="Use 200 letters or fewer")])
    voicemail = BooleanField("It is OK to leave me a voicemail")
    say_our_name = BooleanField("It is OK to tell others who you are")
    somebody_else = BooleanField("Someone else may see my texts, emails or calls")
    anyway = BooleanField("I still want you to reach me this way")
    code_word = StringField(
        "A code word",
        [Length(max=40, message="Use 40 letters or fewer")],
        description="We say it first, so you know it is us. You can leave this out.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Only the chosen way is checked, and a shared inbox needs one more clear choice."""
        fine = bool(super().validate(extra_validators))
        if not fine or self.way.data == ContactWay.CODE.value:
            return fine
        return self._can_be_reached() and self._is_meant()

    def _can_be_reached(self) -> bool:
        typed = (self.value.data or "").strip()
        if not typed:
            self.value.errors = ["Tell us the number, email or person"]
        elif self.way.data == ContactWay.EMAIL.value and not _is_email(typed):
            self.value.errors = ["Check the email. It looks like name@place.org"]
        elif self.way.data in {ContactWay.TEXT.value, ContactWay.CALL.value} and not _is_phone(typed):
            self.value.errors = ["Check the number. It looks like 07700 900123"]
        return not self.value.errors

    def _is_meant(self) -> bool:
        if self.somebody_else.data and not self.anyway.data:
            self.anyway.errors = ["A code is safer. Pick the code, or tick this box too"]
        return not self.anyway.errors


class CheckForm(BaseForm):
    """Send, and nothing else."""


class ProveForm(BaseForm):
    """The code and the four words, typed from what the person wrote down."""

    reference = StringField("Type your code", [Length(max=100, message="Your code has 8 letters and numbers")])
    words = StringField(
        "Type your 4 words",
        [Length(max=SHORT, message="Type your 4 words")],
        description="Keep them in the same order, with a space after each.",
    )


def _is_email(typed: str) -> bool:
    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _is_phone(typed: str) -> bool:
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(typed, "GB")))
    except phonenumbers.NumberParseException:
        return False
