"""PDF/UA-1, by veraPDF's own rules."""

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from portal.policies.document import PolicyDocument
from tests.builders.answers_on_paper import FORTY, HOSTILE, SAMPLE, a_hostile_answer, a_share, an_answer, paper_of

pytestmark = [pytest.mark.pdfua, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "templates" / "documents" / "policy" / "sample.json"
NOT_INSTALLED = 3
ANSWERS = {
    "sample": SAMPLE,
    "named": an_answer(neutral=False),
    "nothing": an_answer(shares=()),
    "no help": an_answer(crisis=(), searched=(), contact=()),
    "nothing told": an_answer(shares=(a_share(who=(), items=()),)),
    "one share": an_answer(shares=(a_share(),)),
    "three shares": an_answer(shares=tuple(a_share(day) for day in range(1, 4))),
    "forty shares": FORTY,
    "twelve shares": an_answer(shares=tuple(a_share(day) for day in range(1, 13))),
    "a long word": an_answer(letter=("a" * 20_000,), shares=()),
    "a policy": PolicyDocument.from_json(POLICY.read_text("utf-8")),
    **{name: a_hostile_answer(text) for name, text in HOSTILE.items()},
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """Every answer through one Java runtime: starting it is most of the time."""
    folder = tmp_path_factory.mktemp("paper")
    files = {name: folder / f"{number}.pdf" for number, name in enumerate([*ANSWERS, "no tags"])}
    for name, answer in ANSWERS.items():
        files[name].write_bytes(paper_of(answer))
    with pikepdf.open(files["sample"]) as untagged:
        del untagged.Root.StructTreeRoot
        untagged.save(files["no tags"])
    command = [sys.executable, str(ROOT / "scripts" / "pdfua_check.py"), "--json", *map(str, files.values())]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    if done.returncode == NOT_INSTALLED:
        pytest.skip(done.stderr.strip())
    found = json.loads(done.stdout)
    return {name: found[str(file)] for name, file in files.items()}


@pytest.mark.check(37, "every rule of PDF/UA-1, by veraPDF")
@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_complies_with_pdf_ua(name: str, verdicts: dict[str, dict[str, object]]):
    assert verdicts[name]["failed"] == []
    assert verdicts[name]["complies"] is True


def test_a_file_without_tags_does_not_comply(verdicts: dict[str, dict[str, object]]):
    assert verdicts["no tags"]["complies"] is False
