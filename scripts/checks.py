"""Write docs/checks.md: the forty acceptance checks, the tests that prove each, and what every test measures.

The checks are in checks.yml; what is measured is said by the tests themselves, with a mark beside each:

    @pytest.mark.check(7, "left and right Shift in turn leave")

The marks are read from the source, so that neither a browser nor a database is needed to know them.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.generated import ROOT, main, table

NAME = "checks.md"
CHECKS = Path(__file__).with_name("checks.yml")
TESTS = ROOT / "tests"
NUMBERS = range(1, 41)
HEAD = """# Forty checks

Made by `make docs` from [scripts/checks.yml](../scripts/checks.yml) and the marks of the tests. Change these, not this
page.

Browser tests drive Debian's Chromium. Each check is about every page of a young person, unless it says otherwise.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """What has to be so, and what of it nobody has run, with the reason."""

    says: str
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A test that proves a check, and what it measures. `file` starts with the name of the folder of tests."""

    check: int
    measured: str
    file: str
    test: str


class BadMark(Exception):
    """A mark that names no check, or does not say in plain text what it measures. Says where it stands."""


def checks() -> dict[int, Check]:
    """The forty checks, by their number."""
    return {int(number): Check(**told) for number, told in yaml.safe_load(CHECKS.read_text("utf-8")).items()}


def proofs(folder: Path = TESTS) -> Iterator[Proof]:
    """Every mark of every test in `folder`. Raises BadMark."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield from _of_test(node, path.relative_to(folder.parent).as_posix())


def page() -> str:
    """The whole page: how many there are of each kind, then the table."""
    by_check: dict[int, list[Proof]] = defaultdict(list)
    for proof in proofs():
        by_check[proof.check].append(proof)
    told = checks()
    rows = [[str(n), told[n].says, _state(told[n], by_check[n]), _proved(by_check[n])] for n in sorted(told)]
    return "\n".join([HEAD, _summary(told, by_check), table(["No.", "What has to be so", "Run", "Proved by"], rows)])


def _of_test(test: ast.FunctionDef, file: str) -> Iterator[Proof]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.check":
            where = f"{file}:{mark.lineno}"
            try:
                number, measured = (ast.literal_eval(value) for value in mark.args)
            except ValueError:
                raise BadMark(f"{where}: say a number and, in plain text, what is measured") from None
            if number not in NUMBERS or not str(measured).strip():
                raise BadMark(f"{where}: there is no check {number}, or nothing is said to be measured")
            yield Proof(number, measured, file, test.name)


def _state(check: Check, found: list[Proof]) -> str:
    if not found:
        return f"Not run: {check.left_out}"
    return f"Yes, in part. {check.left_out}" if check.left_out else "Yes"


def _proved(found: list[Proof]) -> str:
    return "<br>".join(f"[{_words(one.test)}](../{one.file}): {one.measured}" for one in found) or "-"


def _words(test: str) -> str:
    """The name of a test as the sentence it is."""
    return test.removeprefix("test_").replace("_", " ")


def _summary(told: Mapping[int, Check], found: Mapping[int, list[Proof]]) -> str:
    tests = {(one.file, one.test) for proofs_of_one in found.values() for one in proofs_of_one}
    whole = [n for n, check in told.items() if found[n] and not check.left_out]
    in_part = [n for n, check in told.items() if found[n] and check.left_out]
    without = [n for n in told if not found[n]]
    return f"{len(whole)} are run whole, {len(in_part)} in part, {len(without)} not, by {len(tests)} tests.\n"


if __name__ == "__main__":
    sys.exit(main(NAME, page, sys.argv[1:]))
