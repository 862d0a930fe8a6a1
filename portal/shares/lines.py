"""From a pasted list, or a file of handles, to people: one line is one person. Pure; nothing is stored here.

Two ways to write it. Without a first line of names: a handle, and after a comma the code that stands for the person in
the set. With one (`user-name, nickname, email, phone, code`): a column each, so that a person may have several handles.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from portal.requests.identifiers import normalise
from portal.requests.kinds import IdentifierKind
from portal.shares.kinds import NotTaken
from portal.shares.rules import LONGEST_HANDLE

CODE = "code"
COLUMNS = {*IdentifierKind, CODE}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,}")
AT_MOST = 2  # cells of a line without a first line of names


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list. `handles`: kind, what was typed, the one spelling that is matched."""

    number: int
    handles: tuple[tuple[IdentifierKind, str, str], ...]
    code: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not taken, and why. It never holds what stood in it."""

    number: int
    why: NotTaken


def read_lines(text: str, kind: IdentifierKind | None = None) -> tuple[tuple[PersonLine, ...], tuple[BadLine, ...]]:
    """People, and the lines that are none. `kind`: of handles without a column; None: told by how they look."""
    people: list[PersonLine] = []
    bad: list[BadLine] = []
    seen: set[frozenset[tuple[IdentifierKind, str]]] = set()
    for number, cells, columns in _cells(text):
        found = _person(number, cells, columns, kind)
        if isinstance(found, BadLine):
            bad.append(found)
            continue
        same = frozenset((one, spelling) for one, _, spelling in found.handles)
        if same in seen:
            bad.append(BadLine(number, NotTaken.TWICE))
            continue
        seen.add(same)
        people.append(found)
    return tuple(people), tuple(bad)


def looks_like(handle: str) -> IdentifierKind:
    """What kind of handle it looks like. A name may look like anything else, so it is what is left."""
    if EMAIL.fullmatch(handle):
        return IdentifierKind.EMAIL
    return IdentifierKind.PHONE if PHONE.fullmatch(handle) else IdentifierKind.USER_NAME


def _cells(text: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Number of the line, its cells, and the columns that the first line names (none: no such line)."""
    columns: list[str] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        # a line at a time: a quote that is never closed spoils its own line and not all that follow
        cells = [cell.strip() for cell in next(csv.reader(StringIO(line)), [])]
        names = [cell.casefold().replace(" ", "-").replace("_", "-") for cell in cells]
        if not columns and number == 1 and set(names) <= COLUMNS and set(names) - {CODE}:
            columns = names
            continue
        yield number, cells, columns


def _person(number: int, cells: list[str], columns: list[str], kind: IdentifierKind | None) -> PersonLine | BadLine:
    if any(len(cell) > LONGEST_HANDLE for cell in cells):
        return BadLine(number, NotTaken.TOO_LONG)
    if len(cells) > (len(columns) or AT_MOST):
        return BadLine(number, NotTaken.UNREADABLE)
    pairs, code = _by_column(cells, columns) if columns else _by_place(cells, kind)
    handles = tuple((one, typed, normalise(one, typed)) for one, typed in pairs)
    if not handles:
        return BadLine(number, NotTaken.EMPTY)
    if not all(spelling for _, _, spelling in handles):
        return BadLine(number, NotTaken.UNREADABLE)
    return PersonLine(number, handles, code)


def _by_column(cells: list[str], columns: list[str]) -> tuple[list[tuple[IdentifierKind, str]], str]:
    given = dict(zip(columns, cells, strict=False))
    pairs = [(kind, given[kind.value]) for kind in IdentifierKind if given.get(kind.value)]
    return pairs, given.get(CODE, "")


def _by_place(cells: list[str], kind: IdentifierKind | None) -> tuple[list[tuple[IdentifierKind, str]], str]:
    handle, code = (*cells, "", "")[:AT_MOST]
    return ([(kind or looks_like(handle), handle)] if handle else []), code
