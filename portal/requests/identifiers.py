"""One spelling for each identifier, so that the same person typed twice meets in the blind index."""

import unicodedata
from collections.abc import Callable

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from portal.requests.kinds import IdentifierKind


def normalise(kind: IdentifierKind, typed: str) -> str:
    """The one spelling of what was typed; the empty string when nothing is left."""
    return _SPELLING[kind](_plain(typed))


def _plain(typed: str) -> str:
    """Case, width, accents' form and stray spaces do not make another person."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def _name(plain: str) -> str:
    return plain.removeprefix("@").strip()


def _email(plain: str) -> str:
    try:
        return validate_email(plain, check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        # a mistyped address is still what the person gave; it can match the same mistake
        return plain.replace(" ", "")


def _phone(plain: str) -> str:
    try:
        number = phonenumbers.parse(plain, "GB")
    except phonenumbers.NumberParseException:
        return "".join(c for c in plain if c.isdigit())
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


_SPELLING: dict[IdentifierKind, Callable[[str], str]] = {
    IdentifierKind.USER_NAME: _name,
    IdentifierKind.NICKNAME: _name,
    IdentifierKind.EMAIL: _email,
    IdentifierKind.PHONE: _phone,
}
