"""The clock command: JSON or a table on standard output, problems on standard error."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cases.clock_file import dates_of
from portal.jobs.clock_command import clock

VECTORS = Path(__file__).parents[2] / "deadline-vectors.json"
ONE = '{"requests": [{"received": "2026-11-28", "nation": "england"}]}'


def run(*arguments, typed=""):
    return CliRunner().invoke(clock, arguments, input=typed)


def test_json_is_one_document_with_every_date():
    result = run(str(VECTORS), "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == dates_of(VECTORS.read_text())


def test_the_file_may_come_on_standard_input():
    assert json.loads(run("-", "--json", typed=ONE).stdout)["requests"][0]["due"] == "2026-12-29"


def test_a_file_with_a_byte_order_mark_is_read():
    assert run("-", "--json", typed=b"\xef\xbb\xbf" + ONE.encode()).exit_code == 0


def test_without_json_there_is_a_table():
    complaints = ', "complaints": [{"received": "2026-11-22", "nation": "wales"}]}'
    result = run("-", typed=ONE.replace('england"}]}', 'england"}, {"received": "2026-06-01", "nation": "wales", '
                 '"gates": [{"kind": "id"}]}]') + complaints)  # fmt: skip
    assert result.stdout.splitlines() == [
        "request  state        due         notice of more time by",
        "1        running      2026-12-29  2026-12-28",
        "2        not-started  -           -",
        "",
        "complaint  tell them it came by",
        "1          2026-12-22",
    ]


@pytest.mark.parametrize("arguments", [["-"], ["-", "--json"]])
def test_problems_go_to_standard_error_and_no_date_is_printed(arguments):
    result = run(*arguments, typed='{"requests": [{}]}')
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == ["requests[0].received: is missing", "requests[0].nation: is missing"]


def test_bytes_that_are_no_text_are_refused():
    result = run("-", typed=b"\xff\xfe{")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "the file: is not UTF-8 text\n")


@pytest.mark.parametrize("path", ["no-such-file.json", "/"])
def test_a_file_that_cannot_be_opened_is_refused(path):
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert path in result.stderr
