"""What a worker may say on a case."""

import re

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.disclosures.kinds import MatchDecision
from portal.disclosures.people.matching import HowKnown
from portal.requests.authority import Authority
from portal.web.choices import coded
from portal.web.forms import BaseForm

SEND_BACK = {
    "facts": "A fact is wrong or missing",
    "words": "The words are too hard or could hurt",
    "other-person": "It says something about another person",
    "safety": "It could put somebody in danger",
}

HOW_KNOWN = {
    HowKnown.THEY_SAID_SO: "They told us of it themselves",
    HowKnown.SAME_FACTS: "The facts in the entry are theirs, and no one else's",
    HowKnown.COLLEAGUE_WAS_THERE: "A colleague who was there knows",
}


def number_of(typed: str | None) -> int:
    """A small whole number; -1, which never fits, for anything else."""
    return int(typed) if typed and re.fullmatch(r"[0-9]{1,9}", typed) else -1


class VersionedForm(BaseForm):
    """Carries the version of the case the worker looked at, so that nothing newer is overwritten."""

    version = HiddenField(validators=[InputRequired()])

    @property
    def seen(self) -> int:
        """The version seen; -1, which never fits, when somebody tampered with it."""
        return number_of(self.version.data)


class MoveForm(VersionedForm):
    """One press, no words."""


class MatchForm(VersionedForm):
    """Say whether an entry is about the person."""

    decision = RadioField(
        "Is this about them?",
        choices={MatchDecision.CONFIRMED.value: "Yes, it is them", MatchDecision.REFUSED.value: "No, somebody else"},
        validators=[InputRequired(message="Say whether it is them")],
    )
    how = RadioField("How do you know that it is them?", choices=coded(HOW_KNOWN), validate_choice=False)

    @property
    def how_known(self) -> HowKnown | None:
        """How the worker knows, where that was asked and said."""
        return HowKnown(self.how.data) if self.how.data in coded(HOW_KNOWN) else None


class AuthorityForm(VersionedForm):
    """Whether somebody may ask for a young person, and what that rests on."""

    authority = RadioField(
        "What did you decide?",
        choices={
            Authority.AGREED.value: "Yes: the young person agrees",
            Authority.NO_UNDERSTANDING.value: "Yes: the young person does not understand enough to ask",
            Authority.BEST_FOR_THEM.value: "Yes: it is clearly best for the young person",
            Authority.MAY_NOT.value: "No",
        },
        validators=[InputRequired(message="Say what you decided")],
    )
    words = TextAreaField(
        "What does it rest on?",
        [Length(max=2_000, message="Use 2,000 letters or fewer")],
        description="Who asked the young person, how, and what they said. What they understood. Keep it short.",
    )


class LetterForm(VersionedForm):
    """The letter. The person will read every word of it."""

    answer_version = HiddenField(default="0")
    letter = TextAreaField(
        "Letter to the young person",
        [Length(max=20_000, message="Use 20,000 letters or fewer")],
        description="They will read this. Start with the answer. Leave an empty line between paragraphs.",
    )

    @property
    def seen_answer(self) -> int:
        """The version of the letter seen; 0 when there was none."""
        return number_of(self.answer_version.data)


class ApproveForm(VersionedForm):
    """Yes to the file with this hash."""

    sha256 = HiddenField(validators=[InputRequired()])


class SendBackForm(VersionedForm):
    """Back to the caseworker, with a reason from the list."""

    reason = RadioField(
        "Why does it go back?", choices=SEND_BACK, validators=[InputRequired(message="Say why it goes back")]
    )
