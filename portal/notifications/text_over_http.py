"""Text messages by a provider's HTTP address: one POST of JSON, `{"to": "+447700900123", "text": "…"}`."""

import http.client
import json
import ssl
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from portal.notifications.addresses import mobile_number
from portal.notifications.errors import NotSent, PerhapsSent, Refused

SECONDS = 20.0
NOT_NOW = frozenset({429, 503})  # too many, closed for a while: nothing was taken
TAKEN, REFUSALS = range(200, 300), range(300, 500)


@dataclass(frozen=True, slots=True)
class HttpText:
    """A provider at an https address, and the token it knows us by."""

    url: str
    token: str

    def send(self, to: str, body: str) -> None:
        """Hand one text message over. Raises NotSent, Refused, PerhapsSent. Never follows a redirect."""
        number = mobile_number(to)
        if number is None:
            raise Refused
        with closing(self._connection(urlsplit(self.url))) as connection:
            try:
                connection.connect()
            except OSError:
                raise NotSent from None
            status = self._post(connection, {"to": number, "text": body})
        if status in NOT_NOW:
            raise NotSent
        if status in REFUSALS:
            raise Refused
        if status not in TAKEN:
            raise PerhapsSent  # a server that broke may have passed it on first

    def _post(self, connection: http.client.HTTPConnection, message: dict[str, str]) -> int:
        parts = urlsplit(self.url)
        where = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", where, json.dumps(message).encode(), headers)
            return connection.getresponse().status
        except (http.client.HTTPException, OSError):
            raise PerhapsSent from None

    @staticmethod
    def _connection(parts: SplitResult) -> http.client.HTTPConnection:
        host = parts.hostname or ""
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=context)
        return http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
