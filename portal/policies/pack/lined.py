"""YAML that remembers its lines, so that a problem can say where it stands.

Every value is read as text: a telephone number stays one, and `no` is a word. The schema turns text into dates and
numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.policies.pack.problems import Problem

M = TypeVar("M", bound=BaseModel)

TYPE_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int_parsing": "has to be a whole number",
    "bool_parsing": "has to be true or false",
    "tuple_type": "has to be a list",
    "list_type": "has to be a list",
    "dict_type": "has to be a list of names with their values",
    "model_type": "has to be a list of names with their values",
    "string_type": "has to be text",
    "date_from_datetime_parsing": "has to be a date like 2026-11-22",
    "date_parsing": "has to be a date like 2026-11-22",
    "string_too_short": "is empty",
    "too_short": "is empty",
}


@dataclass
class Lined:
    """Plain data, and the line of every key and item in it."""

    file: str
    first_line: int
    data: Any = None
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_unreadable: bool = False

    def line_of(self, *place: str | int) -> int:
        """The line of a key or item; of the nearest thing around it when it is not there."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.first_line)

    def problem(self, text: str, *place: str | int) -> None:
        """Note a problem at a key or item."""
        self.problems.append(Problem(self.file, self.line_of(*place), text))


def read_yaml(text: str, *, file: str, first_line: int = 1) -> Lined:
    """Read YAML that starts at `first_line` of a file. What is wrong with it stands in `problems`."""
    lined = Lined(file, first_line)
    try:
        node = _tree(text)
    except yaml.YAMLError as error:
        return _unreadable(lined, error)
    lined.data = None if node is None else _plain(node, lined, ())
    return lined


def read_text(folder: Path, file: str) -> str | Problem:
    """The text of a file of the pack, or what keeps it from being read."""
    try:
        return (folder / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Problem(file, 1, "this file is not UTF-8 text")
    except OSError as error:
        return Problem(file, 1, f"this file cannot be read: {error.strerror}")


def read_yaml_file(folder: Path, file: str) -> Lined:
    """Read a YAML file of the pack. A file that is not there is a problem like any other."""
    text = read_text(folder, file)
    if isinstance(text, Problem):
        return Lined(file, 1, problems=[text], is_unreadable=True)
    return read_yaml(text, file=file)


def check_shape(kind: type[M], lined: Lined, **more: Any) -> M | None:
    """Read the data as `kind`, with `more` beside it; None when it does not fit, and `problems` says why."""
    data = lined.data if lined.data is not None else {}
    if not isinstance(data, dict):
        lined.problem("names with their values have to stand here")
        return None
    for name in data.keys() & more.keys():
        lined.problem(f"`{name}` is not set here", name)
    try:
        return kind.model_validate({**data, **more})
    except ValidationError as error:
        for detail in _causes(error):
            lined.problem(_sentence(detail), *detail["loc"])
        return None


def _unreadable(lined: Lined, error: yaml.YAMLError) -> Lined:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    why = error.problem if isinstance(error, yaml.MarkedYAMLError) else "it holds a character that cannot be read"
    line = lined.first_line + (mark.line if mark else 0)
    lined.problems.append(Problem(lined.file, line, f"this is not YAML: {why}"))
    lined.is_unreadable = True
    return lined


def _tree(text: str) -> yaml.Node | None:
    # an alias may point at what it stands in, and would never end
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(None, None, "write it out again instead of `*`", event.start_mark)  # type: ignore[arg-type]
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _causes(error: ValidationError) -> Iterator[ErrorDetails]:
    """Leave out that a list is empty when it only is so because its items were refused."""
    details = error.errors(include_url=False, include_input=False)
    refused = {detail["loc"][:end] for detail in details for end in range(len(detail["loc"]))}
    return (detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in refused)


def _plain(node: yaml.Node, lined: Lined, place: tuple[str | int, ...]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, lined, place))
    if isinstance(node, yaml.SequenceNode):
        return [_item(item, lined, (*place, index)) for index, item in enumerate(node.value)]
    return node.value


def _pairs(node: yaml.MappingNode, lined: Lined, place: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    for key_node, value_node in node.value:
        here = (*place, str(key_node.value))
        if here in lined.lines:
            line = lined.first_line + key_node.start_mark.line
            lined.problems.append(Problem(lined.file, line, f"`{key_node.value}` stands here twice"))
        lined.lines[here] = lined.first_line + key_node.start_mark.line
        yield str(key_node.value), _plain(value_node, lined, here)


def _item(node: yaml.Node, lined: Lined, place: tuple[str | int, ...]) -> Any:
    lined.lines[place] = lined.first_line + node.start_mark.line
    return _plain(node, lined, place)


def _sentence(detail: ErrorDetails) -> str:
    name = next((str(part) for part in reversed(detail["loc"]) if isinstance(part, str)), "")
    words = TYPE_WORDS.get(detail["type"]) or detail["msg"].removeprefix("Value error, ")
    return f"`{name}` {words}" if detail["type"] in TYPE_WORDS and name else f"{name}: {words}" if name else words
