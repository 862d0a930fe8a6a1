"""Which files of a pack are versions of policies. What lies there and is not read is said, not passed over."""

import re
from pathlib import Path

from portal.policies.pack.problems import Problem

POLICIES = "policies"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md")
SHOWN = 80  # letters of a name in a problem


def list_versions(folder: Path) -> tuple[list[str], list[Problem]]:
    """The files of versions in the folder, counted from the pack's, and what else lies there."""
    names: list[str] = []
    problems: list[Problem] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        where = f"{POLICIES}/{_shown(path.name)}"
        if path.is_dir() and not NAME.fullmatch(path.name):
            problems.append(Problem(where, 1, f"a folder in {POLICIES} is not read: put its files beside it"))
        elif NAME.fullmatch(path.name):
            names.append(f"{POLICIES}/{path.name}")
        elif not path.name.startswith(".") or path.suffix.lower() == ".md":  # other dot files are the system's own
            problems.append(Problem(where, 1, "a file of this name is not read: call it like confidentiality-1.md"))
    return names, problems


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name[:SHOWN])
