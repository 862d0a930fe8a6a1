"""Requests by hand, on the wire: what a curious person or a thief of cookies would send, and every header of the answer."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in order, bytes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every header of that name."""
        return [value for found, value in self.headers if found.lower() == name.lower()]

    def one(self, name: str) -> str | None:
        """The only header of that name, or None."""
        found = self.all(name)
        assert len(found) < 2, (name, found)
        return found[0] if found else None

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()


def send(
    home: str, path: str, *, method: str = "GET", cookie: str = "", form: dict[str, str] | None = None, **headers: str
) -> Answer:
    """Send one request, follow nothing. `form` makes it a POST from our own page."""
    if form is not None:
        method = "POST"
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": home}
        headers |= {"Referer": home + path}
    if cookie:
        headers["Cookie"] = cookie
    connection = http.client.HTTPConnection(urlsplit(home).netloc, timeout=20)
    try:
        connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()
