"""Reads the first sheet of an .xlsx file, row by row: every cell as text, a date as `2026-04-03`.

Of a formula only the value that the spreadsheet stored is read; nothing is worked out. We read it ourselves because the
libraries for it build the whole sheet in memory first: two cells far apart, in a file of a kilobyte, take all of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from posixpath import normpath

from portal.disclosures.importing.limits import MOST_COLUMNS, MOST_ROWS, FileRefused
from portal.disclosures.importing.xlsx_parts import BROKEN, TOO_MUCH, Parts

BOOK, LINKS, STRINGS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
IN_BRACKETS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NO_SHEET = "This workbook has no sheet with cells in it."
LETTERS = 26
DAY = 86_400


@dataclass
class _Book:
    """Where the first sheet is that somebody can see, and from which day dates are counted."""

    sheets: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            link = next(
                (value for key, value in attributes.items() if key.rpartition(":")[2] == "id" and ":" in key), ""
            )
            self.sheets.append(link)
        elif name == "Relationship" and attributes.get("TargetMode") != "External":
            self.links[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, name: str) -> None:
        """Nothing ends that matters."""

    def text(self, words: str) -> None:
        """Nothing is said in words."""


@dataclass
class _Strings:
    """The texts that cells share. What tells how a text is pronounced is no part of it."""

    found: list[str] = field(default_factory=list)
    _now: list[str] | None = None
    _silent: bool = False
    _in_text: bool = False

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._now = []
        self._silent = self._silent or name == "rPh"
        self._in_text = name == "t"

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append("".join(self._now or []))
        if name == "rPh":
            self._silent = False
        self._in_text = False

    def text(self, words: str) -> None:
        if self._in_text and not self._silent and self._now is not None:
            self._now.append(words)


@dataclass
class _Styles:
    """Which styles of cells show a number as a date."""

    dates: list[bool] = field(default_factory=list)
    _own: dict[str, bool] = field(default_factory=dict)
    _in_cells: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = IN_BRACKETS.sub("", attributes.get("formatCode", "")).lower()
            self._own[attributes.get("numFmtId", "")] = any(letter in code for letter in "dmyhs")
        self._in_cells = self._in_cells or name == "cellXfs"
        if name == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            is_date = number.isdigit() and int(number) in BUILT_IN_DATES
            self.dates.append(self._own.get(number, is_date))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def text(self, words: str) -> None:
        """Nothing is said in words."""


@dataclass
class _Sheet:
    """The rows that were read so far: the number of each, and its cells."""

    strings: list[str]
    dates: list[bool]
    first_day: datetime
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    number: int = 0
    _cells: dict[int, str] = field(default_factory=dict)
    _column: int = -1
    _kind: str = ""
    _is_date: bool = False
    _words: list[str] = field(default_factory=list)
    _reads: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdigit() else self.number + 1
            self._cells, self._column = {}, -1
            _must_fit(self.number <= MOST_ROWS * 2)
        elif name == "c":
            self._start_cell(attributes)
        self._reads = name in {"v", "t"}

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = CELL.fullmatch(attributes.get("r", ""))
        self._column = column_number(place[1]) if place else self._column + 1
        self._kind, style = attributes.get("t", "n"), attributes.get("s", "0")
        self._is_date = style.isdigit() and int(style) < len(self.dates) and self.dates[int(style)]
        self._words = []

    def end(self, name: str) -> None:
        if name == "c" and (words := "".join(self._words)):
            _must_fit(self._column < MOST_COLUMNS)
            self._cells[self._column] = self._said(words)
        elif name == "row" and self._cells:
            self.rows.append((self.number, [self._cells.get(n, "") for n in range(max(self._cells) + 1)]))
        self._reads = False

    def text(self, words: str) -> None:
        if self._reads:
            self._words.append(words)

    def _said(self, words: str) -> str:
        """A cell as text."""
        if self._kind == "s":
            if not words.isdigit() or int(words) >= len(self.strings):
                raise FileRefused(BROKEN)
            return self.strings[int(words)]
        if self._kind == "b":
            return "yes" if words == "1" else "no"
        return self._number(words) if self._kind == "n" else words

    def _number(self, words: str) -> str:
        try:
            value = float(words)
        except ValueError:
            return words
        if self._is_date and 0 <= value < 2_958_466:  # noqa: PLR2004  # the day after the last one a spreadsheet knows
            return _moment(self.first_day, value)
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else words  # noqa: PLR2004  # exact so far


def rows_of(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that somebody can see, each with its number. Raises FileRefused."""
    parts, book, strings, styles = Parts(data), _Book(), _Strings(), _Styles()
    for name, handler in ((BOOK, book), (LINKS, book), (STRINGS, strings), (STYLES, styles)):
        if name in {BOOK, LINKS} or parts.has(name):
            for _piece in parts.walk(name, handler):
                pass
    if not book.sheets or book.sheets[0] not in book.links:
        raise FileRefused(NO_SHEET)
    first_day = datetime(1904, 1, 1) if book.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  # no zone in a cell
    sheet = _Sheet(strings.found, styles.dates, first_day)
    for _piece in parts.walk(_path(book.links[book.sheets[0]]), sheet):
        yield from sheet.rows
        sheet.rows.clear()


def column_number(letters: str) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """0 is `A`, 26 is `AA`: what the spreadsheet writes above the column."""
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _must_fit(fits: bool) -> None:  # one question
    if not fits:
        raise FileRefused(TOO_MUCH)


def _moment(first_day: datetime, value: float) -> str:
    """A day, a day with a time, or a time alone."""
    moment = first_day + timedelta(seconds=round(value * DAY))
    if value < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%Y-%m-%d %H:%M}"
