"""Replacing the master key while everything runs.

1. Every process gets `old,new`: all can open what the new key wraps. 2. Every process gets `new,old`: new data keys are
wrapped by the new key. 3. `rewrap_all`. 4. Every process gets `new`: the old one opens nothing any more.
"""

from sqlalchemy import delete, select, update

from portal.vault.keystore import KeyStore
from portal.vault.tables import Canary, DataKey

BATCH = 100  # short transactions: requests go on between two


def rewrap_all(store: KeyStore) -> int:
    """Wrap every data key by the first master key and give how many changed. May be stopped and run again.

    Raises WrongMasterKey (a key is wrapped by a master that was not given), KeyStoreUnavailable.
    """
    changed = 0
    while batch := _rewrap_some(store):
        changed += batch
    _forget_unused_masters(store)
    store.flush_log()
    return changed


def _rewrap_some(store: KeyStore) -> int:
    first = store.keyring.first
    stale = (DataKey.destroyed_at.is_(None)) & (DataKey.master_key_id != first.id)
    columns = select(DataKey.id, DataKey.wrapped, DataKey.master_key_id)
    with store.changing() as connection:
        rows = connection.execute(columns.where(stale).order_by(DataKey.id).limit(BATCH).with_for_update()).all()
        for row in rows:
            data_key = store.open(row.wrapped, row.master_key_id, row.id)
            again = {"wrapped": first.wrap(data_key, row.id), "master_key_id": first.id}
            connection.execute(update(DataKey).where(DataKey.id == row.id).values(again))
    return len(rows)


def _forget_unused_masters(store: KeyStore) -> None:
    still_used = select(DataKey.master_key_id).where(DataKey.destroyed_at.is_(None))
    unused = (Canary.master_key_id != store.keyring.first.id) & Canary.master_key_id.not_in(still_used)
    with store.changing() as connection:
        connection.execute(delete(Canary).where(unused))
