"""What a worker may say when something stays with them, and what whoever looks after them writes down."""

from enum import StrEnum
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.casework.debriefs import LONGEST
from portal.web.choices import OneOf, must_pick
from portal.web.forms import BaseForm, OnceForm
from portal.web.staff.forms.clock import Day
from portal.web.staff.forms.messages import _letters


class Wants(StrEnum):
    """What they would like."""

    TALK = "talk"
    KNOW = "know"


WANTS = {Wants.TALK: "I would like to talk about it", Wants.KNOW: "I only want somebody to know"}


class AskForm(OnceForm):
    """Ask for a debrief, or leave a note."""

    wants = OneOf("What would help?", WANTS)
    debrief_note = TextAreaField(
        "A note, if you like",
        [Length(max=LONGEST, message="Use 1,000 letters or fewer")],
        filters=[_letters],
        description="How it is for you. Nothing about the young person. It is gone once you have talked.",
        render_kw={"rows": 4},
    )

    @property
    def wants_talk(self) -> bool:
        """Whether they asked to talk."""
        return bool(self.wants.data == Wants.TALK)

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is picked."""
        fine = super().validate(extra_validators)
        return must_pick(self, "wants", "Say what would help") and fine


class DoneForm(BaseForm):
    """The day on which it took place."""

    on = Day("On which day?", [InputRequired(message="Give the day")])
