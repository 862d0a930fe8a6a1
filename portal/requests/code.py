"""The return code: a reference of 8 characters and 4 words, made once, shown once.

The reference has 40 random bits and is stored sealed and as a blind index; the words have 41 and are stored as an
argon2id hash. Whoever holds the database alone has to guess both.
"""

import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LENGTH = 8
WORDS = 4
WORD_LIST = Path(__file__).parent / "words.txt"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """What the person writes down."""

    reference: str
    words: tuple[str, ...]

    @property
    def spaced_reference(self) -> str:
        """`7K2M 9QXA`: two groups are easier to copy than one."""
        return f"{self.reference[:4]} {self.reference[4:]}"


@cache
def word_list() -> tuple[str, ...]:
    """The screened words, sorted; lines that start with # say where they come from."""
    lines = WORD_LIST.read_text().split("\n")
    return tuple(line for line in lines if line and not line.startswith("#"))


def new_reference() -> str:
    """A fresh random reference."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_words() -> tuple[str, ...]:
    """Four fresh random words, all different so that a mix-up of two lines is noticed."""
    return tuple(secrets.SystemRandom().sample(word_list(), WORDS))


def tidy_reference(typed: str) -> str:
    """What was meant: spaces, dashes and case do not count, and O I L are read as 0 1 1."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_LOOKALIKES)


def tidy_words(typed: str) -> str:
    """What was meant: commas, dashes, line ends and case do not count."""
    return " ".join("".join(c if c.isalpha() else " " for c in typed.lower()).split())
