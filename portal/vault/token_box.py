"""Seals under a key that only the holder of a random token can make again. The token itself is never stored."""

import hashlib

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault.sealing import KEY_BYTES, seal, unseal

PURPOSE = b"candour token box"


class TokenBox:
    """AES-256-GCM under HKDF-SHA256 of a token. Losing the token is losing what was sealed: that is the point."""

    def __init__(self, token: str) -> None:
        """`token` carries at least 128 random bits: it is stretched into a key, not slowed down like a password."""
        self._secret = token.encode("utf-8", "surrogatepass")
        self.name = hashlib.sha256(self._secret).hexdigest()

    def seal(self, place: str, data: bytes) -> bytes:
        """Seal bytes for a place, such as `table.column:row-id`. They open nowhere else."""
        return seal(self._key(), data, place)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Open bytes that were sealed for that place under the same token. Raises SealBroken."""
        return unseal(self._key(), sealed, place)

    def _key(self) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(self._secret)
