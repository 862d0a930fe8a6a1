"""The language in which a person is spoken to, and the catalogue of every sentence said in it.

English is what stands in the source. `N_` marks a sentence that is said later, `_` says it now, in the language of the
person who asks. Jobs and commands speak English. The catalogue is the `.po` file itself, read once for each process:
what is not in it, or is not sure, is said in English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parents[2] / "translations"
ENGLISH, WELSH = "en", "cy"
LANGUAGES = {ENGLISH: "English", WELSH: "Cymraeg"}

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


class Said(str):
    """Words in the language that is spoken, so that nobody looks for their translation, or takes them for English."""

    __slots__ = ()


def language() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak that language for a while. Raises KeyError for one we do not have."""
    LANGUAGES[code]
    token = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(token)


def N_(words: str) -> str:  # noqa: N802  # gettext's own name for it, which every tool that extracts knows
    """Mark a sentence for the catalogue and leave it in English: whoever shows it says it."""
    return words


def gettext(words: str, **values: Any) -> str:
    """Say it now. `values` fill places like `%(day)s`. What is in no catalogue comes back as it was."""
    if _spoken.get() == ENGLISH or not words:
        return words % values if values else words
    said = _catalogue(_spoken.get()).gettext(words)
    is_known = said != words or isinstance(words, Said)
    said = said % values if values else said
    return Said(said) if is_known else said


def ngettext(one: str, many: str, count: int, **values: Any) -> str:
    """Say it now, for that many. The count itself fills `%(count)s`."""
    return ngettext_unfilled(one, many, count) % {"count": count, **values}


def ngettext_unfilled(one: str, many: str, count: int) -> str:
    """The same with its places still empty: Jinja fills them itself."""
    return _catalogue(_spoken.get()).ngettext(one, many, count)


def is_said_in_english_only(words: str) -> bool:
    """Whether another language is spoken now, and has no words for this."""
    return _spoken.get() != ENGLISH and bool(words) and not isinstance(gettext(words), Said)


def po_file(code: str) -> Path:
    """Where the catalogue of a language lies."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with po_file(code).open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


_ = gettext
