"""The words of a page and of a PDF, so that the two can be compared."""

import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser

import pytest

PAGE_NUMBER = re.compile(r" ?Page (\d+) of (\d+)\Z")
IN_CONTENTS = re.compile(r" ?\(page \d+\)")


def words_of_html(html: str) -> str:
    """What a reader of the page reads: the text of its body, white space as one space."""
    reader = _Body()
    reader.feed(html)
    reader.close()
    return plain(" ".join(reader.found))


def words_of_pdf(pdf: bytes, *, has_tables: bool = False) -> str:
    """What `pdftotext` reads, without the page numbers: those in the margin, and those that the contents lead to.

    Skips the test where there is no pdftotext.
    """
    return IN_CONTENTS.sub("", plain(" ".join(pages_of_pdf(pdf, has_tables=has_tables))))


def pages_of_pdf(pdf: bytes, *, has_tables: bool = False) -> list[str]:
    """The same page by page. Every page must end with its own number. `has_tables`: do not take cells for columns."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    out = subprocess.run(
        ["pdftotext", *(["-raw"] if has_tables else []), "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    pages = [plain(page) for page in out.removesuffix("\f").split("\f")]
    for number, page in enumerate(pages, start=1):
        margin = PAGE_NUMBER.search(page)
        assert margin is not None
        assert margin.groups() == (str(number), str(len(pages)))
    return [PAGE_NUMBER.sub("", page) for page in pages]


def plain(text: str) -> str:
    """Without invisible marks, white space as one space."""
    seen = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(seen.split())


def letters_only(text: str) -> str:
    """For text that is broken inside words: no white space at all."""
    return "".join(plain(text).split())


class _Body(HTMLParser):
    """Collects the text in `<body>`. A block ends a word; an inline element does not."""

    BLOCKS = frozenset(
        {"header", "main", "section", "div", "ul", "li", "p", "h1", "h2", "h3", "h4", "details", "summary"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._text = ""
        self._in_body = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"
        self._end_block(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end_block(tag)
        self._in_body = self._in_body and tag != "body"

    def handle_data(self, data: str) -> None:
        if self._in_body:
            self._text += data

    def _end_block(self, tag: str) -> None:
        if tag in self.BLOCKS or tag == "body":
            self.found.append(self._text)
            self._text = ""
