"""E-mail by SMTP, step by step: only what goes wrong before the words are handed over may be tried again."""

import contextlib
import smtplib
import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from portal.core.clock import now
from portal.notifications.addresses import mail_address
from portal.notifications.errors import NotSent, PerhapsSent, Refused

SECONDS = 20.0  # for each answer of the server
SENDER = "Messages"  # the name beside the address: says nothing about anybody
FOR_GOOD = 500  # SMTP: from here on a refusal will not change (RFC 5321, 4.2.1)
OK, TAKEN = 250, 251
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """A mail server at `smtp://name:password@host:587/?starttls=1` or `smtps://…`, and the address mail comes from."""

    url: str
    sender: str

    def send(self, to: str, subject: str, body: str) -> None:
        """Hand one e-mail over. Raises NotSent, Refused, PerhapsSent."""
        address = mail_address(to)
        if address is None:
            raise Refused
        letter = self.letter(address, subject, body, at=now()).as_bytes()
        with self._server() as server:
            with _before_the_words():
                _must(server.mail(self.sender)[0])
                _must(server.rcpt(address)[0])
            try:
                code, _ = server.data(letter)
            except smtplib.SMTPDataError as error:  # it asked for no words at all
                raise _refusal(error.smtp_code) from None
            except (smtplib.SMTPException, OSError):
                raise PerhapsSent from None
            _must(code)

    def letter(self, to: str, subject: str, body: str, *, at: datetime) -> EmailMessage:
        """The e-mail. Its headers name no machine, no program and no organisation but the sender's own domain."""
        letter = EmailMessage(policy=policy.SMTP)
        letter["From"] = f"{SENDER} <{self.sender}>"
        letter["To"] = to
        letter["Subject"] = subject
        letter["Date"] = format_datetime(at.astimezone(UTC))
        letter["Message-ID"] = f"<{uuid.uuid4().hex}@{self._domain}>"
        letter["Auto-Submitted"] = "auto-generated"  # so that nobody's holiday notice is sent back
        letter.set_content(body)
        return letter

    @property
    def _domain(self) -> str:
        return self.sender.rpartition("@")[2]

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        """A server that knows us. What fails up to here left nothing behind."""
        parts = urlsplit(self.url)
        with _before_the_words():
            server = self._connected(parts)
        with contextlib.closing(server):
            with _before_the_words():
                self._introduce(server, parts)
            yield server
            with contextlib.suppress(smtplib.SMTPException, OSError):  # it was taken; how we part is no matter
                server.quit()

    def _connected(self, parts: SplitResult) -> smtplib.SMTP:
        # the name we give ourselves stands in the letter's first line for ever: our sender's domain, not this machine
        where, us = (parts.hostname or "", parts.port or PORTS[parts.scheme]), self._domain
        if parts.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(*where, local_hostname=us, timeout=SECONDS, context=context)
        return smtplib.SMTP(*where, local_hostname=us, timeout=SECONDS)

    def _introduce(self, server: smtplib.SMTP, parts: SplitResult) -> None:
        if wants_starttls(parts):
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))


def wants_starttls(parts: SplitResult) -> bool:
    """Whether the address asks for `?starttls=1`."""
    return parse_qs(parts.query).get("starttls") == ["1"]


@contextmanager
def _before_the_words() -> Iterator[None]:
    """Turn what goes wrong into our own errors: those of smtplib hold addresses and what a server said of them."""
    try:
        yield
    except (smtplib.SMTPException, OSError):
        raise NotSent from None  # also a wrong password: staff see it, and it can be put right


def _must(code: int) -> None:
    if code not in {OK, TAKEN}:
        raise _refusal(code)


def _refusal(code: int) -> NotSent | Refused:
    return Refused() if code >= FOR_GOOD else NotSent()
