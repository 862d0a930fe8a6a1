"""Reads plain data as one of the shapes of a pack, and says in an editor's words what does not fit."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.policies.pack.lined import Lined

M = TypeVar("M", bound=BaseModel)

TYPE_WORDS = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not known here: look for a slip of the pen, or take it out",
    "int_parsing": "has to be a whole number",
    "int_parsing_size": "has to be a whole number",
    "bool_parsing": "has to be true or false",
    "tuple_type": "has to be a list: write it in [ ] or with a - before each",
    "list_type": "has to be a list: write it in [ ] or with a - before each",
    "dict_type": "has to be a list of names with their values",
    "model_type": "has to be a list of names with their values",
    "string_type": "has to be text",
    "date_from_datetime_parsing": "has to be a date like 2026-11-22",
    "date_parsing": "has to be a date like 2026-11-22",
    "date_from_datetime_inexact": "has to be a date like 2026-11-22",
    "string_too_short": "is empty: write something there",
    "greater_than_equal": "has to be {ge} or more",
    "less_than_equal": "has to be {le} or less",
    "enum": "has to be one of {expected}",
    "too_empty": "is empty: write at least {min_length}",
    "too_short": "has {actual_length}, and {min_length} is the least",
    "too_long": "has {actual_length}, and {max_length} is the most",
}


def check_shape(kind: type[M], lined: Lined, **more: Any) -> M | None:
    """Read the data as `kind`, with `more` beside it; None when it does not fit, and `problems` says why."""
    data = lined.data if lined.data is not None else {}
    if not isinstance(data, dict):
        lined.problem("names with their values have to stand here: write `name: value`, one on each line")
        return None
    for name in data.keys() & more.keys():
        lined.problem(f"`{name}` is not set here: take it out", name)
    try:
        return kind.model_validate({**data, **more})
    except ValidationError as error:
        for detail in _causes(error):
            lined.problem(_sentence(detail), *detail["loc"])
        return None


def _causes(error: ValidationError) -> Iterator[ErrorDetails]:
    """Leave out that a list is empty when it only is so because its items were refused."""
    details = error.errors(include_url=False, include_input=False)
    refused = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return (detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in refused)


def _sentence(detail: ErrorDetails) -> str:
    name = next((part for part in reversed(detail["loc"]) if isinstance(part, str) and part != "[key]"), "")
    facts = detail.get("ctx", {})
    kind = "too_empty" if detail["type"] == "too_short" and not facts["actual_length"] else detail["type"]
    if kind in TYPE_WORDS:
        return f"`{name}` {TYPE_WORDS[kind].format(**facts)}"
    words = detail["msg"].removeprefix("Value error, ")
    return f"{name}: {words}" if name else words
