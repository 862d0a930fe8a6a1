"""What is wrong with an address of a database, a folder, a queue or a site: said at start, not by the first visitor."""

from importlib.util import find_spec
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DATABASES = frozenset({"sqlite", "postgresql"})
NEEDS_A_HOST = frozenset({"s3", "http", "https", "smtp", "smtps"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NEEDS_A_PACKAGE = {"postgresql": "psycopg", "redis": "redis", "rediss": "redis"}


def wrong_with(url: str, schemes: tuple[str, ...]) -> str:
    """Say what is wrong, without repeating the address: there may be a password in it. Empty when nothing is."""
    try:
        parts = urlsplit(url)
        kind = parts.scheme.partition("+")[0]
        _ = parts.port, kind in DATABASES and make_url(url)
    except (ArgumentError, ValueError):
        return "cannot be read as an address"
    if parts.scheme not in schemes:
        return f"has to start with one of: {', '.join(scheme + ':' for scheme in schemes)}"
    if kind in NEEDS_A_PACKAGE and not find_spec(NEEDS_A_PACKAGE[kind]):
        return f"needs {NEEDS_A_PACKAGE[kind]}, which is not installed (requirements-scale.txt)"
    return _lacks(parts, kind)


def is_on_this_machine(url: str) -> bool:
    """Whether what travels there never leaves the machine."""
    return urlsplit(url).hostname in LOOPBACK


def _lacks(parts: SplitResult, kind: str) -> str:
    if kind == "sqlite" and (parts.netloc or parts.path.strip("/") in {"", ":memory:"}):
        return "has to name a file that lasts, as sqlite:////a/path does"
    if kind == "file" and (parts.netloc or not parts.path.strip("/")):
        return "has to name a folder, as file:///a/path does"
    return "has to name a host" if kind in NEEDS_A_HOST and not parts.hostname else ""
