"""Opens the parts of an .xlsx file that hold cells, and no others: no macro, no picture, no link is ever looked at.

A small file can blow up into a huge one, so every byte is counted while it is opened. The parts are XML; a document
type, with which XML can name other files or grow without end, is refused.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from portal.disclosures.importing.limits import MOST_INSIDE, MOST_PARTS, MOST_TIMES, FileRefused

BROKEN = "This .xlsx file is broken. Open it in your spreadsheet, save it again, and try that file."
TOO_MUCH = "This file holds far more than its size says. Save only the sheet with the log as CSV, and try that file."
PIECE = 64 * 1024
ENCRYPTED = 0x1

Start = Callable[[str, dict[str, str]], None]


class Parts:
    """The parts of one workbook."""

    def __init__(self, data: bytes) -> None:
        """Look at the list of parts. Raises FileRefused."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise FileRefused(BROKEN) from None
        inside = [part.file_size for part in self._zip.infolist()]
        if len(inside) > MOST_PARTS or sum(inside) > max(MOST_TIMES * len(data), PIECE):
            raise FileRefused(TOO_MUCH)
        self._left = MOST_INSIDE

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._zip.namelist()

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece. Raises FileRefused when it is not there, broken, locked or too large."""
        try:
            if self._zip.getinfo(name).flag_bits & ENCRYPTED:
                raise FileRefused(BROKEN)
            with self._zip.open(name) as part:
                yield from self._counted(part)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise FileRefused(BROKEN) from None

    def _counted(self, part: IO[bytes]) -> Iterator[bytes]:
        while piece := part.read(PIECE):
            self._left -= len(piece)
            if self._left < 0:
                raise FileRefused(TOO_MUCH)
            yield piece

    def walk(self, name: str, handler: Any) -> Iterator[None]:
        """Read a part as XML: `handler` has `start(name, attributes)`, `end(name)` and `text(words)`.

        Gives way after every piece, so that whoever asked can take what was found so far.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda tag, attributes: handler.start(_local(tag), attributes)
        parser.EndElementHandler = lambda tag: handler.end(_local(tag))
        parser.CharacterDataHandler = handler.text
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise FileRefused(BROKEN) from None
        yield


def _refuse(*_: object) -> None:
    raise FileRefused(BROKEN)


def _local(tag: str) -> str:
    """`x:row` is a `row`, whatever the prefix."""
    return tag.rpartition(":")[2]
