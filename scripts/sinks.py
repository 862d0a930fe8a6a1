"""A mail server and a provider of text messages that pass nothing on: they keep what they are given.

`make run` starts them so that the demo sends no message anywhere; tests start them to see every byte.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from typing import Any

HERE = "127.0.0.1"
REPLIES = {"EHLO": "250 sink", "HELO": "250 sink", "DATA": "354 go on", ".": "250 taken", "QUIT": "221 bye"}


@dataclass
class Mail:
    """One e-mail as it came: the name the sender gave its machine, the envelope, the bytes."""

    hello: str
    sender: str
    to: str
    raw: bytes

    @property
    def letter(self) -> EmailMessage:
        """The e-mail, read."""
        letter = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(letter, EmailMessage)  # noqa: S101  # the policy makes these
        return letter


@dataclass
class Text:
    """One text message as it came."""

    to: str
    text: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Sinks:
    """Both, and all they were given. `replies` and `status` change what they answer; None hangs up without a word."""

    smtp_port: int = 0
    text_port: int = 0
    mails: list[Mail] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    replies: dict[str, str | None] = field(default_factory=dict)
    status: int | None = 201
    took: Callable[[Mail | Text], None] = lambda _: None

    @property
    def smtp_url(self) -> str:
        """Where e-mails go."""
        return f"smtp://{HERE}:{self.smtp_port}/"

    @property
    def text_url(self) -> str:
        """Where text messages go."""
        return f"http://{HERE}:{self.text_port}/texts"

    @property
    def count(self) -> int:
        """How many messages came, of both kinds."""
        return len(self.mails) + len(self.texts)


@contextmanager
def open_sinks(took: Callable[[Mail | Text], None] = lambda _: None) -> Iterator[Sinks]:
    """Take messages on two free ports of this machine until the end."""
    sinks = Sinks(took=took)
    with ThreadingTCPServer((HERE, 0), _smtp(sinks)) as smtp, ThreadingHTTPServer((HERE, 0), _http(sinks)) as http:
        sinks.smtp_port, sinks.text_port = smtp.server_address[1], http.server_address[1]
        threads = [_serve(server) for server in (smtp, http)]
        try:
            yield sinks
        finally:
            smtp.shutdown()
            http.shutdown()
            for thread in threads:
                thread.join()


def into_folder(folder: Path) -> Callable[[Mail | Text], None]:
    """Write each message into a file of its own, numbered in the order they came."""

    def write(message: Mail | Text) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        number = len(list(folder.iterdir())) + 1
        kind, words = ("email", message.raw.decode()) if isinstance(message, Mail) else ("text", message.text + "\n")
        (folder / f"{number:04}-{kind}.txt").write_text(f"To: {message.to}\n\n" * (kind == "text") + words)

    return write


def _serve(server: TCPServer) -> threading.Thread:
    server.daemon_threads = True  # type: ignore[attr-defined]  # both kinds have it
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    return thread


class _Visit(StreamRequestHandler):
    """As much of RFC 5321 as one e-mail takes."""

    sinks: Sinks

    def handle(self) -> None:
        told: dict[str, str] = {}
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            verb, _, rest = line.decode().strip().partition(" ")
            told[verb.upper()] = rest
            if not self._goes_on(verb.upper(), told):
                return

    def _goes_on(self, verb: str, told: dict[str, str]) -> bool:
        reply = self._reply(verb)
        if reply and reply.startswith("354"):
            reply = self._take(told)
        return reply is not None and verb != "QUIT"

    def _take(self, told: dict[str, str]) -> str | None:
        """Read the words up to the lonely point, and keep them unless they are to be refused."""
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if (self.sinks.replies.get(".", "250") or "250").startswith("250"):  # whoever hangs up may have passed it on
            mail = Mail(told.get("EHLO", ""), _address(told["MAIL"]), _address(told["RCPT"]), b"".join(lines))
            self.sinks.mails.append(mail)
            self.sinks.took(mail)
        return self._reply(".")

    def _reply(self, verb: str) -> str | None:
        """Answer. None: hang up."""
        reply = self.sinks.replies.get(verb, REPLIES.get(verb, "250 fine"))
        if reply is not None:
            self.wfile.write(reply.encode() + b"\r\n")
        return reply


def _smtp(sinks: Sinks) -> type[StreamRequestHandler]:
    return type("Visit", (_Visit,), {"sinks": sinks})


def _address(told: str) -> str:
    return told.partition("<")[2].partition(">")[0]


def _http(sinks: Sinks) -> type[BaseHTTPRequestHandler]:
    class Visit(BaseHTTPRequestHandler):
        """One POST, one message."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = Text(body["to"], body["text"], {name.lower(): v for name, v in self.headers.items()}, body)
            sinks.texts.append(text)
            sinks.took(text)
            if sinks.status is None:
                self.close_connection = True
                return
            self.send_response(sinks.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Visit
