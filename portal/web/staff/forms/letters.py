"""What a worker writes into a letter, an answer's pieces, and the end of a case."""

from wtforms import BooleanField, DateField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional

from portal.answers.kinds import Decided, DeedKind, Late, OddHour, Outcome
from portal.complaints.kinds import ComplaintOutcome
from portal.letters.fields import BOXES
from portal.web.choices import AnyOf, OneOf, coded, must_pick
from portal.web.forms import OnceForm
from portal.web.staff.forms.cases import VersionedForm

READ_BY = "The person will read this."
LONGEST = Length(max=2000, message="Use 2,000 letters or fewer")
SHORT = Length(max=300, message="Use 300 letters or fewer")

OUTCOMES = {
    ComplaintOutcome.UPHELD: "They were right",
    ComplaintOutcome.IN_PART: "They were right about some of it",
    ComplaintOutcome.NOT_UPHELD: "We do not think that we got it wrong",
}
DECIDED = {
    Decided.DONE: "We did it",
    Decided.NOT_DONE: "We did not do it",
    Decided.NOTHING_TO_DO: "There was nothing to do",
}
DEEDS = {
    DeedKind.LOOKED: "Looked",
    DeedKind.COPIED: "Copied for them",
    DeedKind.DELETED: "Deleted",
    DeedKind.TAKEN_DOWN: "Taken down",
    DeedKind.PUT_RIGHT: "Put right",
    DeedKind.NOTE_ADDED: "Their note added",
    DeedKind.FROZEN: "Frozen",
    DeedKind.STOPPED: "Use stopped",
    DeedKind.TOLD: "They were told that it changed",
}
CLOSES = {
    Outcome.GIVEN: "Given or done, all of it",
    Outcome.IN_PART: "Given or done in part",
    Outcome.REFUSED: "Refused",
    Outcome.NOTHING: "Nothing to give (nothing held, or cannot be confirmed)",
}
LATE = {
    Late.MUCH_TO_READ: "There was much to read",
    Late.WAITED_FOR_OTHERS: "We waited for somebody outside",
    Late.TOO_FEW_PEOPLE: "Too few people",
    Late.FOUND_LATE: "We saw too late that it had come",
    Late.OUR_MISTAKE: "Another mistake of ours",
    Late.OTHER: "Something else",
}
ODD = {
    OddHour.THEY_ASKED: "They asked to have it now",
    OddHour.DUE_NOW: "It is due before the next working day",
    OddHour.SOMEBODY_IS_THERE: "Somebody is there for them",
    OddHour.WAITING_HARMS: "Waiting would do more harm",
}
SENT_BACK = {
    "facts": "A fact is wrong or missing",
    "words": "The words are too hard or could hurt",
    "look-again": "It has to be looked into again",
}


class LetterForm(OnceForm, VersionedForm):
    """One letter: its kind, and a box for each field that a worker writes. A kind draws its own boxes only."""

    kind = HiddenField()
    outcome = OneOf("What came of it?", OUTCOMES)

    def boxes(self) -> dict[str, str]:
        """What was written, by name of the field."""
        return {name: self[name].data or "" for name in BOXES}


for _name, _label in BOXES.items():
    setattr(LetterForm, _name, TextAreaField(_label, [LONGEST], description=READ_BY))


class DecisionForm(VersionedForm):
    """What was decided about one thing that they asked for."""

    what = TextAreaField("What is it about?", [SHORT], description=READ_BY, render_kw={"rows": 2})
    decided = OneOf("What was decided?", DECIDED)
    grounds = SelectMultipleField("If not done: which ground does the law give?", choices=[])
    words = TextAreaField("Why, in plain words", [LONGEST], description=READ_BY, render_kw={"rows": 3})
    until = TextAreaField("If kept: for how long", [SHORT], description=READ_BY, render_kw={"rows": 2})

    def validate(self, extra_validators: object = None) -> bool:
        """A decision is picked."""
        fine = super().validate(extra_validators)
        return must_pick(self, "decided", "Say what was decided") and bool(fine)


class DeedForm(VersionedForm):
    """What was done by hand in one system."""

    system = SelectField("Where?", choices=[], validate_choice=False)
    deed = SelectField("What was done?", choices=coded(DEEDS))
    done_on = DateField("On which day?", [Optional()])
    deed_words = TextAreaField("More about it, if it helps them", [SHORT], description=READ_BY, render_kw={"rows": 2})


class ReleaseForm(VersionedForm):
    """Let the person read it: the card, what came of it, and what a late or an odd hour asks for."""

    contact_confirmed = BooleanField("I have looked at the contact card today")
    outcome = OneOf("What came of it?", CLOSES)
    late = OneOf("It is late. Why?", LATE)
    late_words = TextAreaField(
        "More about why it is late", [LONGEST], description="For our own records. Never shown to them.",
        render_kw={"rows": 3},
    )  # fmt: skip
    odd_hour = OneOf("Why can it not wait?", ODD)
    all_the_same = BooleanField("Yes, release it now all the same")


class ComplaintFileForm(VersionedForm):
    """Which case a complaint is about, and whom it names."""

    about_case = OneOf("Which case is it about?", {})
    workers = AnyOf("Does it name somebody of our team?", {})


class OutcomeBackForm(VersionedForm):
    """An outcome goes back to whoever wrote it."""

    reason = OneOf("Or send it back. Why?", SENT_BACK)
