"""What the pages in docs/ that are made from code and content have in common."""

import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from portal.policies.pack import Pack, load_pack

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"


@cache
def packs() -> tuple[Pack, ...]:
    """Every pack in content/, by the name of its folder. Raises PackProblems."""
    return tuple(load_pack(path.parent) for path in sorted(CONTENT.glob("*/organisation.yml")))


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown. A stroke in a cell would part it."""
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    head = list(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *lines]) + "\n"


def main(name: str, page: Callable[[], str], arguments: list[str]) -> int:
    """Write docs/`name`, or compare it with `--check`. Exit code 1 when it is out of date."""
    path, text = ROOT / "docs" / name, page()
    if arguments != ["--check"]:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"docs/{name} is out of date: run `make docs`", file=sys.stderr)
    return 1
