"""A helper's own address is not the young person's: by it we would find the helper, and write to the wrong one."""

from collections.abc import Iterable

from wtforms import Field

from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind

REACHING = (IdentifierKind.EMAIL, IdentifierKind.PHONE)


def addresses(typed: Iterable[tuple[IdentifierKind, object]]) -> frozenset[str]:
    """The e-mail addresses and phone numbers among these answers, each in its one spelling."""
    found = (normalise(kind, str(value or "")) for kind, value in typed if kind in REACHING)
    return frozenset(filter(None, found))


def refuse_shared(field: Field, others: frozenset[str], said: str) -> bool:
    """Say `said` beside the field when what it holds is one of the addresses of the other one. True when it is not."""
    typed = str(field.data or "")
    is_shared = any(normalise(kind, typed) in others for kind in REACHING if typed.strip())
    if is_shared:
        field.errors = [said]
    return not is_shared
