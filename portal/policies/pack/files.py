"""Opens the files of a pack: only text, only of this folder, only so much that somebody could have written it."""

import re
from pathlib import Path

from portal.policies.pack.lined import Lined, read_yaml
from portal.policies.pack.problems import Problem

MOST_BYTES = 1_000_000  # of one file: far more than anybody can read
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # a database may refuse them, and no page can show them


def read_text(folder: Path, file: str) -> str | Problem:
    """The text of a file of the pack, or what keeps it from being read."""
    try:
        if refused := _refused(folder, folder / file):
            return Problem(file, 1, refused)
        text = (folder / file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem(file, 1, "this file is not UTF-8 text: save it again as UTF-8")
    except (OSError, RuntimeError) as error:  # a link that leads to itself is a RuntimeError
        return Problem(file, 1, f"this file cannot be read: {getattr(error, 'strerror', None) or error}")
    if unseen := CONTROL.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        return Problem(file, line, f"a character that nobody can see (number {ord(unseen[0])}) stands here: delete it")
    return text


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
