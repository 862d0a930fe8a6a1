"""What the code imports is what a fresh machine installs. A package that lies about from yesterday hides a gap."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUNS = [
    *(ROOT / "portal").rglob("*.py"),
    *(ROOT / "migrations").glob("*.py"),
    *(ROOT / "scripts" / f"{name}.py" for name in ("run", "supervise", "prepare", "system_packages")),
    ROOT / "app.py",
    ROOT / "gunicorn.conf.py",
]
OURS = {"app", "portal", "scripts"}


def pinned(name: str) -> set[str]:
    return {normal(pin) for pin in re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / name).read_text(), re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_package_that_the_portal_imports_is_pinned():
    installed, pins = packages_distributions(), pinned("requirements.txt")
    missing = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in RUNS
        for name in set(imported(path)) - OURS - sys.stdlib_module_names
        if not {normal(package) for package in installed.get(name, [])} & pins
    ]

    assert missing == []


def test_every_direct_requirement_is_pinned():
    wanted = re.findall(r"^([A-Za-z0-9._-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)

    assert {normal(name) for name in wanted} - pinned("requirements.txt") == set()


def test_checkers_and_drivers_are_pinned_to_the_same_versions():
    pins = {
        name: dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-scale.txt", "requirements-dev.txt")
    }
    first = pins.pop("requirements.txt")

    for name, others in pins.items():
        assert {p: v for p, v in others.items() if first.get(p, v) != v} == {}, name
