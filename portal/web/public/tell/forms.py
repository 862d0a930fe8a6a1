"""What somebody may pick. A choice that was left out is asked for; an unknown one makes the answer "it depends"."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField
from wtforms.fields import SelectChoice

from portal.core.words import N_
from portal.policies.kinds import AgeBand
from portal.policies.replies import NOT_YET, When
from portal.policies.situations import Situations

AGES = {
    AgeBand.UNDER_13: N_("Under 13"),
    AgeBand.FROM_13: N_("13 to 15"),
    AgeBand.FROM_16: N_("16 or 17"),
    AgeBand.ADULT: N_("18 or over"),
    AgeBand.ADULT_AT_RISK: N_("18 or over, and at risk"),
}
WHEN = {When.NOW: N_("Not yet, or just now"), When.BEFORE: N_("Some time ago")}
START = {"place": NOT_YET, "when": When.NOW}
NOT_PICKED = {
    "age": N_("Pick your age. Some rules are only for some ages"),
    "situation": N_("Open a line and pick what it is about"),
    "place": N_("Pick where you said it, or that you have not said it yet"),
    "when": N_("Pick when you said it"),
}


class TellForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Four questions. It needs no token: what is sent changes nothing."""

    age = RadioField(N_("How old are you?"), choices=AGES, validate_choice=False)
    situation = RadioField(N_("What is it about?"), validate_choice=False)
    place = RadioField(N_("Where did you say it?"), validate_choice=False)
    when = RadioField(N_("When did you say it?"), choices=WHEN, validate_choice=False)

    def __init__(self, situations: Situations, picked: MultiDict[str, str] | None = None) -> None:
        """Offer what the pack holds. Without `picked`, it is as nobody has touched it."""
        super().__init__(picked, data={} if picked is not None else START)
        titles = {group.id: group.title for group in situations.groups}
        by_group = sorted(situations.situations, key=lambda situation: list(titles).index(situation.group))
        self.situation.choices = [SelectChoice(one.id, one.title, optgroup=titles[one.group]) for one in by_group]
        self.place.choices = [
            SelectChoice(NOT_YET, N_("I have not said it yet")),
            *(SelectChoice(str(place.id), place.title) for place in situations.places),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what was left out. What was picked and is not known is left to the rules: it is never a promise."""
        fine = bool(super().validate(extra_validators))
        for name, message in NOT_PICKED.items():
            if not self.data[name]:
                self[name].errors = [message]
                fine = False
        return fine

    @property
    def picked(self) -> dict[str, str | None]:
        """The values as they were sent, by the name of the question."""
        return {str(name): value for name, value in self.data.items()}

    @property
    def is_said(self) -> bool:
        """Whether anything was picked that is only for what was said already."""
        return any(self.data[name] != value for name, value in START.items())

    @property
    def said(self) -> list[str]:
        """The words of what was picked, for the page that answers; nothing that was sent comes back by itself."""
        fields = (self.situation, self.age, self.place)
        return [choice.label for field in fields for choice in field.iter_choices() if choice.selected]
