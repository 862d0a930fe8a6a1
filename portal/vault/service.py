"""The vault: the one door to keys, sealed values, sealed files and blind indexes."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import NewType, cast

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from portal.vault import opening, rotation
from portal.vault.box import Box
from portal.vault.files import Files
from portal.vault.keyring import Keyring
from portal.vault.keystore import KeyStore

KeyId = NewType("KeyId", str)


class Vault:
    """Holds no plaintext key between two calls. Safe to share between threads; make it anew after a fork.

    Every method raises KeyStoreUnavailable and WrongMasterKey.
    """

    def __init__(self, keyring: Keyring, keystore_engine: Engine, files_url: str) -> None:
        """`keystore_engine` is a fresh engine on CANDOUR_KEYS_URL; it is set up here. Raises FilesUnavailable."""
        self._store = KeyStore(keystore_engine, keyring)
        self._engine = keystore_engine
        self.files = Files(files_url)

    @classmethod
    def from_settings(cls, *, master_keys: str, keys_url: str, files_url: str) -> "Vault":
        """Open the vault that the settings name, and make its key store on first use. `check` it before serving."""
        engine = create_engine(keys_url, pool_pre_ping=not keys_url.startswith("sqlite"))
        vault = cls(Keyring.from_text(master_keys), engine, files_url)
        vault.prepare()
        return vault

    def prepare(self) -> None:
        """Make the key store on first use; afterwards this only looks. Several processes may do it at once."""
        opening.prepare(self._store)

    def check(self, *keys_in_use: str) -> None:
        """Raise what is wrong: key store, master key or file store. `keys_in_use`: some key ids the data holds.

        With them, an empty, foreign or outdated key store is noticed at start and not by the first person who comes.
        """
        opening.check(self._store, *keys_in_use)
        self.files.check()

    def new_key(self, owner: str) -> KeyId:
        """Make a data key, kept at once and whatever becomes of the caller's transaction. `owner`: a word or an id."""
        return KeyId(self._store.create(owner))

    def box(self, key_id: str) -> Box:
        """Give the box that seals under this data key."""
        return Box(key_id, self._store.unwrap)

    def shred(self, key_id: str) -> None:
        """Destroy the data key: every box on it raises KeyDestroyed from now on, in every process, for good."""
        self._store.destroy(key_id)

    def rewrap_all(self) -> int:
        """Wrap every data key by the first master key, while everything runs. Gives how many changed."""
        return rotation.rewrap_all(self._store)

    def blind(self, kind: str, normalised: str) -> str:
        """Give the blind index of a normalised identifier: 64 hex digits, the same for the same, made with our key."""
        return self.blind_all([(kind, normalised)])[0]

    def blind_all(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Give the blind indexes of many, each with its kind, in one look at the key."""
        key = self._store.unwrap(opening.BLIND_INDEX_KEY)
        typed = (f"{kind}\0{normalised}".encode("utf-8", "surrogatepass") for kind, normalised in pairs)
        return [hmac.new(key, one, hashlib.sha256).hexdigest() for one in typed]

    def close(self) -> None:
        """Let go of the connections to the key store."""
        self._engine.dispose()


def vault_of(session: Session) -> Vault:
    """The vault that whoever made the session put beside it, as `session.info["vault"]`."""
    return cast(Vault, session.info["vault"])
