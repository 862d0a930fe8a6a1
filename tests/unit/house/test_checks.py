"""The table of the forty checks is whole, and every mark in the tests belongs to it."""

from pathlib import Path

import pytest

from scripts import checks

MARKED = """import pytest


@pytest.mark.check({arguments})
def test_that_something_is_so():
    pass
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of tests in which one file can be written."""
    (tmp_path / "tests").mkdir()
    return tmp_path / "tests"


def found(folder: Path, arguments: str) -> list[checks.Proof]:
    (folder / "test_one.py").write_text(MARKED.format(arguments=arguments))
    return list(checks.proofs(folder))


def test_all_forty_are_in_the_table_once():
    assert sorted(checks.checks()) == list(checks.NUMBERS)
    page = checks.page()
    assert [n for n in checks.NUMBERS if page.count(f"\n| {n} |") != 1] == []


def test_each_is_proved_by_a_test_or_says_why_nobody_runs_it():
    proved = {proof.check for proof in checks.proofs()}
    assert [n for n, check in checks.checks().items() if n not in proved and not check.left_out] == []


def test_a_mark_says_the_number_what_is_measured_and_where_it_stands(folder: Path):
    assert found(folder, '7, "left " "and right"') == [
        checks.Proof(7, "left and right", "tests/test_one.py", "test_that_something_is_so")
    ]


@pytest.mark.parametrize("arguments", ['0, "x"', '41, "x"', '"7", "x"', '7, " "', "7", '7, f"{1}"', ""])
def test_a_mark_of_no_check_or_without_a_measure_is_refused(folder: Path, arguments: str):
    with pytest.raises(checks.BadMark, match=r"tests/test_one\.py:4"):
        found(folder, arguments)


def test_what_is_measured_is_one_cell_of_a_table():
    told = [proof.measured for proof in checks.proofs()]
    assert [words for words in told if "|" in words or "\n" in words or words.endswith(".")] == []
