"""Values as canonical JSON and back, strictly: a field that is missing, extra or of another kind is refused.

A field with a default may be missing: it came after the value was frozen.
"""

import dataclasses
import json
import typing
from datetime import date
from typing import Any, TypeVar

from portal.core.errors import PortalError

FORMAT = 1

T = TypeVar("T")


class ContentBroken(PortalError):
    """Frozen content that is not what was frozen. The message never holds the content."""

    message = "The frozen content cannot be read"


def freeze(value: Any) -> str:
    """Write a dataclass of texts, yes-or-no, dates and tuples of such as one line of ASCII JSON, keys sorted."""
    plain = {"content": dataclasses.asdict(value), "format": FORMAT}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def thaw(kind: type[T], text: str) -> T:
    """Read the dataclass `kind` that `freeze` wrote. Raises ContentBroken."""
    try:
        plain = json.loads(text)
        if plain["format"] != FORMAT:
            raise ContentBroken
        return typing.cast("T", _read(kind, plain["content"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ContentBroken from None


def _read(kind: Any, plain: Any) -> Any:
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, plain)
    if typing.get_origin(kind) is tuple:
        return tuple(_read(typing.get_args(kind)[0], item) for item in _checked(list, plain))
    if kind is date:
        return date.fromisoformat(plain)
    return _checked(kind, plain)


def _read_dataclass(kind: Any, plain: Any) -> Any:
    hints = typing.get_type_hints(kind)
    names = {field.name for field in dataclasses.fields(kind)}
    # a field that came later has a default: what was frozen before it came is still read
    late = {field.name for field in dataclasses.fields(kind) if field.default is not dataclasses.MISSING}
    given = _checked(dict, plain).keys()
    if given - names or names - given - late:
        raise ContentBroken
    return kind(**{name: _read(hints[name], plain[name]) for name in given})


def _checked(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise ContentBroken
    return plain
