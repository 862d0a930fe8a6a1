"""The kinds of value a pack may hold, each refused in words an editor understands."""

import re
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from portal.core.calendars import Nation, nation_from

NOT_PUBLISHED = "not published"
SHORT_NUMBERS = frozenset({"999", "112", "111", "101", "105", "119", "116123", "116000", "116111"})
PHONE = re.compile(r"\d+(?: \d+)*")
TEXT_NUMBER = re.compile(r"\d{5,6}|07\d{3} ?\d{6}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

T = TypeVar("T")


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise ValueError("an id has small letters, digits and single hyphens")
    return value


def _phone(value: str) -> str:
    digits = value.replace(" ", "")
    is_long = digits.startswith("0") and 8 <= len(digits) <= 11  # noqa: PLR2004  # 0800 1111 to 01234 567890
    if not PHONE.fullmatch(value) or not (digits in SHORT_NUMBERS or is_long):
        raise ValueError("this is not a telephone number of the United Kingdom")
    return value


def _text_number(value: str) -> str:
    if not TEXT_NUMBER.fullmatch(value):
        raise ValueError("this is not a number that texts can be sent to")
    return value


def _web(value: str) -> str:
    if not re.fullmatch(r"https://[\w.-]+\.[a-z]+(/\S*)?", value):
        raise ValueError("this is not an address that starts with https://")
    return value


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("this is not an e-mail address") from None


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # `Europe` is a folder of time zones
        raise ValueError("this time zone is not known") from None
    return value


def _or_none(value: Any) -> Any:
    return None if value == NOT_PUBLISHED else value


Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, Field(min_length=1)]
Phone = Annotated[str, AfterValidator(_phone)]
TextNumber = Annotated[str, AfterValidator(_text_number)]
Web = Annotated[str, AfterValidator(_web)]
Email = Annotated[str, AfterValidator(_email)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
OfNation = Annotated[Nation, BeforeValidator(nation_from)]
# what an organisation has not published is said to be so, and is never made up
Published = Annotated[T | None, BeforeValidator(_or_none)]


class Frozen(BaseModel):
    """A value of the pack: it never changes, and it knows every name that may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
