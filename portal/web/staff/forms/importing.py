"""The forms of an import. What stands in them depends on the file, so each is made for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.core.errors import RuleBroken
from portal.disclosures.importing.coded import CODED, LEAVE_OUT, choices_of, empty_of, guess_code
from portal.disclosures.importing.columns import COLUMNS, guess
from portal.disclosures.importing.kinds import Ours
from portal.disclosures.importing.mapping import LogMapping
from portal.disclosures.importing.xlsx_file import column_letters
from portal.disclosures.kinds import Told
from portal.web.forms import BaseForm

WAITING = frozenset({Told.NOT_YET.value, Told.MUST_NOT.value})
NO_DAY = "Say when somebody looks at these again"
PAST = "Choose a day that is still to come"


class ActForm(BaseForm):
    """A button and nothing else."""


class ColumnsForm(BaseForm):
    """For each column of theirs, what it means to us."""

    def chosen(self) -> dict[int, Ours]:
        """The columns that are not left out."""
        picked = ((int(field.name.partition("_")[2]), field.data) for field in self if field.name.startswith("column_"))
        return {number: Ours(meaning) for number, meaning in picked if meaning}


def columns_form(
    headings: Sequence[str], samples: Sequence[Sequence[str]], mapping: LogMapping | None, *, empty: bool
) -> ColumnsForm:
    """The form of one file: guessed at first, then as it was said."""
    said = mapping.columns if mapping else guess(tuple(headings))
    choices = {"": "Leave it out", **{ours.value: column.said for ours, column in COLUMNS.items()}}
    fields = {
        f"column_{number}": SelectField(
            f"{column_letters(number)}: {heading or 'no heading'}",
            choices=choices,
            default=said[number].value if number in said else "",
            description=f"For example: {' · '.join(_short(one) for one in shown)}"
            if shown
            else "Nothing in the first rows",
        )
        for number, (heading, shown) in enumerate(zip(headings, samples, strict=True))
    }
    made = type("ColumnsOfOneFile", (ColumnsForm,), fields)
    form: ColumnsForm = made(formdata=None) if empty else made()
    return form


@dataclass(frozen=True, slots=True)
class Group:
    """One list of ours: the fields for their words, and the one for what an empty cell stands for."""

    said: str
    words: tuple[str, ...]
    empty: str


class WordsForm(BaseForm):
    """What their words mean, how they write days, and what empty cells stand for."""

    day_order = RadioField(
        "How does this log write its days?",
        choices={"day": "Day first: 03/04/2026 is 3 April", "month": "Month first: 03/04/2026 is 4 March"},
        validators=[InputRequired(message="Choose one: the days of this log could be read both ways")],
    )
    look_again_on = DateField(
        "If they were not told: look again on",
        [Optional()],
        description="For entries whose person was not told yet, or must not be told.",
    )
    groups: tuple[Group, ...] = ()
    theirs: Mapping[str, tuple[Ours, str]] = {}  # name of a field -> our list, and their word as it is compared

    def said(self, today: date, *, day_first: bool) -> LogMapping:
        """All of it but the columns. Raises RuleBroken beside its field."""
        words: dict[Ours, dict[str, str]] = {}
        for name, (ours, theirs) in self.theirs.items():
            words.setdefault(ours, {})[theirs] = self[name].data
        empty = {ours: self[f"empty_{_name(ours)}"].data for ours in CODED}
        told = {*words.get(Ours.TOLD, {}).values(), empty[Ours.TOLD]}
        again = self.look_again_on.data
        if told & WAITING and again is None:
            raise RuleBroken(NO_DAY, field="look_again_on")
        if again is not None and again <= today:
            raise RuleBroken(PAST, field="look_again_on")
        first = self.day_order.data == "day" if "day_order" in self else day_first
        return LogMapping(words=words, empty=empty, day_first=first, look_again_on=again)


def words_form(
    found: Mapping[Ours, Mapping[str, str]], mapping: LogMapping, rules: Sequence[tuple[str, str]], *, asks_order: bool,
    empty: bool,
) -> WordsForm:  # fmt: skip
    """The form of one file. `found`: the different words of each column that is a list."""
    fields: dict[str, Any] = {}
    theirs: dict[str, tuple[Ours, str]] = {}
    groups = []
    for ours in sorted(CODED, key=lambda one: one not in found):
        choices = choices_of(ours, rules)
        names = []
        for number, (compared, word) in enumerate(found.get(ours, {}).items()):
            name = f"word_{_name(ours)}_{number}"
            before = mapping.words.get(ours, {}).get(compared) or guess_code(ours, word, choices)
            shown = _short(word)
            fields[name] = SelectField(
                f"“{shown}” means",
                choices={"": "Choose one", **choices, LEAVE_OUT: "Leave out rows with this word"},
                default=before,
                validators=[InputRequired(message=f"Say what “{shown}” means")],
            )
            theirs[name] = (ours, compared)
            names.append(name)
        label = "An empty cell means" if ours in found else COLUMNS[ours].said
        fields[f"empty_{_name(ours)}"] = SelectField(
            label, choices=choices, default=mapping.empty.get(ours, empty_of(ours))
        )
        groups.append(Group(COLUMNS[ours].said, tuple(names), f"empty_{_name(ours)}"))
    made = type("WordsOfOneFile", (WordsForm,), {**fields, "groups": tuple(groups), "theirs": theirs})
    data = {"look_again_on": mapping.look_again_on}
    form: WordsForm = made(formdata=None, data=data) if empty else made()
    if not asks_order:
        del form.day_order
    return form


def _name(ours: Ours) -> str:
    return ours.value.replace("-", "_")


def _short(words: str) -> str:
    """A value that fits into a line."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:57]}…"  # noqa: PLR2004  # the two stand side by side
