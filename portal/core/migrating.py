"""Migrations on SQLite, where a table is changed by making it anew: nothing that points at it may get in the way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_alembic import Alembic


class ReferencesBroken(RuntimeError):
    """A row points at one that is gone. The message names tables, never what stands in them."""


class Migrations(Alembic):
    """All migrations in one transaction. On SQLite references are looked at when it is over, not table by table.

    SQLite refuses to drop a table while a row elsewhere points at it, and to change a column means to drop its table.
    """

    def run_migrations(self, fn: Any, **kwargs: Any) -> None:
        """Run them. Raises ReferencesBroken when a row points at nothing afterwards."""
        connections = [context.connection for context in self.migration_contexts.values()]
        for connection in connections:
            if connection is not None:
                connection.rollback()  # what was read before began a transaction
        drivers = [c.connection.driver_connection for c in connections if c is not None and c.dialect.name == "sqlite"]
        with _unwatched(drivers):
            super().run_migrations(fn, **kwargs)


@contextmanager
def _unwatched(drivers: list[Any]) -> Iterator[None]:
    for driver in drivers:
        _switch(driver, "OFF")
    try:
        yield
    finally:
        for driver in drivers:
            _switch(driver, "ON")
    broken = {row[0] for driver in drivers for row in driver.execute("PRAGMA foreign_key_check")}
    if broken:
        raise ReferencesBroken(f"Rows point at nothing in: {', '.join(sorted(broken))}. Restore the back-up.")


def _switch(driver: sqlite3.Connection, state: str) -> None:
    driver.execute(f"PRAGMA foreign_keys={state}")
    if driver.execute("PRAGMA foreign_keys").fetchone()[0] != (state == "ON"):
        raise RuntimeError("a transaction was open already; references cannot be switched in one")
