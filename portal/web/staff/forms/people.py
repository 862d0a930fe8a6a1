"""What a worker may say about the people of the register. Each form carries how it stood when the page was drawn."""

from typing import Any

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length

from portal.disclosures.people.kinds import JOINS, SPLITS, ChangeReason
from portal.web.choices import AnyOf
from portal.web.forms import BaseForm

REASONS = {
    ChangeReason.SAME_HANDLE: "The same user name, email or phone, and nobody else uses it",
    ChangeReason.SAME_FACTS: "The same facts in both",
    ChangeReason.THEY_SAID_SO: "They said so",
    ChangeReason.COLLEAGUE_KNOWS: "A colleague who was there knows",
    ChangeReason.SHARED_HANDLE: "They share a name, a phone or a computer",
    ChangeReason.OTHER_FACTS: "The facts do not fit one person",
    ChangeReason.MISTAKE: "They were joined by mistake",
}


class SeenForm(BaseForm):
    """Carries the fingerprint of what was seen."""

    seen = HiddenField()


class JoinForm(SeenForm):
    """Two are one, or two."""

    reason = RadioField(
        "How do you know that it is one person?", choices={r.value: REASONS[r] for r in JOINS}, validate_choice=False
    )


class ApartForm(SeenForm):
    """Two who share something are two."""

    reason = RadioField(
        "How do you know that they are two?", validate_choice=False, id="apart_reason",
        choices={r.value: REASONS[r] for r in SPLITS if r is not ChangeReason.MISTAKE},
    )  # fmt: skip


class SplitForm(SeenForm):
    """Which entries are somebody else's."""

    going = AnyOf("Which entries are somebody else's?", {}, validate_choice=False)
    reason = RadioField("How do you know?", choices={r.value: REASONS[r] for r in SPLITS}, validate_choice=False)

    def offer(self, choices: dict[str, str]) -> None:
        """The entries there are."""
        self.going.choices = choices


class ActForm(BaseForm):
    """One act, to be taken back."""

    act = HiddenField()


class NumberForm(BaseForm):
    """An entry that is known by its number."""

    number = StringField("Number of the other entry", [Length(max=40, message="Use 40 letters or fewer")])


def reason_of(typed: Any) -> ChangeReason | None:
    """The reason that was picked; none for anything else."""
    return ChangeReason(typed) if typed in {reason.value for reason in ChangeReason} else None
