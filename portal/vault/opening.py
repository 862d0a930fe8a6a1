"""Opening a key store: made on first use, refused when it is another's."""

from contextlib import suppress

from sqlalchemy import Connection, insert, select, text

from portal.vault.errors import KeyDestroyed, KeyStoreUnavailable, SealBroken, WrongMasterKey
from portal.vault.keystore import STRANDED, KeyStore
from portal.vault.tables import SCHEMA_VERSION, Canary, DataKey, KeyBase, KeyStoreSchema

CANARY_VALUE = b"this master key opens this store"
BLIND_INDEX_KEY = "blind-index"
ONE_AT_A_TIME = 0x43414E44  # any number, the same in every process


def prepare(store: KeyStore) -> None:
    """Make the tables, the canary and the blind index's key where they are missing. Safe in several processes at once.

    Raises KeyStoreUnavailable, WrongMasterKey.
    """
    with store.changing(first_use=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ONE_AT_A_TIME})
        KeyBase.metadata.create_all(connection)
        if connection.scalar(select(KeyStoreSchema.version)) is None:
            connection.execute(insert(KeyStoreSchema).values(version=SCHEMA_VERSION))
        _leave_canary(connection, store)
        if connection.scalar(select(DataKey.id).where(DataKey.id == BLIND_INDEX_KEY)) is None:
            store.insert(connection, BLIND_INDEX_KEY, BLIND_INDEX_KEY)
    store.flush_log()


def check(store: KeyStore, *keys_in_use: str) -> None:
    """Raise KeyStoreUnavailable or WrongMasterKey unless the store opens and knows each of `keys_in_use`."""
    with store.looking() as connection:
        if connection.scalar(select(KeyStoreSchema.version)) != SCHEMA_VERSION:
            raise KeyStoreUnavailable("The key store was made by another version of Candour.")
        _meet_canary(connection, store)
        used = select(DataKey.master_key_id).where(DataKey.destroyed_at.is_(None)).distinct()
        if not set(connection.scalars(used)) <= {key.id for key in store.keyring.keys}:
            raise WrongMasterKey(STRANDED)
    for key_id in keys_in_use:
        with suppress(KeyDestroyed):  # a key that was destroyed here proves as well that this is its store
            store.unwrap(key_id)


def _leave_canary(connection: Connection, store: KeyStore) -> None:
    """The first master key leaves its canary, once it is known to belong to this store."""
    _meet_canary(connection, store)
    first = store.keyring.first
    if connection.scalar(select(Canary.master_key_id).where(Canary.master_key_id == first.id)) is None:
        wrapped = first.wrap(CANARY_VALUE, f"canary:{first.id}")
        connection.execute(insert(Canary).values(master_key_id=first.id, wrapped=wrapped))


def _meet_canary(connection: Connection, store: KeyStore) -> None:
    canaries = connection.execute(select(Canary.master_key_id, Canary.wrapped)).all()
    ours = [(master, row.wrapped) for row in canaries if (master := store.keyring.find(row.master_key_id))]
    if canaries and not ours:
        raise WrongMasterKey
    try:
        alive = all(master.unwrap(wrapped, f"canary:{master.id}") == CANARY_VALUE for master, wrapped in ours)
    except SealBroken:
        raise WrongMasterKey from None
    if not alive:
        raise WrongMasterKey
