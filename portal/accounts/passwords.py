"""argon2id for everything a human being remembers: workers' passwords and the words a person was given."""

import unicodedata
from dataclasses import dataclass

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

# RFC 9106, section 4, second recommended option: 64 MiB, three passes.
PRODUCTION = RFC_9106_LOW_MEMORY

# Made once from 32 random bytes that were thrown away. Nothing matches it; trying costs what a real one costs.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$pavvZg/cgdASCidFspqyOQ$oIOXc98f1+fpYB0HX1wDisY6Qrt4FVPvsFntvQDnKWM"


@dataclass(frozen=True, slots=True)
class _Setup:
    hasher: PasswordHasher
    nobodys: str


_setup = _Setup(PasswordHasher.from_parameters(PRODUCTION), NOBODYS)


@dataclass(frozen=True, slots=True)
class Check:
    """Whether it was right, and a fresh hash to keep when the stored one was made with older parameters."""

    ok: bool
    new_hash: str | None = None


def configure(profile: Parameters) -> None:
    """Use another argon2 profile in this process. For tests and for machines measured to carry more."""
    global _setup  # noqa: PLW0603  # one setting of one process, made before anything is hashed
    hasher = PasswordHasher.from_parameters(profile)
    nobodys = NOBODYS if profile == PRODUCTION else hasher.hash("nobody's")
    _setup = _Setup(hasher, nobodys)


def hash_secret(secret: str) -> str:
    """Hash with argon2id; salt and parameters are in the result. Another Unicode form of the same text hashes alike."""
    return _setup.hasher.hash(_normal(secret))


def verify_secret(stored: str | None, secret: str) -> bool:
    """Whether the secret is the one that was hashed. `None` (nobody) is never right and costs the same time."""
    return verify(stored, secret).ok


def verify(stored: str | None, secret: str) -> Check:
    """As `verify_secret`, and says when the hash should be renewed because the parameters were raised."""
    try:
        _setup.hasher.verify(stored or _setup.nobodys, _normal(secret))
    except (VerificationError, InvalidHashError):
        return Check(ok=False)
    if stored is None:
        return Check(ok=False)
    if _setup.hasher.check_needs_rehash(stored):
        return Check(ok=True, new_hash=hash_secret(secret))
    return Check(ok=True)


def _normal(secret: str) -> str:
    return unicodedata.normalize("NFKC", secret)
