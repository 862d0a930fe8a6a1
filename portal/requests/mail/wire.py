"""The bytes of a mail, parsed within limits; and every look at a part of it, which a broken mail must not break."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from itertools import islice
from typing import Any

from portal.core.errors import RuleBroken
from portal.requests.mail.plain import line

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
MOST_PARTS = 200
LONGEST_HEADERS = 256 * 1024
LONGEST_HEADER = 2 * 1024
NEEDED = ("from", "received", "date")  # a file with none of these is no mail
# Looked at before anything is parsed: the parser goes down into each of these, and takes longer with each.
BOMBS = (
    (re.compile(rb"^--", re.MULTILINE), 2_000),
    (re.compile(rb"boundary\s*=", re.IGNORECASE), 100),
    (re.compile(rb"message/", re.IGNORECASE), 50),
)
LONG_LINE = re.compile(rb"^content-[a-z-]{1,40}:[^\n]{8192}", re.IGNORECASE | re.MULTILINE)
FOLDED = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\r?\n[ \t][^\n]*){100}", re.IGNORECASE | re.MULTILINE)
BROKEN = (
    MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError,
    NotImplementedError,
)  # fmt: skip


class MailRefused(RuleBroken):
    """It is no mail, or one that nobody should open here."""

    message = "This file cannot be read as a mail. Type the request instead. Nothing was kept."


def parse(data: bytes) -> EmailMessage:
    """Parse a file within limits. Raises MailRefused."""
    if len(data) > LARGEST:
        raise MailRefused("The file is larger than 10 MB. Type the request instead. Nothing was kept.")
    head = re.split(rb"\r?\n\r?\n", data[: LONGEST_HEADERS + 4], maxsplit=1)[0]
    if len(head) > LONGEST_HEADERS or LONG_LINE.search(data) or FOLDED.search(data):
        raise MailRefused
    if any(len(list(islice(pattern.finditer(data), most + 1))) > most for pattern, most in BOMBS):
        raise MailRefused("The mail has too many parts. Type the request instead. Nothing was kept.")
    try:
        message = message_from_bytes(data, policy=policy.default)
    except BROKEN:
        raise MailRefused from None
    if not isinstance(message, EmailMessage) or not any(raw_headers(message, name) for name in NEEDED):
        raise MailRefused
    return message


def parts_of(message: EmailMessage) -> list[EmailMessage]:
    """Every part, from the outside in, without those of a mail inside the mail. Raises MailRefused for too many."""
    found: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        found.append(part)
        if len(found) > MOST_PARTS:
            raise MailRefused("The mail has too many parts. Type the request instead. Nothing was kept.")
        if part.is_multipart() and not (part is not message and kind_of(part).startswith("message/")):
            waiting += [one for one in payload_of(part) if isinstance(one, EmailMessage)]
    return found


def header(message: EmailMessage, name: str) -> str:
    """One header in one line; empty when it is missing, broken or too long to be meant well."""
    raw = raw_headers(message, name)
    if not raw or len(raw[0]) > LONGEST_HEADER:
        return ""
    return line(str(tried(lambda: message.get(name), default=raw[0]) or ""))


def raw_headers(message: EmailMessage, name: str) -> list[str]:
    """Every header of that name as it was written, topmost first. Reading them costs nothing: none is parsed."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def kind_of(part: EmailMessage) -> str:
    """What a part says it is, such as `text/plain`."""
    return line(str(tried(part.get_content_type, default="application/octet-stream")))


def file_name(part: EmailMessage) -> str:
    """What a file calls itself, in one line; empty for a part that is no file."""
    return line(str(tried(part.get_filename, default="a broken name") or ""))


def payload_of(part: EmailMessage) -> list[Any]:
    """The parts inside of a part."""
    payload = tried(part.get_payload, default=[])
    return payload if isinstance(payload, list) else []


def tried(read: Callable[[], Any], *, default: Any) -> Any:
    """What the library reads, or the default where a broken mail breaks it."""
    try:
        return read()
    except BROKEN:
        return default
