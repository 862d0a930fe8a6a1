"""What a worker says about the duty to tell: why, until when, under which exemption, how and when they were told."""

from datetime import datetime, time

from wtforms import BooleanField, DateField, HiddenField, TextAreaField, TimeField
from wtforms.validators import Length, Optional

from portal.audit import Action
from portal.core.clock import LONDON
from portal.core.errors import RuleBroken
from portal.disclosures.duty import Given
from portal.disclosures.kinds import Exemption, HowTold
from portal.web.choices import OneOf, must_pick
from portal.web.forms import BaseForm, OnceForm

LONGEST = Length(max=2000, message="Use 2,000 letters or fewer")
EXEMPTIONS = {
    Exemption.CRIME: "It would harm a crime investigation (DPA 2018, Sch 2 para 2)",
    Exemption.NATIONAL_SECURITY: "National security (DPA 2018, s.26)",
    Exemption.HEALTH_HARM: "Serious harm to somebody's health (DPA 2018, Sch 3 para 5)",
    Exemption.COURT: "A court order forbids it (DPA 2018, Sch 2 para 5)",
}
HOW = {HowTold.CHAT: "In the chat", HowTold.CALL: "In a call", HowTold.IN_PERSON: "In person"}
SEALED = "For staff. Sealed with the entry."


class _Seen(BaseForm):
    """A form that carries the version of the duty its page was drawn from."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version seen; -1, which never fits, when somebody tampered with it."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else -1


class TellingForm(_Seen):
    """One move. Its page draws the fields that the table asks for."""

    move = HiddenField()
    how = OneOf("How were they told?", HOW)
    told_on = DateField("On which day?", [Optional()])
    told_time = TimeField("At what time?", [Optional()])
    exemption = OneOf("Which exemption?", EXEMPTIONS)
    tipping_off = BooleanField(
        "Telling them would also be tipping off (Terrorism Act 2000, s.39)",
        description="No exemption by itself. It stands beside a crime or national security.",
    )
    opinion_on = DateField(
        "Health only: day of the health professional's opinion", [Optional()], description="Of the last six months."
    )
    words = TextAreaField("Why?", [LONGEST], description=SEALED, render_kw={"rows": 4})
    review_on = DateField("Look again on", [Optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("told_on", "opinion_on", "review_on"):
            if self[name].process_errors:
                self[name].process_errors = ["Give a date that exists"]

    def action(self) -> Action:
        """The move that was pressed. Raises RuleBroken for none that exists."""
        try:
            return Action(self.move.data or "")
        except ValueError:
            raise RuleBroken("Choose what happened") from None

    def given(self) -> Given:
        """What was said, as plain values."""
        day, at = self.told_on.data, self.told_time.data or time(12)
        return Given(
            words=(self.words.data or "").replace("\r\n", "\n"),
            review_on=self.review_on.data,
            exemption=Exemption(self.exemption.data) if self.exemption.data else None,
            tipping_off=bool(self.tipping_off.data),
            opinion_on=self.opinion_on.data,
            how=HowTold(self.how.data) if self.how.data else None,
            told_at=datetime.combine(day, at, tzinfo=LONDON) if day else None,
        )


class TellForm(OnceForm, _Seen):
    """The words that the person will read, and through which of their requests."""

    way = OneOf("Through which request?", {})
    words = TextAreaField(
        "What they will read",
        [LONGEST],
        filters=[lambda typed: typed.replace("\r\n", "\n") if typed else typed],
        description="The young person will read this. Plain words, no blame.",
        render_kw={"rows": 12},
    )

    def validate(self, extra_validators: object = None) -> bool:
        """A way is picked."""
        fine = super().validate(extra_validators)
        return must_pick(self, "way", "Pick the request that is theirs") and bool(fine)
