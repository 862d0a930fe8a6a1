"""A request that came by another way than the portal, as a worker writes it down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.clock import LONDON
from portal.notifications.addresses import mail_address, mobile_number, phone_number
from portal.notifications.kinds import SafeTime
from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import Channel, ContactWay, IdentifierKind, Right, Service
from portal.requests.mail.when import OLDEST
from portal.requests.wishes import Asker, Asking
from portal.web.choices import AnyOf, coded, must_pick, must_say
from portal.web.forms import OnceForm
from portal.web.wished import ASKERS

SHORT = Length(max=200, message="Use 200 letters or fewer")
LONG = Length(max=10_000, message="Use 10,000 letters or fewer")
OFFERED = re.compile(r"(arrived|inside|written)@(\d{4}-\d\d-\d\dT\d\d:\d\d)")
OTHER = "other"
CHANNELS = {
    Channel.PHONE: "Phone",
    Channel.POST: "Post",
    Channel.IN_PERSON: "In person",
    Channel.MESSAGE: "A message, also on a social network",
    Channel.EMAIL: "Email",
    Channel.REGULATOR: "The regulator’s tool",  # noqa: RUF001  # as it is printed
}
RIGHTS = {
    Right.SHARED: "What did you share about me?", Right.ACCESS: "A copy", Right.ERASURE: "Delete it",
    Right.REMOVE: "Take down what they made", Right.RECTIFICATION: "Put a mistake right",
    Right.DISPUTE: "Add their side", Right.RESTRICTION: "Freeze it", Right.OBJECTION: "Stop a use",
    Right.PORTABILITY: "Take it along", Right.COMPLAINT: "A complaint",
}  # fmt: skip
SERVICES = {
    Service.CHAT: "Chat", Service.CALL: "Call", Service.TEXT: "Text", Service.BOARDS: "Boards",
    Service.COUNSELLING: "Counselling",
}  # fmt: skip
WAYS = {
    ContactWay.CODE: "In no way. They come back with a code",
    ContactWay.TEXT: "By text",
    ContactWay.EMAIL: "By email",
    ContactWay.CALL: "By a call",
    ContactWay.SOMEONE: "By somebody they chose",
}
HOURS = {
    SafeTime.ANY: "Any time from 8 to 21", SafeTime.MORNINGS: "8 to 12", SafeTime.AFTERNOONS: "12 to 17",
    SafeTime.EVENINGS: "17 to 21", SafeTime.WEEKENDS: "Only at weekends",
}  # fmt: skip
FINDERS = {
    IdentifierKind.USER_NAME: "user_name",
    IdentifierKind.NICKNAME: "nickname",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.PHONE: "phone",
}
BY_WHOM = {
    "arrived": "when it arrived with us",
    "inside": "when it arrived with a colleague first",
    "written": "when the sender says that they wrote it",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """One day that a mail names, and by whose clock."""

    code: str
    at: datetime

    @property
    def words(self) -> str:
        """The day and the minute, and whose clock it was."""
        moment = f"{self.at:%A} {self.at.day} {self.at:%B %Y}, {self.at:%H:%M}"
        return f"{moment}: {BY_WHOM[self.code.partition('@')[0]]}"


def offered_in(text: str) -> list[Offered]:
    """The moments a hidden field carries; whatever somebody tampered with is left out."""
    found = []
    for code in text.split(";")[:3]:
        if match := OFFERED.fullmatch(code):
            try:
                found.append(Offered(code, datetime.fromisoformat(match[2]).replace(tzinfo=LONDON)))
            except ValueError:
                continue
    return found


class LogForm(OnceForm):
    """All of it on one page. No special form may be asked of a person (Art 12), so very little has to be there."""

    channel = RadioField("How did it come?", choices=coded(CHANNELS),
                         validators=[InputRequired(message="Say how it came")])  # fmt: skip
    offered = HiddenField(default="")
    when = RadioField("Which day did it come?", validators=[Optional()], choices={})
    received_on = DateField(
        "The day it came", [Optional()],
        description="The day it reached anybody at the charity, also on a weekend. Not the day on which you read it.",
    )  # fmt: skip
    received_time = TimeField("Time, if you know it", [Optional()])
    came = StringField("Anything to say about how or when it came?", [SHORT])
    rights = AnyOf("What do they ask for?", RIGHTS)
    note = TextAreaField("What they said, in their words", [LONG])
    who = RadioField("Who asks?", choices=coded(ASKERS), default=Asker.SELF.value)
    asker_name = StringField("Name of whoever asks for them", [SHORT])
    how_they_know = StringField("How they know each other", [SHORT])
    user_name = StringField("User name", [SHORT])
    nickname = StringField("A name they used", [SHORT])
    email = StringField("Email", [SHORT])
    phone = StringField("Phone", [SHORT])
    anonymous = BooleanField("They were anonymous, or gave nothing")
    services = AnyOf("Which ways did they talk with us, if they said?", SERVICES)
    month = StringField("About when, if they said", [SHORT])
    way = RadioField("How may we reach them?", choices=coded(WAYS),
                     default=ContactWay.CODE.value, description="Only what they said themselves. If they said "
                     "nothing, leave it: then nothing is ever sent.")  # fmt: skip
    value = StringField("The number, the address or the person", [SHORT])
    hours = AnyOf("When is it safe?", HOURS)
    times = StringField("What is safe, and what is not", [SHORT], description="In their words.")
    code_word = StringField("Code word, said first", [Length(max=40, message="Use 40 letters or fewer")])
    voicemail = BooleanField("A voicemail is OK")
    say_our_name = BooleanField("It is OK to say who we are")
    somebody_else = BooleanField("Somebody else may see or hear it")
    wants_code = BooleanField("They want a code to come back with", default=True)
    another = BooleanField("It is another request, or another person. Log it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {one.code: one.words for one in offered_in(self.offered.data or "")}
        self.when.choices = {**choices, OTHER: "Another day. I give it below"} if choices else {}

    @property
    def has_choice(self) -> bool:
        """Whether a mail named several days."""
        return bool(self.when.choices)

    def validate(self, extra_validators: Any = None) -> bool:
        """Say everything that is missing at once."""
        if not self.has_choice:
            self.when.data = None
        fine = bool(super().validate(extra_validators))
        checks = (fine, self._has_a_day(), must_pick(self, "rights", "Tick what they ask for"), self._can_be_found(),
                  self._says_who_asks(), self._can_be_reached())  # fmt: skip
        return all(checks)

    def received_at(self, now: datetime) -> datetime:
        """The moment it came. Without a time it is noon of that day, or now when noon is still to come."""
        picked = next((one.at for one in offered_in(self.offered.data or "") if one.code == self.when.data), None)
        if picked:
            return picked
        day: date = self.received_on.data
        if self.received_time.data:
            return datetime.combine(day, self.received_time.data, tzinfo=LONDON)
        noon = datetime.combine(day, time(12), tzinfo=LONDON)
        return min(noon, now) if day == now.astimezone(LONDON).date() else noon

    def intake(self) -> Intake:
        """The request these answers make. Call after `validate`."""
        other = self.who.data != Asker.SELF.value
        return Intake(
            rights=tuple(Right(code) for code in self.rights.data),
            services=tuple(Service(code) for code in self.services.data or ()),
            identifiers=self.identifiers(),
            month=(self.month.data or "").strip(),
            note=(self.note.data or "").replace("\r\n", "\n").strip(),
            anonymous=self.anonymous.data,
            card=self._card(),
            asking=Asking(
                Asker(self.who.data), (self.asker_name.data or "").strip() if other else "",
                (self.how_they_know.data or "").strip() if other else "",
            ),
            came=(self.came.data or "").strip(),
        )  # fmt: skip

    def identifiers(self) -> tuple[tuple[IdentifierKind, str], ...]:
        """What they gave so that they can be found."""
        pairs = ((kind, (self[name].data or "").strip()) for kind, name in FINDERS.items())
        return tuple((kind, typed) for kind, typed in pairs if typed)

    def _card(self) -> ContactCard:
        way = ContactWay(self.way.data)
        if way is ContactWay.CODE:
            return ContactCard(times=(self.times.data or "").strip())
        return ContactCard(
            way, (self.value.data or "").strip(), (self.times.data or "").strip(), self.voicemail.data,
            self.say_our_name.data, self.somebody_else.data, (self.code_word.data or "").strip(),
            tuple(SafeTime(code) for code in self.hours.data or ()),
        )  # fmt: skip

    def _has_a_day(self) -> bool:
        if self.has_choice and not self.when.data:
            self.when.errors = ["Choose the day it came"]
            return False
        if self.has_choice and not must_say(self, "came", "Say why you chose this day"):
            return False
        if self.has_choice and self.when.data != OTHER:
            return True
        if self.received_on.data and self.received_on.data < OLDEST:
            self.received_on.errors = ["Look at the year"]
        elif not self.received_on.data and not self.received_on.errors:
            self.received_on.errors = ["Give the day it came"]
        return not self.received_on.errors and not self.received_time.errors

    def _can_be_found(self) -> bool:
        given: Sequence[Any] = self.identifiers()
        if given and self.anonymous.data:
            self.anonymous.errors = ["They gave something. Take this tick away"]
        return not self.anonymous.errors

    def _says_who_asks(self) -> bool:
        return self.who.data == Asker.SELF.value or must_say(self, "asker_name", "Give the name of whoever asks")

    def _can_be_reached(self) -> bool:
        way, typed = self.way.data, (self.value.data or "").strip()
        if way == ContactWay.CODE.value:
            return True
        if not typed:
            self.value.errors = ["Give the number, the address or the person"]
        elif way == ContactWay.EMAIL.value and mail_address(typed) is None:
            self.value.errors = ["Check the email. It looks like name@place.org"]
        elif way == ContactWay.TEXT.value and mobile_number(typed) is None:
            self.value.errors = ["A text needs a UK mobile. It starts with 07"]
        elif way == ContactWay.CALL.value and phone_number(typed) is None:
            self.value.errors = ["Check the number. It looks like 07700 900123"]
        return not self.value.errors
