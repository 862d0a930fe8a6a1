"""One spelling for where a message goes, or None when it cannot go there. Forms and ports ask the same question."""

import re
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

# 07, but not 070 (passed on to others) and not 076 (pagers), of which 07624 is the Isle of Man
MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
# No letters: the library reads them as the keys of a phone, and an O typed for a 0 would reach a stranger.
NUMBER = re.compile(r"[\d\s+().-]{1,40}")


def mail_address(typed: str) -> str | None:
    """The one spelling of an e-mail address every server takes, or None when it is none."""
    try:
        return validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:
        return None


def phone_number(typed: str) -> str | None:
    """The one spelling of a phone number, such as +442079460018, or None when nobody could ring it."""
    # a number that was copied brings marks along that nobody sees
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed) if unicodedata.category(c) != "Cf")
    if not NUMBER.fullmatch(plain):
        return None
    try:
        number = phonenumbers.parse(plain, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def mobile_number(typed: str) -> str | None:
    """The number of a mobile phone of the United Kingdom, such as +447700900123, or None.

    No text is sent abroad: what is a safe hour here may be the middle of the night there.
    """
    number = phone_number(typed)
    return number if number and MOBILE.fullmatch(number) else None
