"""Codes that are read out, typed in and kept only as a keyed hash: of invitations, and for the day all else is gone."""

import secrets
import uuid

from sqlalchemy.orm import Session

from portal.vault import vault_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that looks like a digit
READ_AS = str.maketrans("OIL", "011")
GROUP = 4
INVITATION, RECOVERY = 16, 12  # characters: 80 and 60 random bits


def fresh(length: int) -> str:
    """Draw a code, written in groups of four: `7K3M-P0QX-…`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return "-".join(drawn[start : start + GROUP] for start in range(0, length, GROUP))


def hash_of(session: Session, what: str, owner: uuid.UUID, code: str) -> str:
    """Give what is kept of a code. The key lies elsewhere, so a copy of the table cannot be tried against."""
    return vault_of(session).blind(f"code:{what}", f"{owner}\0{_normal(code)}")


def _normal(code: str) -> str:
    """Forgive blanks, dashes, small letters and look-alikes."""
    kept = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    return kept.translate(READ_AS)
