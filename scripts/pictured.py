"""The index of docs/screens/: which screens there are pictures of. Needs no browser; screens.py takes the pictures."""

import re
from collections.abc import Mapping

from scripts.generated import ROOT, table

SCREENS = ROOT / "docs" / "screens"
INDEX = SCREENS / "README.md"
MOST_BYTES = 9_000_000  # in a repository that everybody clones
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
HEAD = """# Screens

Made by `make screens` from the walks of the browser tests; everybody in them is made up. Each picture is what one
window shows: of a phone, 390 by 844, and of a desk, 1280 by 800.
"""
ROW = re.compile(r"^\| ([^|]+) \| \[phone\]\(([a-z0-9-]+)-phone\.webp\), \[desk\]\(\2-desk\.webp\) \|$", re.MULTILINE)


def files_of(name: str) -> dict[str, str]:
    """The file of a screen for each size: `find, empty` is `find-empty-phone.webp` on a phone."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return {size: f"{slug}-{size}.webp" for size in SIZES}


def pictured() -> set[str]:
    """Names of the screens that the index shows."""
    page = INDEX.read_text("utf-8") if INDEX.exists() else ""
    return {name for name, _ in ROW.findall(page)}


def index(walks: Mapping[str, list[str]]) -> str:
    """The page that leads to all of them, walk by walk."""
    parts = []
    for walk, names in walks.items():
        rows = ([name, ", ".join(f"[{size}]({file})" for size, file in files_of(name).items())] for name in names)
        parts += [f"## {walk[:1].upper()}{walk[1:]}\n", table(["Screen", "Pictures"], rows)]
    return "\n".join([HEAD, *parts])
