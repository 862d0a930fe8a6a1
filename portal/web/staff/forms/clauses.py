"""What an editor may say in one clause of a policy, for every reader."""

import hashlib
from dataclasses import replace

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from portal.core.values import ID
from portal.policies.drafting import Piece, typed_piece
from portal.policies.kinds import Reader
from portal.policies.wrapping import rewrapped, unwrap
from portal.web.forms import BaseForm
from portal.web.staff.forms.policies import LINE_LONG, TEXT, no_turning

BOXES = {
    "words": Reader.FROM_13,
    "under_13": Reader.UNDER_13,
    "adult": Reader.ADULT,
    "at_risk": Reader.AT_RISK,
    "easy_read": Reader.EASY_READ,
}
IS_ID = Regexp(ID.pattern + r"\Z", message="Use small letters, digits and single hyphens")
ID_LONG = Length(max=80, message="Use 80 letters or fewer")


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
