"""What an editor may say about a policy."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from portal.core.values import ID
from portal.policies.drafting import Piece, typed_piece
from portal.policies.kinds import Reader
from portal.web.forms import BaseForm
from portal.web.staff.forms.cases import VersionedForm

WHOLE, LINE = 20_000, 200
BOXES = {
    "words": Reader.FROM_13,
    "under_13": Reader.UNDER_13,
    "adult": Reader.ADULT,
    "at_risk": Reader.AT_RISK,
    "easy_read": Reader.EASY_READ,
}
TOO_LONG = Length(max=WHOLE, message="Use 20,000 letters or fewer")


def fingerprint(piece: Piece | None) -> str:
    """What a clause says, as a hash: two editors of one clause notice each other by it."""
    return hashlib.sha256(piece.text.encode()).hexdigest() if piece else ""


def _box(label: str, reader: Reader, *, rows: int, hint: str = "") -> TextAreaField:
    return TextAreaField(label, [TOO_LONG], description=hint, render_kw={"rows": rows, "data-reader": reader.value})


class ClauseForm(BaseForm):
    """One clause, for every reader. What is wrong with the words is said after it was saved."""

    seen = HiddenField()
    title = StringField("Title", [InputRequired("Give a title"), Length(max=LINE, message="Use 200 letters or fewer")])
    words = _box("Words for 13 to 17", Reader.FROM_13, rows=8, hint="And for everybody who has no words of their own.")
    under_13 = _box("Words for under 13", Reader.UNDER_13, rows=6, hint="Every clause needs these.")
    adult = _box("Words for 18 or over", Reader.ADULT, rows=4, hint="Only if an adult needs other words.")
    at_risk = _box("Words for an adult at risk", Reader.AT_RISK, rows=4, hint="Only if they need other words.")
    easy_read = _box("Easy Read", Reader.EASY_READ, rows=8, hint="Every clause needs these. One idea a line.")
    facts = TextAreaField(
        "Facts of the clause, as YAML", [TOO_LONG], description="Its part, sources, ages, urgency and who is told.",
        render_kw={"rows": 8, "spellcheck": "false"},
    )  # fmt: skip

    def show(self, piece: Piece) -> None:
        """Fill in the clause as it stands."""
        self.title.data, self.facts.data, self.words.data = piece.title, piece.facts, piece.words
        for name, reader in BOXES.items():
            if reader is not Reader.FROM_13:
                self[name].data = piece.readings.get(reader, "")
        self.seen.data = fingerprint(piece)

    def piece(self, code: str) -> Piece:
        """The clause that was typed."""
        own: dict[Reader, str] = {}
        for name, reader in BOXES.items():
            if reader is not Reader.FROM_13:
                own[reader] = self[name].data or ""
        return typed_piece(
            code, title=self.title.data or "", facts=self.facts.data or "", words=self.words.data or "", readings=own
        )


class NewClauseForm(ClauseForm):
    """A clause that was not there before."""

    version = HiddenField(validators=[InputRequired()])
    code = StringField(
        "Id", [Regexp(ID.pattern + r"\Z", message="Use small letters, digits and single hyphens"), Length(max=80)],
        description="It never changes and is never used again for something else, like life-in-danger.",
        render_kw={"spellcheck": "false"},
    )  # fmt: skip
    after = SelectField("After which clause?", validate_choice=True)

    def offer(self, pieces: Iterable[Piece]) -> None:
        """Say after which clauses it may stand, the last one chosen."""
        self.after.choices = {piece.code: piece.title for piece in pieces} | {"": "At the end"}


class FactsForm(VersionedForm):
    """The plain facts at the top, each in one line."""

    title = StringField("Title", [InputRequired("Give a title"), Length(max=LINE)])
    effective_on = StringField("Starts on", [Length(max=LINE)], description="A date like 2027-02-01.")
    review_on = StringField("Look at it again by", [Length(max=LINE)], description="A date, or empty if none is named.")
    covers = StringField("What it covers", [Length(max=1000)], description="One plain sentence.")
    shares = StringField("What we would share", [Length(max=1000)], description="One plain sentence.")

    @property
    def facts(self) -> dict[str, str]:
        """What was typed, by the names the file has for it."""
        names = ("title", "effective_on", "review_on", "covers", "shares")
        return {name: " ".join((self[name].data or "").split()) for name in names}

    def validate_effective_on(self, field: Any) -> None:
        """A date, or nothing yet."""
        _is_a_date(field)

    def validate_review_on(self, field: Any) -> None:
        """A date, or nothing."""
        _is_a_date(field)


class FrontForm(VersionedForm):
    """Everything at the top, as it stands in the file."""

    front = TextAreaField("The top of the file", [TOO_LONG], render_kw={"rows": 16, "spellcheck": "false"})


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
