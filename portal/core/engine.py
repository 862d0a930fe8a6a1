"""How an engine is set up, so that no update is lost and a page that only shows cannot write.

SQLAlchemy's own set-up of SQLite begins a transaction at the first write, after the reads it rests on: two
processes then read the same value and one update is lost without an error. Here every transaction takes the
write lock when it begins, unless it promises to read only.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError

BUSY_SECONDS = 10
_read_only: ContextVar[bool] = ContextVar("read_only", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun in here take no write lock, and a write in them fails (OperationalError, InternalError)."""
    token = _read_only.set(True)
    try:
        yield
    finally:
        _read_only.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun in here may write, even inside `reading()`: for the log line of a page that only shows."""
    token = _read_only.set(False)
    try:
        yield
    finally:
        _read_only.reset(token)


def prepare_engine(engine: Engine) -> None:
    """Set the engine up for SQLite or PostgreSQL. Call it once, before the first connection.

    On PostgreSQL the default READ COMMITTED stays: row locks and version ids keep updates there.
    """
    # An error page or a log line must not carry the values of a statement: somebody typed them.
    engine.hide_parameters = True
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _make_no_second_file(set()))
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "checkout", _stay_on_the_file)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "reset", _forget_read_only)
    else:
        event.listen(engine, "begin", _begin_elsewhere)


def _make_no_second_file(seen: set[str]) -> Callable[..., None]:
    """A file that is not there is made on first use only. An empty one in its place would make SQLite drop its log."""

    def refuse(_dialect: Any, _record: Any, arguments: Any, _named: Any) -> None:
        path = arguments[0]
        if os.path.exists(path):  # noqa: PTH110  # as it was given: SQLite has names that are no path
            seen.add(path)
        elif path in seen or os.path.exists(f"{path}-wal"):  # noqa: PTH110
            raise sqlite3.OperationalError("the database file is gone")

    return refuse


def _set_up_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin on its own, and later than we do
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    _use_wal(connection)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")  # an acknowledged request survives a power cut
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info["file"] = (path, _inode(path))


def _stay_on_the_file(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
    # A connection outlives its file. What it writes after the file was deleted or replaced would be lost in silence.
    path, inode = record.info["file"]
    if _inode(path) != inode:
        raise DisconnectionError("the database file was replaced")


def _inode(path: str) -> int | None:
    try:
        return os.stat(path).st_ino if path else None  # noqa: PTH116  # at every checkout: a Path costs more
    except OSError:
        return None


def _use_wal(connection: sqlite3.Connection) -> None:
    # The change to WAL does not wait for busy_timeout when two processes open a new file at once.
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    read_only = _read_only.get()
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _forget_read_only(connection: sqlite3.Connection, _record: Any, _state: Any) -> None:
    connection.execute("PRAGMA query_only=OFF")


def _begin_elsewhere(connection: Connection) -> None:
    if _read_only.get():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
