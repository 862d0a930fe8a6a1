"""Facts of an audit entry, checked: all of them, no others, and none that could carry what somebody wrote."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from portal.audit.actions import FACTS, SCHEMA, Action

Fact = str | int | date | UUID
LONGEST = 200


class FactRefused(ValueError):
    """An entry is missing a fact, has one too many, or one that is ill-formed. Names the fact, never its value."""


def checked(action: Action, facts: Mapping[str, Fact]) -> dict[str, str | int]:
    """The facts as they are stored: text or whole numbers. Raises FactRefused."""
    if facts.keys() != SCHEMA[action]:
        wanted, given = ", ".join(sorted(SCHEMA[action])), ", ".join(sorted(facts))
        raise FactRefused(f"{action} carries the facts [{wanted}], not [{given}]")
    return {name: _checked(action, name, facts[name]) for name in sorted(facts)}


def _checked(action: Action, name: str, value: Fact) -> str | int:
    plain = _plain(value)
    if not _fits(FACTS[name], plain):
        raise FactRefused(f"{action}: the fact {name} is ill-formed")
    return plain


def _plain(value: Fact) -> str | int:
    """How a fact is written down: a date as `2026-11-22`, an enumeration as its value."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value  # type: ignore[return-value]  # the rest is refused below


def _fits(shape: str | type[int], value: object) -> bool:
    if shape is int:
        return type(value) is int and value >= 0
    return isinstance(value, str) and len(value) <= LONGEST and bool(re.fullmatch(str(shape), value, re.ASCII))
