"""Opens the files of a pack: only text, only of this folder, only so much that somebody could have written it."""

import unicodedata
from pathlib import Path

from portal.policies.pack.lined import Lined, read_yaml
from portal.policies.pack.problems import Problem

MARK = "\ufeff"
MOST_BYTES = 1_000_000  # of one file: far more than anybody can read
# What nobody can see: a database may refuse it, no page can show it, and it may turn the words around it.
CONTROL = frozenset(map(chr, (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)))


def read_text(folder: Path, file: str, *, exact: bool = False) -> str | Problem:
    """The text of a file of the pack, or what keeps it from being read.

    With `exact`, it has to be text that comes out as the same bytes again: no byte order mark, lines that end with LF.
    """
    try:
        if refused := _refused(folder, folder / file):
            return Problem(file, 1, refused)
        text = (folder / file).read_bytes().decode("utf-8" if exact else "utf-8-sig")
    except UnicodeDecodeError:
        return Problem(file, 1, "this file is not UTF-8 text: save it again as UTF-8")
    except (OSError, RuntimeError) as error:  # a link that leads to itself is a RuntimeError
        return Problem(file, 1, f"this file cannot be read: {getattr(error, 'strerror', None) or error}")
    if exact and text.startswith(MARK):
        return Problem(file, 1, "this file starts with a byte order mark: save it again as UTF-8 without one")
    if exact and "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return Problem(file, line, "this line ends as on Windows: save the file again with line ends of Unix (LF)")
    return _seen(text.replace("\r\n", "\n").replace("\r", "\n"), file)


def _seen(text: str, file: str) -> str | Problem:
    unseen = [text.index(c) for c in set(text) if c in CONTROL or unicodedata.category(c) == "Cf"]
    if not unseen:
        return text
    line = text.count("\n", 0, min(unseen)) + 1
    number = ord(text[min(unseen)])
    return Problem(file, line, f"a character that nobody can see (number {number}) stands here: delete it")


def read_yaml_file(folder: Path, file: str) -> Lined:
    """Read a YAML file of the pack. A file that is not there is a problem like any other."""
    text = read_text(folder, file)
    if isinstance(text, Problem):
        return Lined(file, 1, problems=[text], is_unreadable=True)
    return read_yaml(text, file=file)


def _refused(folder: Path, path: Path) -> str | None:
    """Say why a file is not even opened: a link may lead to what nobody wants to publish, and a pipe never ends."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return "this leads out of the pack: put the file itself here"
    if not path.exists():
        return "this file is missing: add it"
    if not path.is_file():
        return "this is no file: put a text file of this name here"
    if path.stat().st_size > MOST_BYTES:
        return f"this file has more than {MOST_BYTES:,} bytes: make it shorter"
    return None
