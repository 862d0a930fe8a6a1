"""Master keys. The first wraps data keys, the others only unwrap: that is how a master key is replaced at leisure."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault.errors import WrongMasterKey
from portal.vault.sealing import KEY_BYTES, seal, unseal

ID_BYTES = 8


def new_master_key() -> str:
    """Make a master key: 32 random bytes in base64, as `CANDOUR_MASTER_KEY` wants it."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key. `id` is a fingerprint: it tells two keys apart and says nothing about either."""

    id: str
    _wrapping: bytes = field(repr=False)

    @classmethod
    def from_bytes(cls, secret: bytes) -> "MasterKey":
        """Derive the fingerprint and the wrapping key, so that neither gives the other away."""
        return cls(
            _derive(secret, b"candour master key id", ID_BYTES).hex(), _derive(secret, b"candour wrap", KEY_BYTES)
        )

    def wrap(self, data_key: bytes, key_id: str) -> bytes:
        """Wrap a data key under its id, so that two wrapped keys cannot change places."""
        return seal(self._wrapping, data_key, f"data-key:{key_id}")

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        """Give the data key back. Raises SealBroken."""
        return unseal(self._wrapping, wrapped, f"data-key:{key_id}")


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master keys of this process, newest first."""

    keys: tuple[MasterKey, ...]

    @classmethod
    def from_text(cls, text: str) -> "Keyring":
        """Read base64 keys of 32 bytes, separated by commas or blanks. Raises WrongMasterKey that says which is bad."""
        words = [word for word in re.split(r"[\s,]+", text) if word]
        if not words:
            raise WrongMasterKey("There is no master key. Set CANDOUR_MASTER_KEY or CANDOUR_MASTER_KEY_FILE.")
        keys = tuple(MasterKey.from_bytes(_decode(word, n)) for n, word in enumerate(words, start=1))
        if len({key.id for key in keys}) < len(keys):
            raise WrongMasterKey("Two of the master keys are the same. Give each of them once, the newest first.")
        return cls(keys)

    @property
    def first(self) -> MasterKey:
        """The master key that wraps."""
        return self.keys[0]

    def find(self, master_key_id: str) -> MasterKey | None:
        """The master key with that fingerprint, or None when this process was not given it."""
        return next((key for key in self.keys if key.id == master_key_id), None)


def _decode(word: str, number: int) -> bytes:
    try:
        secret = base64.b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise WrongMasterKey(f"Master key {number} is not {KEY_BYTES} bytes in base64.")
    return secret


def _derive(secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret)
