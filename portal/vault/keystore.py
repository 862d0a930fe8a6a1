"""The key store: makes, unwraps and destroys data keys. Each call is a transaction of its own.

Nothing is cached: a key destroyed by one process is gone for all of them at their next call.
"""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, event, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from portal.core.engine import prepare_engine, reading, writing
from portal.vault.errors import KeyDestroyed, KeyStoreUnavailable, WrongMasterKey
from portal.vault.keyring import Keyring
from portal.vault.sealing import KEY_BYTES
from portal.vault.tables import DataKey

NEVER_MADE = (
    "The key store does not know a key that the data needs. It may be the wrong key store, or an old copy of it."
    " Give the right one in CANDOUR_KEYS_URL. Nothing was changed."
)
STRANDED = (
    "Some keys in the key store are wrapped by a master key that was not given. Give that one too,"
    " after the new one, and run `flask --app app vault rotate` before it is taken away."
)
WRAPPED = select(DataKey.wrapped, DataKey.master_key_id).where(DataKey.id == bindparam("key_id"))


class KeyStore:
    """Data keys in their own database. Safe to share between threads."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        """`engine` is fresh: it is set up here, before its first connection."""
        prepare_engine(engine)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _overwrite_what_is_deleted)
        self._engine = engine
        self.keyring = keyring
        self._file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None

    def create(self, owner: str, key_id: str = "") -> str:
        """Make a data key and keep it wrapped, at once. Gives its id. Raises KeyStoreUnavailable."""
        key_id = key_id or uuid.uuid4().hex
        with self.changing() as connection:
            self.insert(connection, owner, key_id)
        return key_id

    def unwrap(self, key_id: str) -> bytes:
        """Give the data key (32 bytes). Raises KeyDestroyed, SealBroken, WrongMasterKey, KeyStoreUnavailable."""
        with self.looking() as connection:
            row = connection.execute(WRAPPED, {"key_id": key_id}).one_or_none()
        if row is None:
            raise KeyStoreUnavailable(NEVER_MADE)
        if row.wrapped is None:
            raise KeyDestroyed
        return self.open(row.wrapped, row.master_key_id, key_id)

    def open(self, wrapped: bytes, master_key_id: str, key_id: str) -> bytes:
        """Unwrap with the right master key. Raises WrongMasterKey when it was not given, SealBroken."""
        master = self.keyring.find(master_key_id)
        if master is None:
            raise WrongMasterKey(STRANDED)
        return master.unwrap(wrapped, key_id)

    def destroy(self, key_id: str) -> None:
        """Overwrite the wrapped key and note when. A second time does nothing. Raises KeyStoreUnavailable."""
        gone = update(DataKey).where(DataKey.id == key_id, DataKey.destroyed_at.is_(None))
        with self.changing() as connection:
            connection.execute(gone.values(wrapped=None, destroyed_at=func.now()))
            if connection.scalar(select(DataKey.id).where(DataKey.id == key_id)) is None:
                raise KeyStoreUnavailable(NEVER_MADE)
        self.flush_log()

    def flush_log(self) -> None:
        """Empty SQLite's write-ahead log: it would hold an overwritten key a while longer."""
        if self._file is not None:
            with self._meets_the_store(), self._engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises KeyStoreUnavailable."""
        self._must_be_there()
        with self._meets_the_store(), reading(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def changing(self, *, first_use: bool = False) -> Iterator[Connection]:
        """A transaction that may write, even inside a page that only shows. Raises KeyStoreUnavailable."""
        if not first_use:
            self._must_be_there()
        with self._meets_the_store(), writing(), self._engine.begin() as connection:
            yield connection

    def insert(self, connection: Connection, owner: str, key_id: str) -> None:
        """Make a data key in the caller's transaction."""
        master = self.keyring.first
        wrapped = master.wrap(secrets.token_bytes(KEY_BYTES), key_id)
        row = {"id": key_id, "owner": owner, "wrapped": wrapped, "master_key_id": master.id}
        connection.execute(insert(DataKey).values(row))

    def _must_be_there(self) -> None:
        # A connection to a file that was taken away goes on working, and what it writes is lost with it.
        if self._file is not None and not self._file.exists():
            raise KeyStoreUnavailable

    @staticmethod
    @contextmanager
    def _meets_the_store() -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise KeyStoreUnavailable from error


def _overwrite_what_is_deleted(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA secure_delete=ON")
