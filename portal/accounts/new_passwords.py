"""What a new password has to be: long, not on the list of common ones, not the worker's own name.

No rule asks for a digit or a sign: such rules make passwords that are hard to remember and easy to guess
(NIST SP 800-63B, 3.1.1.2; NCSC, "Password policy: updating your approach").
"""

from functools import cache
from pathlib import Path

from portal.core.errors import RuleBroken

SHORTEST = 12  # three random words are longer
LONGEST = 1000
TELLING = 4  # letters of a name that say something; "Jo" stands in too many words
COMMON = Path(__file__).with_name("common_passwords.txt")


def checked(password: str, *, name: str = "", email: str = "") -> str:
    """The password, when it will do. Raises RuleBroken that says what to do."""
    if len(password) < SHORTEST:
        raise RuleBroken(f"A password has at least {SHORTEST} characters.", field="password")
    if len(password) > LONGEST:
        raise RuleBroken(f"Use {LONGEST} characters or fewer.", field="password")
    plain = _plain(password)
    if plain in _common() or len(set(plain)) < TELLING:
        raise RuleBroken("Many people use this password. Take three or four random words.", field="password")
    if plain in _own(name, email):
        raise RuleBroken("This is your name or e-mail address. Take three or four random words.", field="password")
    return password


def _own(name: str, email: str) -> set[str]:
    """The name and the address, whole and in parts, once and twice."""
    parts = [name, email, *name.split(), *email.replace("@", ".").split(".")]
    known = {plain for part in parts if len(plain := _plain(part)) >= TELLING}
    return known | {one + two for one in known for two in known}


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


@cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text().split())
