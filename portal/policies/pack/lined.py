"""YAML that remembers its lines, so that a problem can say where it stands.

Every value is read as text: a telephone number stays one, and `no` is a word. The schema turns text into dates and
numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from portal.policies.pack.problems import Problem

MOST_DEPTH = 12  # of lists inside of lists: about twice as deep as any pack is


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


def _unreadable(lined: Lined, error: yaml.YAMLError) -> Lined:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    why = error.problem if isinstance(error, yaml.MarkedYAMLError) else "it holds a character that cannot be read"
    line = lined.first_line + (mark.line if mark else 0)
    lined.problems.append(Problem(lined.file, line, f"this is not YAML: {why}"))
    lined.is_unreadable = True
    return lined


def _tree(text: str) -> yaml.Node | None:
    # an alias may point at what it stands in, and would never end; neither would a list in a list in a list
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _at(event, "write it out again instead of `*`")
        if depth > MOST_DEPTH:
            raise _at(event, "lists stand inside lists too often: write it flatter")
    return yaml.compose(text, Loader=yaml.BaseLoader)


def _at(event: yaml.Event, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(None, None, problem, event.start_mark)  # type: ignore[arg-type]  # its stub is narrower


def _plain(node: yaml.Node, lined: Lined, place: tuple[str | int, ...]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, lined, place))
    if isinstance(node, yaml.SequenceNode):
        return [_item(item, lined, (*place, index)) for index, item in enumerate(node.value)]
    return node.value


def _pairs(node: yaml.MappingNode, lined: Lined, place: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    for key_node, value_node in node.value:
        line = lined.first_line + key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            lined.problems.append(Problem(lined.file, line, "a list cannot be a name: write a word before the `:`"))
            continue
        here = (*place, key_node.value)
        if here in lined.lines:
            lined.problems.append(Problem(lined.file, line, f"`{key_node.value}` stands here twice: keep one of them"))
        lined.lines[here] = line
        yield key_node.value, _plain(value_node, lined, here)


def _item(node: yaml.Node, lined: Lined, place: tuple[str | int, ...]) -> Any:
    lined.lines[place] = lined.first_line + node.start_mark.line
    return _plain(node, lined, place)
