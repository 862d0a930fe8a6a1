"""The ways out of the portal. Each may be missing: then it is not offered, and what waits for it is given up."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from portal.notifications.kinds import Way


class MailPort(Protocol):
    """Something that takes e-mails."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Hand one e-mail over. Raises NotSent, Refused, PerhapsSent."""
        ...


class TextPort(Protocol):
    """Something that takes text messages."""

    def send(self, to: str, body: str) -> None:
        """Hand one text message over. `to` is a number such as +447700900123. Raises NotSent, Refused, PerhapsSent."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What this installation can send by, and the address an e-mail may name."""

    mail: MailPort | None = None
    text: TextPort | None = None
    site: str = ""

    @property
    def ways(self) -> frozenset[Way]:
        """The ways that are set up."""
        return frozenset(way for way, port in ((Way.TEXT, self.text), (Way.EMAIL, self.mail)) if port is not None)


def bare(url: str) -> str:
    """Scheme and host of an address, and nothing after them."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
