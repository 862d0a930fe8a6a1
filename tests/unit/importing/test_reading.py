"""Files as charities have them, and files that somebody made to hurt."""

import codecs
import csv
import zipfile
from contextlib import suppress
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.importing import csv_file, reading, xlsx_file, xlsx_parts
from portal.disclosures.importing.limits import LARGEST, LONGEST_CELL, MOST_COLUMNS, FileRefused
from portal.disclosures.importing.reading import read_table
from portal.web.cells import guarded
from tests.builders.importing import BOOK, MAIN, a_workbook, in_rows

PLAIN = "Date;Who\r\n03/04/2019;Café Zoë\r\n"
READ = [("03/04/2019", "Café Zoë")]


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data).rows]


@pytest.mark.parametrize(
    ("encoded", "named"),
    [
        (PLAIN.encode(), "UTF-8"),
        (PLAIN.encode("utf-8-sig"), "UTF-8"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "UTF-16"),
        (PLAIN.encode("utf-16-le"), "UTF-16"),
        (PLAIN.encode("utf-16-be"), "UTF-16"),
        (PLAIN.encode("cp1252"), "Windows-1252"),
    ],
)
def test_every_encoding_is_read_and_named(encoded, named):
    table = read_table(encoded)
    assert table.headings == ("Date", "Who")
    assert [row.cells for row in table.rows] == READ
    assert table.read_as == f"CSV in {named}, with semicolons"


@pytest.mark.parametrize(("mark", "said"), csv_file.MARKS.items())
def test_every_mark_between_cells_is_found(mark, said):
    text = (
        f"Date{mark}Who{mark}Why\n1{mark}a, b; c{mark}d\n"
        if mark == "\t"
        else f"Date{mark}Who{mark}Why\n1{mark}a{mark}d\n"
    )
    table = read_table(text.encode())
    assert (len(table.headings), table.read_as) == (3, f"CSV in UTF-8, with {said}")


def test_a_comma_in_a_sentence_is_not_what_stands_between_cells():
    assert cells(b"Date;Why\n1;We told, and then, well, waited\n2;Yes, no\n") == [
        ("1", "We told, and then, well, waited"),
        ("2", "Yes, no"),
    ]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    rows = list(read_table(b'a,b\n1,"two\nlines"\n,\n\n3,4\n').rows)
    assert [(row.number, row.cells) for row in rows] == [(2, ("1", "two\nlines")), (5, ("3", "4"))]


REFUSED = {
    "nothing": (b"", reading.NOTHING),
    "spaces": (b" \r\n ", reading.EMPTY),
    "only marks": (b",,\n,,\n", reading.EMPTY),
    "only headings": (b"a,b\n", reading.NO_ROWS),
    "one column": (b"a\n1\n", reading.ONE_COLUMN),
    "too large": (b"a,b\n" + b"x" * LARGEST, reading.TOO_LARGE),
    "a pdf": (b"%PDF-1.7\n", reading.ANOTHER),
    "a web page": (b"\n<!DOCTYPE html>", reading.ANOTHER),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, reading.TOO_OLD),
    "a locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), reading.LOCKED),
    "bytes": (bytes(range(128, 160)) * 9 + b"\0", csv_file.NOT_TEXT),
    "an open quotation mark": (b'a,b\n1,2\n3,"four\n5,6\n', csv_file.OPEN_QUOTE.format(row=3)),
    "a long cell": (b"a,b\n1," + b"x" * (LONGEST_CELL + 1), reading.TOO_LONG.format(row=2)),
    "too wide": (b"," .join([b"a"] * (MOST_COLUMNS + 1)) + b"\n1,2\n", reading.TOO_WIDE),
    "a broken zip": (b"PK\x03\x04 and then nothing", xlsx_parts.BROKEN),
    "a cut workbook": (a_workbook(in_rows([["a", "b"], ["1", "2"]]))[:-40], xlsx_parts.BROKEN),
    "no sheet": (a_workbook("", **{"xl/workbook.xml": f"<workbook {MAIN}/>"}), xlsx_file.NO_SHEET),
    "an empty sheet": (a_workbook(""), reading.EMPTY),
    "bad xml": (a_workbook("<row"), xlsx_parts.BROKEN),
    "a bomb": (a_workbook("x" * 30_000_000), xlsx_parts.TOO_MUCH),
    "far apart": (
        a_workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
        xlsx_parts.TOO_MUCH,
    ),
    "far right": (a_workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), xlsx_parts.TOO_MUCH),
    "entities": (
        a_workbook("", **{"xl/workbook.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{BOOK}'}), xlsx_parts.BROKEN,
    ),
    "a file of the machine": (
        a_workbook("", **{"xl/workbook.xml": f'<!DOCTYPE x SYSTEM "file:///etc/passwd">{BOOK}'}), xlsx_parts.BROKEN,
    ),
    "a text that is not there": (a_workbook('<row r="1"><c t="s"><v>7</v></c></row>'), xlsx_parts.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_in_words(name):
    data, words = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        list(read_table(data).rows)
    assert (refused.value.message, refused.value.field) == (words, "file")


def test_more_rows_than_there_may_be_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(FileRefused, match="more than"):
        cells(b"a,b\n" + b"1,2\n" * 4)


def test_a_part_that_lies_about_its_size_is_counted_while_it_is_opened(monkeypatch):
    monkeypatch.setattr(xlsx_parts, "MOST_INSIDE", 100)
    with pytest.raises(FileRefused, match="far more"):
        cells(a_workbook(in_rows([["a", "b"], ["1", "2"]])))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<c t='inlineStr'><is><t>a</t></is></c>", "a"),
        ("<c t='inlineStr'><is><r><t>a </t></r><r><t>b</t></r></is></c>", "a b"),
        ("<c><v>447700900123</v></c>", "447700900123"),
        ("<c><v>7.0</v></c>", "7"),
        ("<c><v>7.25</v></c>", "7.25"),
        ("<c t='b'><v>1</v></c>", "yes"),
        ("<c t='e'><v>#N/A</v></c>", "#N/A"),
        ("<c t='str'><f>CMD|'/c calc'!A1</f><v>kept</v></c>", "kept"),
        ("<c><f>1+1</f></c>", ""),
        ("<c s='1'><v>43558</v></c>", "2019-04-03"),
        ("<c s='1'><v>43558.5</v></c>", "2019-04-03 12:00"),
        ("<c s='1'><v>0.875</v></c>", "21:00"),
        ("<c s='0'><v>43558</v></c>", "43558"),
        ("<c s='1'><v>99999999999</v></c>", "99999999999"),
    ],
)
def test_every_kind_of_cell_is_text(cell, said):
    second = f"<row r='2'>{cell}<c><v>1</v></c></row>"
    rows = cells(a_workbook(in_rows([["a", "b"]]) + second))
    assert rows == [(said, "1")]


def test_shared_texts_leave_out_how_they_are_pronounced():
    strings = f"<sst {MAIN}><si><t>a</t></si><si><r><t>b</t></r><rPh><t>silent</t></rPh></si></sst>"
    sheet = "<row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row r='3'><c r='B3' t='s'><v>1</v></c></row>"
    table = read_table(a_workbook(sheet, **{"xl/sharedStrings.xml": strings}))
    assert table.headings == ("a", "b")
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("", "b"))]


def test_a_macro_is_never_opened():
    """Whatever stands in there, and were it no file at all."""
    assert cells(a_workbook(in_rows([["a", "b"], ["1", "2"]]), **{"xl/vbaProject.bin": "\0"})) == [("1", "2")]


def test_a_workbook_that_is_not_encrypted_at_all_but_says_so_is_refused():
    data = bytearray(a_workbook(in_rows([["a", "b"], ["1", "2"]])))
    with zipfile.ZipFile(BytesIO(bytes(data))) as book:
        assert book.testzip() is None
    at = data.index(b"PK\x01\x02") + 8  # the flags of the first part in the list at the end
    data[at] |= 1
    with pytest.raises(FileRefused):
        cells(bytes(data))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
)
TABLES = st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=8)


def expected(table):
    """Our own guard is the one thing that is taken off."""
    return [tuple(reading._unguarded(cell.strip()) for cell in row) for row in table]


@given(TABLES, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_what_is_written_as_csv_is_read_back(table, mark, encoding):
    out = StringIO()
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(table)
    read = read_table(out.getvalue().encode(encoding))
    assert [read.headings, *(row.cells for row in read.rows)] == expected(table)


@given(TABLES)
def test_what_is_written_as_a_workbook_is_read_back(table):
    read = read_table(a_workbook(in_rows(table)))
    assert [read.headings, *(row.cells for row in read.rows)] == expected(table)


@given(TABLES)
def test_our_own_files_come_back_as_they_were(table):
    """What was guarded for a spreadsheet is itself again when it is brought back."""
    out = StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in expected(table))
    read = read_table(out.getvalue().encode())
    assert [read.headings, *(row.cells for row in read.rows)] == expected(table)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_end_in_anything_but_rows_or_words(data):
    for start in (b"", b"PK\x03\x04"):
        with suppress(FileRefused):
            list(read_table(start + data).rows)


@given(st.data())
def test_no_changed_byte_of_a_workbook_ends_in_anything_but_rows_or_words(data):
    book = bytearray(a_workbook(in_rows([["a", "b"], ["1", "2"]])))
    for _ in range(3):
        book[data.draw(st.integers(0, len(book) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefused):
        list(read_table(bytes(book)).rows)


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(number, letters):
    assert xlsx_file.column_letters(number) == letters
    assert xlsx_file.column_number(letters) == number
