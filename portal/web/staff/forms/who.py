"""What a worker may write down while they find out who asks."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.calendars import Nation
from portal.identity.kinds import (
    ClimbReason,
    CodeWord,
    Considered,
    FactKind,
    KnownChannel,
    Paper,
    Rung,
    Seen,
    Understanding,
)
from portal.identity.ladder import ToldFact
from portal.identity.rules import reasons_for, views_in
from portal.installation import installation
from portal.requests.kinds import IdentifierKind
from portal.web.choices import AnyOf
from portal.web.forms import OnceForm
from portal.web.staff.forms.cases import VersionedForm

SHORT = Length(max=200, message="Use 200 letters or fewer")
LONG = Length(max=2000, message="Use 2,000 letters or fewer")
FACTS = 3
ASK = (
    "We need to know it is you. This stops someone else from getting your things. You do not need a passport. "
    "Tell us two things only you would know, like the month you first spoke to us. "
    "We will not write to your home or ask your school."
)
ASK_FOR_DOCUMENT = (
    "We still need to know it is you. Can you show us something with your name on it? You can show it on a video call, "
    "or in person. Please do not send us a photo of it. We look at it once. We keep no copy. "
    "If you have nothing like that, tell us. We will find another way."
)
DOUBT = (
    "We are not sure yet that this is you. So we have not opened or sent anything. You are not in trouble. "
    "You can try one more way to show us it is you, or talk to us and we will help."
)
RUNGS = {
    Rung.TWO_FACTS: "Two things that only they would know",
    Rung.DOCUMENT: "To see a document. Somebody who may approve answers has to say yes first",
}
CHANNELS = {
    KnownChannel.ACCOUNT: "Their account with us",
    KnownChannel.EMAIL: "An email address we already write to",
    KnownChannel.PHONE: "A phone number we already call or text",
}
CODE_WORDS = {
    CodeWord.NOT_ASKED: "It was not asked for",
    CodeWord.RIGHT: "They said it",
    CodeWord.WRONG: "They said another word",
}
REASONS = {
    ClimbReason.NEW_CHANNEL: "They ask by a way we do not know",
    ClimbReason.SHARED_CHANNEL: "Somebody else may use that way too",
    ClimbReason.DOES_NOT_FIT: "Something does not fit",
    ClimbReason.VERY_PRIVATE: "What they ask for is very private",
    ClimbReason.NOT_ENOUGH: "What they told is not enough",
}
KINDS = {
    FactKind.FIRST_TIME: "When they first spoke to us",
    FactKind.LAST_TIME: "When they last spoke to us",
    FactKind.WHO_WITH: "Who of us they spoke to",
    FactKind.SAID: "Something that was said",
    FactKind.POSTED: "Something they posted",
    FactKind.ACCOUNT: "Something about their account",
}
PAPERS = {
    Paper.YOUNG_PERSONS_CARD: "A card for young people",
    Paper.PASSPORT: "A passport",
    Paper.DRIVING_LICENCE: "A driving licence",
    Paper.OTHER: "Something else with their name on it",
}
SEEN = {
    Seen.IN_PERSON: "In person",
    Seen.ON_VIDEO: "On a video call",
    Seen.BY_A_PROFESSIONAL: "Somebody who works with them saw it, and told us",
}
VIEWS = {
    Understanding.PRESUMED: "They are 12 or over, and nothing speaks against it (Scotland)",
    Understanding.UNDERSTANDS: "They understand what they ask for",
    Understanding.WITH_HELP: "They understand it with help",
    Understanding.NOT_YET: "They do not understand it yet",
}
CONSIDERED = {
    Considered.WHAT_IT_IS: "They know what they ask for",
    Considered.WHAT_FOLLOWS: "They know what may follow from it",
    Considered.OWN_WISH: "It is their own wish",
    Considered.HOW_PRIVATE: "How private it is",
    Considered.COURT_ORDER: "Any court order",
    Considered.HARM: "Whether it could hurt them",
}
HANDLES = {
    IdentifierKind.USER_NAME: "User name",
    IdentifierKind.NICKNAME: "Chat name or nickname",
    IdentifierKind.EMAIL: "Email",
    IdentifierKind.PHONE: "Phone",
    IdentifierKind.FIRST_NAME: "First name",
    IdentifierKind.DATE_OF_BIRTH: "Date of birth",
}
FITS = {"yes": "It fits", "no": "It does not fit"}
DOCUMENT_FITS = {"yes": "It is in their name", "no": "It is in another name"}


def said(words: dict[Any, str]) -> dict[str, str]:
    """Codes as text, with their words."""
    return {kind.value: text for kind, text in words.items()}


class KnownForm(VersionedForm):
    """They used a way by which we already talk. One press of its button decides it."""

    code_word = RadioField("The code word of the contact card", choices=said(CODE_WORDS), default="not-asked")
    seen_by_others = BooleanField("Somebody else may use that way too")
    channel = StringField()  # the button that was pressed

    def validate(self, extra_validators: Any = None) -> bool:
        """The button says which way it was."""
        fine = bool(super().validate(extra_validators))
        if fine and self.channel.data not in said(CHANNELS):
            self.say("Say by which way they asked")
        return fine and not self.errors


class ClimbForm(VersionedForm, OnceForm):
    """Ask for more, with the reason. `ask_words` go to the person, unless a worker asks in a call."""

    rung = RadioField("What do you ask for?", validators=[InputRequired(message="Say what you ask for")])
    reason = RadioField("Why do you ask for more?", validators=[InputRequired(message="Say why you ask for more")])
    words = TextAreaField("In your own words", [LONG], description="For staff. Sealed. The person never reads this.")
    ask_by = RadioField(
        "How do you ask?",
        choices={"message": "By a message. They see it when they come back", "talk": "In a call, or face to face"},
        default="message",
    )
    ask_words = TextAreaField("What they read", [LONG], default=ASK)

    def offer(self, rungs: Sequence[Rung]) -> None:
        """Offer these rungs, and the reasons that carry one of them."""
        reasons = dict.fromkeys(code for rung in rungs for code in reasons_for(rung))
        self.rung.choices = {rung.value: RUNGS[rung] for rung in rungs}
        self.reason.choices = {code.value: REASONS[code] for code in reasons}
        if len(rungs) == 1 and not self.rung.data:
            self.rung.data = rungs[0].value


class FactsForm(VersionedForm):
    """What they told, and whether each fits. Two kinds at least."""

    def told(self) -> list[ToldFact]:
        """The rows that were filled. Call after `validate`."""
        return [
            ToldFact(FactKind(self[f"kind_{n}"].data), self[f"told_{n}"].data.strip(), self[f"fits_{n}"].data == "yes")
            for n in range(FACTS) if self[f"kind_{n}"].data
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """A row is whole or empty."""
        fine = bool(super().validate(extra_validators))
        for n in range(FACTS):
            kind, told, fits = self[f"kind_{n}"], self[f"told_{n}"], self[f"fits_{n}"]
            if not (kind.data or (told.data or "").strip() or fits.data):
                continue
            if not kind.data:
                kind.errors = ["Choose what kind of thing it is"]
            if not (told.data or "").strip():
                told.errors = ["Write what they said. It is deleted by itself"]
            if not fits.data:
                fits.errors = ["Say whether it fits"]
        return fine and not self.errors


for _n in range(FACTS):
    setattr(FactsForm, f"kind_{_n}", SelectField("What it is about", choices={"": "Choose", **said(KINDS)}))
    setattr(FactsForm, f"told_{_n}", StringField("What they said", [SHORT]))
    setattr(FactsForm, f"fits_{_n}", RadioField("Does it fit?", choices=FITS, validators=[Optional()]))


class AllowForm(VersionedForm):
    """A second worker says whether a document may be asked for."""

    allow = StringField()  # the button that was pressed


class AskForm(VersionedForm, OnceForm):
    """Ask to see a document, after the yes."""

    document_words = TextAreaField("What they read", [LONG], default=ASK_FOR_DOCUMENT)


class PaperForm(VersionedForm):
    """A document was seen. Nothing of it is kept."""

    paper = SelectField("What was seen?", choices=said(PAPERS))
    how = RadioField("How?", choices=said(SEEN), validators=[InputRequired(message="Say how it was seen")])
    fits = RadioField("Does it fit?", choices=DOCUMENT_FITS, validators=[InputRequired(message="Say whether it fits")])


class SureForm(VersionedForm):
    """It is them."""

    forget_now = BooleanField("Delete what they told at once. Nobody has to look at it again")


class DoubtForm(VersionedForm, OnceForm):
    """Not sure yet. The person is told kindly, and one more way stays open."""

    why = TextAreaField("Why are you not sure?", [LONG], description="For staff. Sealed. The person never reads this.")
    tell_by = RadioField(
        "How are they told?",
        choices={"message": "By a message. They see it when they come back", "talk": "In a call, or face to face"},
        default="message",
    )
    doubt_words = TextAreaField("What they read", [LONG], default=DOUBT)


class AgainForm(VersionedForm):
    """Take it up again."""


class HandleForm(VersionedForm):
    """One more name or address of theirs."""

    handle_kind = SelectField("What is it?", choices=said(HANDLES))
    value = StringField("The name, the address or the day", [SHORT])
    link_why = StringField("How do you know that it is theirs?", [SHORT])


class CapacityForm(VersionedForm):
    """How much the young person understands of what they ask for."""

    view = RadioField("What did you find?", validators=[InputRequired(message="Say what you found")])
    considered = AnyOf("What did you look at?", CONSIDERED)
    capacity_words = TextAreaField("What did you see or hear?", [LONG], description="Keep it short. Sealed.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nation: Nation = installation().organisation.nation
        self.view.choices = {view.value: VIEWS[view] for view in views_in(nation)}
