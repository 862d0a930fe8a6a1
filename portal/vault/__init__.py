"""The vault: data keys, sealed fields and files, blind indexes, shredding. The only holder of keys."""

from portal.vault.box import Box
from portal.vault.errors import FilesUnavailable, KeyDestroyed, KeyStoreUnavailable, SealBroken, WrongMasterKey
from portal.vault.files import StoredFile
from portal.vault.keyring import Keyring, new_master_key
from portal.vault.service import KeyId, Vault, vault_of

__all__ = [
    "Box",
    "FilesUnavailable",
    "KeyDestroyed",
    "KeyId",
    "KeyStoreUnavailable",
    "Keyring",
    "SealBroken",
    "StoredFile",
    "Vault",
    "WrongMasterKey",
    "new_master_key",
    "vault_of",
]
