"""What must not be in the tree: this machine, a registry, secrets, and folders that hold nothing."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NOT_OURS = ("static/vendor/", "tests/browser/vendor/", "LICENSE")
HOSTS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|index-url|find-links", re.IGNORECASE)
PLACES = re.compile(r"(?<![\w.<>-])/(?:home|root|work|Users)/[a-z]")


def ours() -> Iterator[Path]:
    """Every file but what .gitignore leaves out."""
    left_out = {".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text().split())}
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [f for f in folders if not {f, (here / f).relative_to(ROOT).as_posix()} & left_out]
        for path in (here / name for name in files if name not in left_out):
            if not path.relative_to(ROOT).as_posix().startswith(NOT_OURS) and path.suffix != ".pyc":
                yield path


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in ours():
        if path == Path(__file__) or path.suffix in {".png", ".webp", ".ttf", ".woff2", ".ico", ".pdf"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line) and "--no-emit-index-url" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def test_no_registry_is_named():
    assert lines_with(HOSTS) == []


def test_no_folder_of_one_machine_is_named():
    assert lines_with(PLACES) == []


def test_no_secret_and_no_data_is_kept_with_the_code():
    assert [path.name for path in ours() if path.suffix in {".db", ".key"} or path.name.startswith(".env")] == []


def test_no_package_is_empty():
    folders = [path.parent for path in (ROOT / "portal").rglob("__init__.py")]
    empty = [folder for folder in folders if not [f for f in folder.rglob("*.py") if f.stat().st_size]]

    assert empty == []
