"""What an editor may say about a policy as a whole: the facts at its top, and yes to publishing it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.policies.typed import turns
from portal.web.forms import BaseForm
from portal.web.staff.forms.cases import VersionedForm

WHOLE, LINE = 20_000, 200
TURNED = "A character that nobody sees turns these words around. Take it out, or type them anew"
FACTS = ("title", "effective_on", "review_on", "covers", "shares")
LINE_LONG = Length(max=LINE, message="Use 200 letters or fewer")
SENTENCE_LONG = Length(max=1000, message="Use 1,000 letters or fewer")
TOO_LONG = Length(max=WHOLE, message="Use 20,000 letters or fewer")


def no_turning(_form: BaseForm, field: Any) -> None:
    """Refuse what shows words in another order than they are kept: a second person would read another text."""
    if turns(field.data or ""):
        raise ValidationError(TURNED)


TEXT, ONE_LINE, SENTENCE = [TOO_LONG, no_turning], [LINE_LONG, no_turning], [SENTENCE_LONG, no_turning]


class OverForm(VersionedForm):
    """What replaces a text as a whole. Who was refused sees what is saved now, and may say that theirs counts.

    `against` is the version of the draft that was shown beside theirs; `version` stays the one they started from.
    """

    against = HiddenField()
    over = BooleanField("I have seen what is saved now. Put mine in its place.")

    def fits(self, draft_version: int) -> bool:
        """Whether it may replace what is saved: nothing newer is there, or they saw it and said so."""
        has_seen_both = bool(self.over.data) and self.against.data == str(draft_version)
        return self.seen == draft_version or has_seen_both

    def show_beside(self, draft_version: int) -> None:
        """Keep the version that was seen, and name the one that is shown beside it."""
        self.against.data, self.over.data = str(draft_version), False


class FactsForm(OverForm):
    """The plain facts at the top, each in one line. `was` are those that stood there when the page was opened."""

    was = HiddenField()

    title = StringField("Title", [InputRequired("Give a title"), LINE_LONG, no_turning])
    effective_on = StringField("Starts on", ONE_LINE, description="A date like 2027-02-01.")
    review_on = StringField("Look at it again by", ONE_LINE, description="A date, or empty if none is named.")
    covers = StringField("What it covers", SENTENCE, description="One plain sentence.")
    shares = StringField(
        "What we would share",
        SENTENCE,
        description="One plain sentence.",
    )

    @property
    def facts(self) -> dict[str, str]:
        """What was typed, by the names the file has for it."""
        return {name: " ".join((self[name].data or "").split()) for name in FACTS}

    def start_from(self, saved: Mapping[str, str]) -> None:
        """Note what stands there now, to tell later what was touched."""
        self.was.data = json.dumps({name: saved.get(name, "") for name in FACTS})

    def take_untouched(self, saved: Mapping[str, str]) -> dict[str, str]:
        """Let fields that nobody touched follow what is saved now. Gives what is saved where it differs from theirs."""
        for name in FACTS:
            if self[name].data == self._was.get(name, self[name].data) != saved.get(name, ""):
                self[name].data = saved.get(name, "")
        return {
            name: saved.get(name, "") for name in FACTS if self.facts[name] != " ".join(saved.get(name, "").split())
        }

    @property
    def _was(self) -> dict[str, str]:
        try:
            was = json.loads(self.was.data or "{}")
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in was.items()} if isinstance(was, dict) else {}

    def validate_effective_on(self, field: Any) -> None:
        """A date, or nothing yet."""
        _is_a_date(field)

    def validate_review_on(self, field: Any) -> None:
        """A date, or nothing."""
        _is_a_date(field)


class FrontForm(OverForm):
    """Everything at the top, as it stands in the file."""

    front = TextAreaField("The top of the file", TEXT, render_kw={"rows": 16, "spellcheck": "false"})


class PublishForm(VersionedForm):
    """Yes to this text, after both were read."""

    read = BooleanField("I have read the old and the new text side by side", [InputRequired("Read both texts first")])


def _is_a_date(field: Any) -> None:
    if field.data in {"", "not published"}:
        return
    try:
        date.fromisoformat(field.data or "")
    except ValueError:
        raise ValidationError("Write a date like 2027-02-01") from None
