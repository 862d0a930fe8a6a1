"""Migrations on SQLite, where a table is changed by making it anew: nothing that points at it may get in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_alembic import Alembic
from sqlalchemy import Connection


class ReferencesBroken(RuntimeError):
    """A row points at one that is gone. The message names tables, never what stands in them."""


class Migrations(Alembic):
    """All migrations in one transaction. On SQLite references are looked at when it is over, not table by table.

    SQLite refuses to drop a table while a row elsewhere points at it, and to change a column means to drop its table.
    """

    def run_migrations(self, fn: Any, **kwargs: Any) -> None:
        """Run them. Raises ReferencesBroken when a row points at nothing afterwards."""
        connections = [context.connection for context in self.migration_contexts.values()]
        with _unwatched([c for c in connections if c is not None and c.dialect.name == "sqlite"]):
            super().run_migrations(fn, **kwargs)


@contextmanager
def _unwatched(connections: list[Connection]) -> Iterator[None]:
    for connection in connections:
        _switch(connection, "OFF")
    try:
        yield
    finally:
        for connection in connections:
            _switch(connection, "ON")
    broken = {row[0] for connection in connections for row in _driver(connection).execute("PRAGMA foreign_key_check")}
    if broken:
        raise ReferencesBroken(f"Rows point at nothing in: {', '.join(sorted(broken))}. Restore the back-up.")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _switch(connection: Connection, state: str) -> None:
    connection.rollback()  # what was only read began a transaction too, and inside one nothing can be switched
    driver = _driver(connection)
    driver.execute(f"PRAGMA foreign_keys={state}")
    if driver.execute("PRAGMA foreign_keys").fetchone()[0] != (state == "ON"):
        raise RuntimeError("a transaction was open already; references cannot be switched in one")
