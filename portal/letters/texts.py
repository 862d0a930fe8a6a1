"""A letter's text with its merge fields, and the act of writing one. Pure: no template language, nothing to run."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.formatting import long_date
from portal.letters.fields import ROUTES, Fields
from portal.letters.kinds import LetterKind

FIELD = re.compile(r"\{([a-z_]*)\}")


@dataclass(frozen=True, slots=True)
class LetterText:
    """One version of one kind of letter, as it was written. An empty line ends a paragraph."""

    kind: LetterKind
    version: int
    body: str

    @property
    def names(self) -> tuple[str, ...]:
        """The merge fields that stand in it."""
        return tuple(FIELD.findall(self.body))


Letters = Mapping[LetterKind, LetterText]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is ready to be sent: the kind and version it was written from, and its final words."""

    kind: LetterKind
    version: int
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs in reading order."""
        return tuple(self.text.split("\n\n"))


class RoutesMissing(ValueError):
    """A letter that does not tell what the person can do is not a letter of ours. Names the routes, quotes nothing."""


def write(texts: Letters, fields: Fields) -> Letter:
    """Fill the text of that kind with these values.

    A paragraph that is nothing but an empty field is left out. Raises KeyError for a field that the values do not
    have (`pack check` finds it before), RoutesMissing when one of the routes would not be read.
    """
    text = texts[fields.kind]
    values = {field.name: _said(getattr(fields, field.name)) for field in dataclasses.fields(fields)}
    blocks = (FIELD.sub(lambda found: values[found[1]], block).strip() for block in _blocks(text.body))
    letter = Letter(text.kind, text.version, "\n\n".join(block for block in blocks if block))
    if missing := routes_missing(letter.text, fields):
        raise RoutesMissing(", ".join(missing))
    return letter


def routes_missing(text: str, fields: Fields) -> tuple[str, ...]:
    """The routes that cannot be read in these words, whole. An empty route is missing."""
    return tuple(name for name in ROUTES if not getattr(fields, name) or getattr(fields, name) not in text)


def _blocks(body: str) -> list[str]:
    return [" ".join(block.split("\n")).strip() for block in re.split(r"\n[ \t]*\n", body.strip())]


def _said(value: object) -> str:
    if isinstance(value, date):
        return long_date(value)
    # braces that somebody typed are their own: what was filled in is never looked at again
    return "\n\n".join(
        part.strip() for part in re.split(r"\n[ \t]*\n", str(value).replace("\r\n", "\n")) if part.strip()
    )
