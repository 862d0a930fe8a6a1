"""Reads a file that somebody gave us into headings and rows of text, whatever it calls itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.disclosures.importing import csv_file, xlsx_file
from portal.disclosures.importing.limits import LARGEST, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, FileRefused

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_INSIDE = "EncryptedPackage".encode("utf-16-le")
OTHERS = (b"%PDF-", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml", b"\x89PNG", b"\xff\xd8\xff")
FORMULA = frozenset("=+-@\t\r")

NOTHING = "Choose the file with your log."
EMPTY = "There is nothing in this file."
TOO_LARGE = "This file is larger than 10 MB. Split it into parts, each with the row of headings on top."
LOCKED = "This file is locked with a password. Save it without one, and try that file."
TOO_OLD = "This is an old .xls file. Save it as .xlsx or as CSV, and try that file."
ANOTHER = "This is neither a CSV file nor an .xlsx file. Save the log from your spreadsheet as one of these."
ONE_COLUMN = "We find only one column in this file. Between the cells there has to be a comma, a semicolon or a tab."
TOO_WIDE = f"This file has more than {MOST_COLUMNS} columns. Take out those that do not belong to the log."
TOO_MANY = f"This file has more than {MOST_ROWS:,} rows. Split it into parts, each with the row of headings on top."
NO_ROWS = "There is a row of headings in this file, and nothing below it."
TOO_LONG = (
    f"A cell in row {{row}} is longer than {LONGEST_CELL:,} letters. Perhaps a quotation mark is not closed there."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the spreadsheet numbers it: headings are in row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, and the rows one by one: the file may have to be refused at any of them."""

    headings: tuple[str, ...]
    rows: Iterator[Row]
    read_as: str


def read_table(data: bytes) -> Table:
    """Look what the file is, and read its headings. Raises FileRefused, and so does every step through the rows."""
    if not data.strip():
        raise FileRefused(EMPTY if data else NOTHING)
    if len(data) > LARGEST:
        raise FileRefused(TOO_LARGE)
    rows, read_as = _numbered(data)
    plain = (Row(number, _plain(number, cells)) for number, cells in rows)
    filled = (row for row in plain if any(row.cells))
    first = next(filled, None)
    if first is None:
        raise FileRefused(EMPTY)
    if len(first.cells) == 1:
        raise FileRefused(ONE_COLUMN)
    return Table(first.cells, _some(_not_too_many(filled)), read_as)


def _numbered(data: bytes) -> tuple[Iterator[tuple[int, list[str]]], str]:
    if data.startswith(OLD):
        raise FileRefused(LOCKED if LOCKED_INSIDE in data else TOO_OLD)
    if data.startswith(ZIP):
        return xlsx_file.rows_of(data), "an .xlsx workbook, its first sheet"
    if data.lstrip().startswith(OTHERS):
        raise FileRefused(ANOTHER)
    text, encoding = csv_file.decoded(data)
    mark = csv_file.mark_of(text)
    return enumerate(csv_file.rows_of(text, mark), start=1), f"CSV in {encoding}, with {csv_file.MARKS[mark]}"


def _plain(number: int, cells: list[str]) -> tuple[str, ...]:
    """Cells without spaces around them, without what no database keeps, and without empty ones at the end."""
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise FileRefused(TOO_LONG.format(row=number))
    said = [_unguarded(cell.replace("\x00", "").strip()) for cell in cells]
    while said and not said[-1]:
        said.pop()
    if len(said) > MOST_COLUMNS:
        raise FileRefused(TOO_WIDE)
    return tuple(said)


def _unguarded(cell: str) -> str:
    """Take off the mark that our own files put before what a spreadsheet would carry out."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA else cell


def _not_too_many(rows: Iterator[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise FileRefused(TOO_MANY)
        yield row


def _some(rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is None:
        raise FileRefused(NO_ROWS)
    yield first
    yield from rows
