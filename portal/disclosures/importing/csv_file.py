"""Reads a CSV file as spreadsheets and databases write it: any of three encodings, any of three marks between cells."""

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from portal.disclosures.importing.limits import LONGEST_CELL, FileRefused

MARKS = {",": "commas", ";": "semicolons", "\t": "tabs"}
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
TRIED = 20
LAST = "\N{SYMBOL FOR END OF TRANSMISSION}"  # a row of our own at the end: an open quotation mark swallows it
NOT_TEXT = "This is not a CSV file we can read. Save it from your spreadsheet as CSV UTF-8 or as .xlsx, and try again."
OPEN_QUOTE = "A quotation mark in row {row} is opened and never closed, so we cannot tell where its cell ends."


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding it was in. Raises FileRefused."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, NAMES.get(encoding, "UTF-16")
    raise FileRefused(NOT_TEXT)


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return (encoding,)
    if b"\x00" in data[:200]:  # UTF-16 without its mark: every other byte of plain letters is nothing
        return ("utf-16-le",) if data[1:2] == b"\x00" else ("utf-16-be",)
    return ("utf-8", "cp1252")


def mark_of(text: str) -> str:
    """What stands between the cells: the mark that makes the most columns of the first rows, and the same in each."""

    def fitness(mark: str) -> tuple[int, int]:
        try:
            rows = [
                row for row in islice(csv.reader(StringIO(text[:100_000], newline=""), delimiter=mark), TRIED) if row
            ]
        except csv.Error:
            return (0, 0)
        width = len(rows[0]) if rows else 0
        alike = sum(1 for row in rows if len(row) == width)
        return (alike if width > 1 else 0, width)

    return max(MARKS, key=fitness)


def rows_of(text: str, mark: str) -> Iterator[list[str]]:
    """The rows, empty ones too. Raises FileRefused, also for a quotation mark that nobody closed."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + len(LAST) + 1))
    started, number = 0, 0
    reader = csv.reader(StringIO(f"{text.rstrip()}\r\n{LAST}\r\n", newline=""), delimiter=mark)
    held: list[str] | None = None
    try:
        for number, row in enumerate(reader, start=1):
            if row == [LAST]:
                if held is not None:
                    yield held
                return
            if held is not None:
                yield held
            held, started = row, number
    except csv.Error:
        raise FileRefused(NOT_TEXT) from None
    raise FileRefused(OPEN_QUOTE.format(row=_where(text, mark) or started))


def _where(text: str, mark: str) -> int:
    """The row in which the cell begins that is longer than any cell should be: the quotation mark opens there."""
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=mark), start=1):
        if any(len(cell) > LONGEST_CELL for cell in row):
            return number
    return 0
