"""What an editor may say about a policy."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from portal.core.values import ID
from portal.policies.drafting import Piece, typed_piece
from portal.policies.judging import Open
from portal.policies.kinds import Reader
from portal.policies.typed import turns
from portal.policies.wrapping import rewrapped, unwrap
from portal.web.forms import BaseForm
from portal.web.staff.forms.cases import VersionedForm

WHOLE, LINE = 20_000, 200
TURNED = "A character that nobody sees turns these words around. Take it out, or type them anew"
STILL_RIGHT, DEPENDS = "still-right", "depends"
FACTS = ("title", "effective_on", "review_on", "covers", "shares")
BOXES = {
    "words": Reader.FROM_13,
    "under_13": Reader.UNDER_13,
    "adult": Reader.ADULT,
    "at_risk": Reader.AT_RISK,
    "easy_read": Reader.EASY_READ,
}
LINE_LONG = Length(max=LINE, message="Use 200 letters or fewer")
IS_ID = Regexp(ID.pattern + r"\Z", message="Use small letters, digits and single hyphens")
ID_LONG = Length(max=80, message="Use 80 letters or fewer")
SENTENCE_LONG = Length(max=1000, message="Use 1,000 letters or fewer")
TOO_LONG = Length(max=WHOLE, message="Use 20,000 letters or fewer")


def no_turning(_form: BaseForm, field: Any) -> None:
    """Refuse what shows words in another order than they are kept: a second person would read another text."""
    if turns(field.data or ""):
        raise ValidationError(TURNED)


TEXT, ONE_LINE, SENTENCE = [TOO_LONG, no_turning], [LINE_LONG, no_turning], [SENTENCE_LONG, no_turning]


def fingerprint(piece: Piece | None) -> str:
    """What a clause says, as a hash: two editors of one clause notice each other by it."""
    return hashlib.sha256(piece.text.encode()).hexdigest() if piece else ""


def _box(label: str, reader: Reader, *, rows: int, hint: str = "") -> TextAreaField:
    return TextAreaField(label, TEXT, description=hint, render_kw={"rows": rows, "data-reader": reader.value})


class ClauseForm(BaseForm):
    """One clause, for every reader. What is wrong with the words is said after it was saved."""

    seen = HiddenField()
    title = StringField("Title", [InputRequired("Give a title"), LINE_LONG, no_turning])
    words = _box("Words for 13 to 17", Reader.FROM_13, rows=8, hint="And for everybody who has no words of their own.")
    under_13 = _box("Words for under 13", Reader.UNDER_13, rows=6, hint="Every clause needs these.")
    adult = _box("Words for 18 or over", Reader.ADULT, rows=4, hint="Only if an adult needs other words.")
    at_risk = _box("Words for an adult at risk", Reader.AT_RISK, rows=4, hint="Only if they need other words.")
    easy_read = _box("Easy Read", Reader.EASY_READ, rows=8, hint="Every clause needs these. One idea a line.")
    facts = TextAreaField(
        "Facts of the clause, as YAML", TEXT, description="Its part, sources, ages, urgency and who is told.",
        render_kw={"rows": 8, "spellcheck": "false"},
    )  # fmt: skip

    def show(self, piece: Piece) -> None:
        """Fill in the clause as it stands, without the line breaks of the file."""
        self.title.data, self.facts.data, self.words.data = piece.title, piece.facts, unwrap(piece.words)
        for name, reader in BOXES.items():
            if reader is not Reader.FROM_13:
                self[name].data = unwrap(piece.readings.get(reader, ""))
        self.seen.data = fingerprint(piece)

    def piece(self, code: str, *, was: Piece | None = None) -> Piece:
        """The clause that was typed, with the line breaks of a file; what was not touched stays as it `was`."""
        stored = {Reader.FROM_13: was.words, **was.readings} if was else {}
        plain = typed_piece(
            code, title=self.title.data or "", facts=self.typed_facts, words=self.words.data or "",
            readings={reader: self[name].data or "" for name, reader in BOXES.items() if reader is not Reader.FROM_13},
        )  # fmt: skip
        words = rewrapped(plain.words, stored.get(Reader.FROM_13, ""))
        own = {reader: rewrapped(text, stored.get(reader, "")) for reader, text in plain.readings.items()}
        return replace(plain, words=words, readings=own)

    @property
    def typed_facts(self) -> str:
        """The YAML of the clause."""
        return self.facts.data or ""


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


class RulesForm(VersionedForm):
    """Say of each situation whether its rule is still right."""

    def is_still_right(self, situation: str) -> bool:
        """What was said of it."""
        return bool(self[situation].data == STILL_RIGHT)


def rules_form(found: Sequence[Open], version: int | None = None) -> RulesForm:
    """One question for each situation. With `version`, it is as it was saved; without, as it was sent."""
    fields = {one.situation: RadioField(one.title, choices=_choices(one)) for one in found}
    kind = type("Rules", (RulesForm,), fields)
    if version is None:
        return kind()  # type: ignore[no-any-return]
    saved = {one.situation: STILL_RIGHT if one.is_still_right else DEPENDS for one in found}
    return kind(formdata=None, data={**saved, "version": version})  # type: ignore[no-any-return]


def _choices(one: Open) -> dict[str, str]:
    held = {STILL_RIGHT: "The rule is still right"} if one.can_stand else {}
    return held | {DEPENDS: "It depends"}


def _is_a_date(field: Any) -> None:
    if field.data in {"", "not published"}:
        return
    try:
        date.fromisoformat(field.data or "")
    except ValueError:
        raise ValidationError("Write a date like 2027-02-01") from None
