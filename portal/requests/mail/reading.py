"""Reading a mail that a stranger wrote: every part of it may be broken, or made to break us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr

from portal.requests.mail.fields import Fields, fields_in, is_from_the_regulator
from portal.requests.mail.plain import from_html, line, many_lines
from portal.requests.mail.when import Clock, When, moment, possible, received
from portal.requests.mail.wire import file_name, header, kind_of, parse, parts_of, payload_of, raw_headers, tried

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the mail: what it calls itself, and what it says it is. It is never opened."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain values. `doubts` are sentences for the worker who checks it."""

    sender_name: str
    sender: str
    subject: str
    text: str
    whens: tuple[When, ...]
    attachments: tuple[Attachment, ...]
    fields: Fields
    is_regulator: bool
    doubts: tuple[str, ...]

    @property
    def disagrees(self) -> bool:
        """Whether its dates name different days, or our own server's is missing: then a worker has to choose."""
        return len({when.day for when in self.whens}) > 1 or all(w.clock is Clock.WRITTEN for w in self.whens)


def read_mail(data: bytes, *, at: datetime) -> Mail:
    """Read the bytes of an `.eml` file. Raises MailRefused: too large, too many parts, no mail at all."""
    outer = parse(data)
    parts = parts_of(outer)
    inner = _inside(parts)
    doubts = ["Another mail is inside this one. Its words are shown, and both dates."] if inner else []
    message = inner or outer
    whens, unsure = possible(list(_whens(outer, inner, doubts)), at=at)
    sender_name, sender = _address(message, "from")
    reply_to = _address(message, "reply-to")[1]
    if reply_to and reply_to.casefold() != sender.casefold():
        doubts.append(f"It asks for an answer to another address: {reply_to}.")
    text = _words(message, doubts)
    fields = fields_in(text)
    return Mail(
        sender_name=sender_name,
        sender=sender,
        subject=header(message, "subject"),
        text=text,
        whens=tuple(whens),
        attachments=_attachments(parts_of(message), message),
        fields=fields,
        is_regulator=is_from_the_regulator(sender, f"{header(message, 'subject')}\n{text}", fields),
        doubts=tuple(dict.fromkeys([*doubts, *unsure])),
    )


def _inside(parts: list[EmailMessage]) -> EmailMessage | None:
    """The mail inside the mail, when there is exactly one: a colleague forwarded it as a file."""
    mails = [part for part in parts[1:] if kind_of(part) == "message/rfc822"]
    inside = [one for one in payload_of(mails[0]) if isinstance(one, EmailMessage)] if len(mails) == 1 else []
    return inside[0] if inside else None


def _whens(outer: EmailMessage, inner: EmailMessage | None, doubts: list[str]) -> Iterator[When]:
    for clock, (at, doubt) in (
        (Clock.ARRIVED, received(raw_headers(outer, "received"))),
        (Clock.INSIDE, received(raw_headers(inner, "received")) if inner else (None, "")),
        (Clock.WRITTEN, moment(header(inner or outer, "date")) if header(inner or outer, "date") else (None, "")),
    ):
        if doubt and clock is not Clock.INSIDE:
            doubts.append(doubt)
        if at:
            yield When(clock, at)


def _words(message: EmailMessage, doubts: list[str]) -> str:
    plain = next((part for part in parts_of(message) if _is_body(part, "text/plain")), None)
    text = many_lines(_content(plain)) if plain else ""
    if not text and (page := next((part for part in parts_of(message) if _is_body(part, "text/html")), None)):
        text = many_lines(from_html(_content(page)))
        doubts.append("It came as a page. Only its words are shown, no pictures and no links.")
    if not text:
        doubts.append("It has no words of its own.")
    return text


def _is_body(part: EmailMessage, kind: str) -> bool:
    return kind_of(part) == kind and not tried(part.is_attachment, default=False) and not file_name(part)


def _content(part: EmailMessage) -> str:
    """The text of a part, whatever it says about its letters."""
    given = tried(lambda: part.get_content(errors="replace"), default=None)
    if isinstance(given, str):
        return given
    raw = tried(lambda: part.get_payload(decode=True), default=b"")
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _attachments(parts: list[EmailMessage], message: EmailMessage) -> tuple[Attachment, ...]:
    bodies = ("text/plain", "text/html")
    files = [
        part for part in parts
        if part is not message and not kind_of(part).startswith("multipart/")
        and not any(_is_body(part, kind) for kind in bodies)
    ]  # fmt: skip
    return tuple(Attachment(file_name(part) or "without a name", kind_of(part)) for part in files[:MOST_LISTED])


def _address(message: EmailMessage, name: str) -> tuple[str, str]:
    called, address = parseaddr(header(message, name))
    return line(called), line(address).replace(" ", "")
