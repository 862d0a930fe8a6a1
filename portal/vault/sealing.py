"""AES-256-GCM, in one format: a version byte, a random nonce of 12 bytes, then the sealed and padded bytes.

The place (what, where, which row) is bound to the seal and not stored, so a value opens nowhere else.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault.errors import SealBroken

KEY_BYTES = 32
VERSION = b"\x01"
NONCE_BYTES = 12
LENGTH_BYTES = 4
BLOCK = 64  # a sealed "yes" is as long as a sealed "no", and a first name as long as another


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Seal the bytes for that place. Twice the same bytes give two different seals."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, _pad(plain), _bound(place))


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Give back what was sealed for that place. Raises SealBroken."""
    start = len(VERSION) + NONCE_BYTES
    if sealed[: len(VERSION)] != VERSION:
        raise SealBroken
    try:
        padded = AESGCM(key).decrypt(sealed[len(VERSION) : start], sealed[start:], _bound(place))
    except (InvalidTag, ValueError):  # ValueError: too short to be a seal at all
        raise SealBroken from None
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def _pad(plain: bytes) -> bytes:
    filled = len(plain).to_bytes(LENGTH_BYTES, "big") + plain
    return filled + bytes(-len(filled) % BLOCK)


def _bound(place: str) -> bytes:
    return VERSION + place.encode()
