"""Changes single facts at the top of a pack file; every other byte stays. Pure."""

import json
import re

import yaml

from portal.policies import typed
from portal.policies.pack.policy_file import FRONT

ORDER = (
    "slug", "version", "title", "effective_on", "in_force_by", "not_before", "review_on", "covers", "details", "shares",
)  # fmt: skip
PLAIN = re.compile(r"\w(?:[^:#\n]*[^:#\s])?")  # what YAML reads as it stands
BLOCK = frozenset({"|", ">"})


class FrontUnreadable(ValueError):
    """The facts at the top cannot be changed one by one: they are missing, or not plain lines of YAML."""


def front_of(text: str) -> str:
    """The YAML between the two lines of `---`. Raises FrontUnreadable when there are no such lines."""
    first, end = _bounds(text)
    return text[first:end]


def replace_front(text: str, front: str) -> str:
    """Put other YAML at the top, as somebody typed it. Raises FrontUnreadable."""
    first, end = _bounds(text)
    return (
        text if typed.front(front) == text[first:end].rstrip() else f"{text[:first]}{typed.front(front)}\n{text[end:]}"
    )


def set_fact(text: str, name: str, value: str) -> str:
    """Set one fact to one line of text, or take it out when the value is empty. Raises FrontUnreadable."""
    first, end = _bounds(text)
    front = text[first:end]
    pairs = _pairs(front)
    if name in pairs:
        key, old = pairs[name]
        if isinstance(old, yaml.ScalarNode) and old.value == value and value:
            return text
        front = _changed(front, key, old, value)
    elif value:
        at = next((pairs[known][0].start_mark.index for known in _after(name) if known in pairs), len(front))
        front = f"{front[:at]}{name}: {_scalar(value)}\n{front[at:]}"
    return text[:first] + front + text[end:]


def next_version(text: str, number: int) -> str:
    """The text of a version as the beginning of version `number`. Its start is to be set. Raises FrontUnreadable.

    What was known about the days of the old version is not true of the new one.
    """
    text = set_fact(text, "version", str(number))
    text = set_fact(text, "effective_on", "not published")
    return set_fact(set_fact(text, "in_force_by", ""), "not_before", "")


def _bounds(text: str) -> tuple[int, int]:
    match = FRONT.match(text)
    if match is None:
        raise FrontUnreadable
    return text.index("\n") + 1, text.rindex("\n", 0, match.end()) + 1


def _pairs(front: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    try:
        root = yaml.compose(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise FrontUnreadable from None
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column:
        raise FrontUnreadable
    return {str(key.value): (key, value) for key, value in root.value}


def _changed(front: str, key: yaml.Node, old: yaml.Node, value: str) -> str:
    # a block of lines ends where the next key starts, a short value ends in its own line
    is_block = (
        old.style in BLOCK if isinstance(old, yaml.ScalarNode)
        else isinstance(old, yaml.CollectionNode) and not old.flow_style
    )  # fmt: skip
    end = old.end_mark.index
    if value:
        return f"{front[: key.end_mark.index]}: {_scalar(value)}{chr(10) if is_block else ''}{front[end:]}"
    return front[: key.start_mark.index] + front[end if is_block else front.index("\n", end) + 1 :]


def _after(name: str) -> tuple[str, ...]:
    return ORDER[ORDER.index(name) + 1 :]


def _scalar(value: str) -> str:
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
