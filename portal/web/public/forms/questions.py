"""The questions of "what did you share about me?". A form says its question, hints and messages."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length

from portal.core.words import N_
from portal.installation import installation
from portal.notifications.addresses import mail_address, mobile_number, phone_number
from portal.notifications.kinds import SafeTime
from portal.requests.kinds import ContactWay, IdentifierKind, Right
from portal.requests.reaching import SENDS
from portal.web.forms import BaseForm
from portal.web.public.forms.back import SHARED, SHORT_TIME
from portal.web.public.forms.own_address import refuse_shared

SHORT = 200
LONG = 2000

FINDERS = {
    IdentifierKind.USER_NAME: "user_name",
    IdentifierKind.NICKNAME: "nickname",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.PHONE: "phone",
}
CONTACTS = {
    ContactWay.CODE.value: N_("I will come back with a code"),
    ContactWay.TEXT.value: N_("Text me"),
    ContactWay.EMAIL.value: N_("Email me"),
    ContactWay.CALL.value: N_("Call me"),
    ContactWay.SOMEONE.value: N_("Talk to someone I choose"),
}
HOURS = {
    SafeTime.ANY.value: N_("Any time from 8 in the morning to 9 at night"),
    SafeTime.MORNINGS.value: N_("Mornings, 8 to 12"),
    SafeTime.AFTERNOONS.value: N_("Afternoons, 12 to 5"),
    SafeTime.EVENINGS.value: N_("Evenings, 5 to 9"),
    SafeTime.WEEKENDS.value: N_("Only at weekends"),
}


class StartForm(BaseForm):
    """Nothing to answer; less time for a device that others use, more for those who ask for it."""

    shared = BooleanField(SHARED, description=SHORT_TIME)
    more_time = BooleanField(
        N_("I may need more time"),
        description=N_("We give you 60 minutes on each page, not 20. If other people use it too, it stays 20."),
    )
    for_somebody = BooleanField(
        N_("I ask for someone else"), description=N_("Like your child, or a young person you help.")
    )


class WaysForm(BaseForm):
    """Where staff have to look."""

    ways = SelectMultipleField(N_("How did we talk?"), description=N_("Pick all that fit."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways.choices = list(installation().organisation.ways_said.items())

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one, and "not sure" counts as one."""
        fine = bool(super().validate(extra_validators))
        if fine and not self.ways.data:
            self.ways.errors = [N_("Pick one, or “I am not sure”")]
            return False
        return fine


class FindForm(BaseForm):
    """What staff can find the person by. One thing is enough."""

    user_name = StringField(N_("User name"), [Length(max=SHORT, message=N_("Use 200 letters or fewer"))])
    nickname = StringField(N_("A name you used with us"), [Length(max=SHORT, message=N_("Use 200 letters or fewer"))])
    email = StringField(N_("Email you used with us"), [Length(max=SHORT, message=N_("Use 200 letters or fewer"))])
    phone = StringField(N_("Phone you used with us"), [Length(max=40, message=N_("Use 40 numbers or fewer"))])
    month = StringField(
        N_("About when did we talk?"),
        [Length(max=SHORT, message=N_("Use 200 letters or fewer"))],
        description=N_("Like “May 2026” or “last summer”. You can leave this out."),
    )
    note = TextAreaField(
        N_("Is there one thing you most want to know?"),
        [Length(max=LONG, message=N_("Use 2,000 letters or fewer"))],
        description=N_("You can leave this out. You never have to say why you ask."),
    )
    anonymous = BooleanField(N_("I was anonymous, or I do not know"))
    facts = TextAreaField(
        N_("Two things only you would know"),
        [Length(max=LONG, message=N_("Use 2,000 letters or fewer"))],
        description=N_("Like the month you first spoke to us, or what you talked about. You can leave this out."),
    )

    helpers: frozenset[str] = frozenset()  # the addresses of somebody who asks for the person

    def ask_for(self, rights: frozenset[Right]) -> None:
        """A copy goes to nobody else, so more is asked; what somebody most wants to know is about what was told."""
        if Right.ACCESS not in rights:
            del self.facts
        if Right.SHARED not in rights:
            del self.note

    def validate(self, extra_validators: Any = None) -> bool:
        """One thing, or the tick that says there is none."""
        fine = bool(super().validate(extra_validators))
        given = [name for name in FINDERS.values() if (self[name].data or "").strip()]
        if fine and not given and not self.anonymous.data:
            self.user_name.errors = [N_("Give one thing, or tick “I was anonymous”")]
            return False
        said = N_("You gave this as your own. Give one of the young person here, or leave it out")
        return fine and refuse_shared(self.email, self.helpers, said) and refuse_shared(self.phone, self.helpers, said)


class ContactForm(BaseForm):
    """How to reach the person without hurting them. The first choice sends nothing at all."""

    way = RadioField(
        N_("How can we reach you?"), default=ContactWay.CODE.value, invalid_choice_message=N_("Pick one from the list")
    )
    value = StringField(
        N_("Your number, your email, or who to talk to"), [Length(max=SHORT, message=N_("Use 200 letters or fewer"))]
    )
    hours = SelectMultipleField(
        N_("When is it safe?"),
        choices=HOURS,
        description=N_("Pick all that fit. We never write at night."),
        invalid_choice_message=N_("Pick from the list"),
    )
    times = StringField(
        N_("Is there more to say about when?"),
        [Length(max=SHORT, message=N_("Use 200 letters or fewer"))],
        description=N_("Someone from our team reads this. Our texts and emails go by the boxes you tick."),
    )
    code_word = StringField(
        N_("A code word"),
        [Length(max=40, message=N_("Use 40 letters or fewer"))],
        description=N_("We say it first, so you know it is us. You can leave this out."),
    )
    voicemail = BooleanField(N_("It is OK to leave me a voicemail"))
    say_our_name = BooleanField(N_("It is OK to tell others who you are"))
    somebody_else = BooleanField(N_("Someone else may see my texts, emails or calls"))
    anyway = BooleanField(N_("I still want you to reach me this way"))
    theirs: frozenset[str] = frozenset()  # what the person can be found by, when somebody else asks

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = {way.value for way, sends in SENDS.items() if sends not in installation().ports.ways}
        self.way.choices = [(way, words) for way, words in CONTACTS.items() if way not in ours]

    def validate(self, extra_validators: Any = None) -> bool:
        """Only the chosen way is checked, and a shared inbox needs one more clear choice."""
        if self.way.data == ContactWay.CODE.value:
            self._forget_the_rest()
        fine = bool(super().validate(extra_validators))
        if not fine or self.way.data == ContactWay.CODE.value:
            return fine
        checks = (self._can_be_reached(), self._is_safe_at_some_time(), self._is_meant())
        return all(checks)

    def _forget_the_rest(self) -> None:
        """What was typed before the code was picked stops nobody, and is not kept."""
        for field in (self.value, self.times, self.code_word):
            field.data = ""
        for field in (self.voicemail, self.say_our_name, self.somebody_else, self.anyway):
            field.data = False
        self.hours.data = []

    def _can_be_reached(self) -> bool:
        typed = (self.value.data or "").strip()
        if not typed:
            self.value.errors = [N_("Tell us the number, email or person")]
        elif wrong := wrong_with(ContactWay(self.way.data), typed):
            self.value.errors = [wrong]
        else:
            refuse_shared(self.value, self.theirs, N_("You gave this for the young person. Give your own here"))
        return not self.value.errors

    def _is_safe_at_some_time(self) -> bool:
        if self.way.data != ContactWay.SOMEONE.value and not self.hours.data:
            self.hours.errors = [N_("Pick when it is safe")]
        return not self.hours.errors

    def _is_meant(self) -> bool:
        if self.somebody_else.data and not self.anyway.data:
            self.anyway.errors = [N_("A code is safer. Pick the code, or tick this box too")]
        return not self.anyway.errors


def wrong_with(way: ContactWay, typed: str) -> str:
    """What is wrong with a number or an address for that way, said to the person; empty when nothing is."""
    if way is ContactWay.EMAIL and mail_address(typed) is None:
        return N_("Check the email. It looks like name@place.org")
    if way in {ContactWay.TEXT, ContactWay.CALL} and phone_number(typed) is None:
        return N_("Check the number. It looks like 07700 900123")
    if way is ContactWay.TEXT and mobile_number(typed) is None:
        return N_("We can only text a UK mobile. It starts with 07")
    return ""


class CheckForm(BaseForm):
    """Send; or say first how to be reached."""

    reach = BooleanField(N_("Reach me in some way"))


class ProveForm(BaseForm):
    """The code and the four words, typed from what the person wrote down."""

    reference = StringField(N_("Type your code"), [Length(max=100, message=N_("Your code has 8 letters and numbers"))])
    words = StringField(
        N_("Type your 4 words"),
        [Length(max=SHORT, message=N_("Type your 4 words"))],
        description=N_("Keep them in the same order, with a space after each."),
    )
