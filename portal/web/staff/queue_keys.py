"""Which list an address names, and where in it. Codes, days and ids of our own: nothing else is understood."""

import uuid
from datetime import date
from typing import Any

from flask import request

from portal.cases.filters import Filters, read_filters
from portal.cases.stretches import Key
from portal.core.errors import NotFound


def parse_filters() -> Filters:
    """The list. Raises NotFound for a code that is none of ours."""
    try:
        return read_filters(request.args)
    except ValueError:
        raise NotFound from None


def keys() -> tuple[Key | None, Key | None]:
    """The key of the last case seen and of the first, `2026-12-23_<id>`. Raises NotFound for anything else."""
    return _key(request.args.get("after", "")), _key(request.args.get("before", ""))


def here() -> dict[str, Any]:
    """The list and the place in it, as the query of an address of ours: nothing else of what came is passed on."""
    place = zip(("after", "before"), keys(), strict=True)
    return parse_filters().codes() | {name: said(key) for name, key in place if key}


def said(key: Key) -> str:
    """The key as it stands in an address."""
    return f"{key[0].isoformat()}_{key[1]}"


def _key(typed: str) -> Key | None:
    if not typed:
        return None
    day, _, case_id = typed.partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(case_id)
    except ValueError:
        raise NotFound from None
