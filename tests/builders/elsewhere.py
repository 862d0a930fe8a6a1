"""The other site that Exit goes to: a real https server on this machine, which notes who comes and what they bring."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "weather.test"
ADDRESS = f"https://{HOST}/today"
PAGE = b"<!doctype html><html lang=en><title>Weather</title><h1>Sun, then rain</h1></html>"


@dataclass
class Elsewhere:
    """The site at `port`, and every visit so far: path and headers."""

    port: int
    visits: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    seconds_to_answer: float = 0.0

    @property
    def chromium_rules(self) -> str:
        """Host rules for Chromium: the other site is here, this machine is this machine, and nothing else exists."""
        return f"MAP {HOST}:443 127.0.0.1:{self.port},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1,EXCLUDE localhost"


@contextmanager
def open_elsewhere(folder: Path) -> Iterator[Elsewhere]:
    """Serve the other site with a certificate of its own, made in `folder`, until the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    site = Elsewhere(server.server_address[1])
    server.RequestHandlerClass = _handler(site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, name="elsewhere", daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(site: Elsewhere) -> type[BaseHTTPRequestHandler]:
    class Visit(BaseHTTPRequestHandler):
        """One page for every path."""

        def do_GET(self) -> None:
            site.visits.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            time.sleep(site.seconds_to_answer)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def handle(self) -> None:
            """Browsers open connections in advance and drop them: that is no error."""
            try:
                super().handle()
            except (ConnectionError, ssl.SSLError):
                self.close_connection = True

    return Visit


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "elsewhere.pem"
    path.write_bytes(plain + certificate.public_bytes(pem))
    return path
