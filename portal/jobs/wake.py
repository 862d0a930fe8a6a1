"""Waking workers through huey's storage: SQLite, Redis or PostgreSQL, by one setting.

huey deletes a message before anybody has acted on it, so a message here says nothing but "look into the outbox". One
that is lost costs time, until the next sweep, and nothing else. The bytes are never unpickled.
"""

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.storage import BaseStorage
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from portal.outbox.service import JOBS_WAIT

log = structlog.get_logger(__name__)
QUEUE = "candour"
MESSAGE = b"look"
LOOK_EVERY = 0.2  # seconds, where the storage cannot tell us


class Wake:
    """Sends and hears wake-up calls. Never raises: the outbox is the truth, and the sweep finds what was not heard."""

    def __init__(self, url: str) -> None:
        """`url`: `sqlite:////a/file` (a file of its own), `redis://…` or `postgresql://…`. Opened on first use."""
        self._open = _opener(url)
        self._storage: BaseStorage | None = None
        self._lock = threading.Lock()

    def send(self) -> None:
        """Wake one worker."""
        try:
            self._opened().enqueue(MESSAGE)
        except Exception as error:  # noqa: BLE001  # each storage has its own; none may fail a request
            log.warning("wake-not-sent", error=type(error).__name__)

    def wait(self, seconds: float, stop: threading.Event) -> bool:
        """Wait until woken (True), told to stop, or the seconds are over. Hears a call within half a second."""
        until = time.monotonic() + seconds
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            heard, pause = self._listen()
            if heard:
                return True
            stop.wait(min(pause, left))
        return False

    def close(self) -> None:
        """Let go of the queue."""
        with self._lock:
            if self._storage is not None:
                self._storage.close()
                self._storage = None

    def _listen(self) -> tuple[bool, float]:
        """Whether a call was heard, and how long to wait before listening again."""
        try:
            storage = self._opened()
            return storage.dequeue() is not None, 0.0 if storage.blocking else LOOK_EVERY
        except Exception as error:  # noqa: BLE001  # as above: a worker without its queue goes on sweeping
            log.warning("wake-not-heard", error=type(error).__name__)
            return False, 1.0

    def _opened(self) -> BaseStorage:
        with self._lock:
            if self._storage is None:
                self._storage = self._open()
            return self._storage


def install_wake(make_session: sessionmaker[Session], wake: Callable[[], None]) -> None:
    """Call `wake` after each commit of a session in which a job was enqueued."""

    def after_commit(session: Session) -> None:
        if session.in_nested_transaction():
            return  # a savepoint: the job can still be rolled back, and a worker would find nothing yet
        if session.info.pop(JOBS_WAIT, False):
            wake()

    event.listen(make_session, "after_commit", after_commit)


def _opener(url: str) -> Callable[[], BaseStorage]:
    """How to open the storage. Raises ValueError for a scheme that is none of ours."""
    parts = urlsplit(url)
    kind = parts.scheme.partition("+")[0]
    # Results are not wanted, and a message need not survive a power cut.
    if kind == "sqlite":
        return lambda: _storage(SqliteHuey, filename=parts.path.removeprefix("/"), timeout=1, fsync=False)
    if kind in {"redis", "rediss"}:
        return lambda: _storage(RedisHuey, url=_with_time_limits(url))
    if kind == "postgresql":
        return lambda: _storage(PostgresHuey, dsn=url.replace(parts.scheme, kind, 1), connect_timeout=2)
    raise ValueError("CANDOUR_QUEUE_URL has to start with sqlite:, redis:, rediss: or postgresql:")


def _storage(kind: Any, **options: Any) -> BaseStorage:
    storage: BaseStorage = kind(QUEUE, results=False, **options).storage
    return storage


def _with_time_limits(url: str) -> str:
    """A web request must not hang on a queue that does not answer; a worker listens for a second at a time."""
    return f"{url}{'&' if urlsplit(url).query else '?'}socket_connect_timeout=1&socket_timeout=3"
