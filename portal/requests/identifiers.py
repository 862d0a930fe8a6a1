"""One spelling for each identifier, so that the same person typed twice meets in the blind index."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from portal.requests.kinds import IdentifierKind

FIRST_YEAR = 1900
_NUMBERS = re.compile(r"[0-9]{1,4}")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def normalise(kind: IdentifierKind, typed: str) -> str:
    """The one spelling of what was typed; the empty string when nothing is left."""
    return _SPELLING[kind](_plain(typed))


def _plain(typed: str) -> str:
    """Case, width, accents' form and stray spaces do not make another person."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def _name(plain: str) -> str:
    return plain.removeprefix("@").strip()


def _day(plain: str) -> str:
    """`2010-05-03` for every way a day is written here, which is day first; nothing for what is no day that was."""
    numbers = [int(number) for number in _NUMBERS.findall(_with_month_as_number(plain))]
    if len(numbers) != len(("day", "month", "year")):
        return ""
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)  # noqa: PLR2004  # no day is later than that
    try:
        born = date(year, month, day)
    except ValueError:
        return ""
    return born.isoformat() if year >= FIRST_YEAR else ""


def _with_month_as_number(plain: str) -> str:
    for number, name in enumerate(_MONTHS, 1):
        plain = re.sub(rf"\b{name[:3]}(?:{name[3:]})?\b", f" {number} ", plain)
    return plain


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
    IdentifierKind.FIRST_NAME: _name,
    IdentifierKind.DATE_OF_BIRTH: _day,
}
