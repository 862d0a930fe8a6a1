"""What narrows a list of cases, what to look for, who gets cases, and the name of a list that is kept."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import Length

from portal.cases.filters import NOBODY, NOT_KNOWN, RIGHTS, STAGES, Due, Filters, Sort
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Channel
from portal.web.forms import BaseForm
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.said import said

ANY = {"": "Any"}
NAMES = {
    "right": "Asked",
    "stage": "Stage",
    "owner": "Who has it",
    "age": "Age",
    "channel": "How it came",
    "due": "Due",
    "news": "New message",
}
DUE = {
    Due.LATE: "Late",
    Due.WEEK: "In the next 5 working days",
    Due.MONTH: "In the next 28 days",
    Due.DATED: "Has a due date",
    Due.NO_DATE: "Has no due date",
}
SORTS = {Sort.DUE: "Soonest due", Sort.NEWEST: "Newest first"}


def choices_of(workers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The codes of each filter and their words. `workers`: names by id."""
    rights, stages, ages, channels = said("RIGHTS"), said("STATUS"), said("AGES"), said("CHANNELS")
    return {
        "right": {right.value: rights[right.value] for right in RIGHTS},
        "stage": {stage.value: stages[stage.value] for stage in STAGES},
        "owner": {NOBODY: "Nobody yet", **workers},
        "age": {**{band.value: ages[band.value] for band in AgeBand}, NOT_KNOWN: "Not known"},
        "channel": {channel.value: channels[channel.value] for channel in Channel},
        "due": {due.value: words for due, words in DUE.items()},
        "news": {"yes": "Only these"},
    }


class NarrowForm(BaseForm):
    """Sent by GET: it changes nothing, and its address can be kept."""

    class Meta(BaseForm.Meta):
        """No token stands in an address."""

        csrf = False

    right = SelectField(NAMES["right"])
    stage = SelectField(NAMES["stage"])
    owner = SelectField(NAMES["owner"])
    age = SelectField(NAMES["age"])
    due = SelectField(NAMES["due"])
    channel = SelectField(NAMES["channel"])
    news = SelectField(NAMES["news"])
    sort = SelectField("Order", choices={sort.value: words for sort, words in SORTS.items()})


def narrow_form(filters: Filters, choices: Mapping[str, Mapping[str, str]]) -> NarrowForm:
    """The form as it stands for this list."""
    form = NarrowForm(formdata=None, data={**filters.codes(), "sort": filters.sort.value})
    for name, words in choices.items():
        form[name].choices = {**ANY, **words}
    return form


class SearchForm(BaseForm):
    """One box. Sent by POST: what somebody types here stands in no address."""

    wanted = StringField(
        "Find a case",
        [Length(max=200, message="Use 200 letters or fewer")],
        description="Case number, reference, email, phone number or user name",
    )


class GiveForm(BaseForm):
    """Who takes the cases that were ticked."""

    to = SelectField("Who takes them?", choices=[])

    def offer(self, workers: Mapping[str, str]) -> "GiveForm":
        """Offer these workers."""
        self.to.choices = {"": "Choose a worker", **workers}
        return self


class SaveViewForm(BaseForm):
    """The name of a list."""

    name = StringField("Name of this view", [Length(max=60, message="Use 60 letters or fewer")])


class AgeForm(VersionedForm):
    """What staff know about the person's age."""

    age_band = SelectField("Age", description="Only if you know it. Lists show it in place of a name.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.age_band.choices = {"": "Not known", **{band.value: said("AGES")[band.value] for band in AgeBand}}
