"""True for every document, also for those that are not written yet: a folder holds its page, its style and a sample."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.disclosures.letters import AnswerDocument
from portal.documents import check_pdf, render_html, render_pdf
from portal.policies.document import PolicyDocument
from portal.transparency.document import NumbersDocument
from tests.builders.words import words_of_html, words_of_pdf

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "documents"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "fonts")
READ: dict[str, Callable[[str], Any]] = {
    "answer": AnswerDocument.from_json,
    "numbers": NumbersDocument.from_json,
    "policy": PolicyDocument.from_json,
}


def sample(name: str) -> Any:
    return READ[name]((FOLDER / name / "sample.json").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_folder_holds_a_page_a_style_and_a_sample(name: str):
    assert {"document.html", "document.css", "sample.json"} <= {path.name for path in (FOLDER / name).iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_renders_from_its_own_folder(name: str):
    document = sample(name)
    assert document.template == f"documents/{name}/document.html"
    assert check_pdf(render_pdf(document)) == []


@pytest.mark.check(38, "the same for every kind of document")
@pytest.mark.parametrize("name", NAMES)
def test_paper_and_twin_say_the_same_words(name: str):
    document = sample(name)
    has_tables = "<table" in render_html(document)
    assert words_of_pdf(render_pdf(document), has_tables=has_tables) == words_of_html(render_html(document))


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_is_what_the_values_freeze_to(name: str):
    frozen = json.loads(sample(name).to_json())
    assert json.loads((FOLDER / name / "sample.json").read_text("utf-8")) == frozen


@pytest.mark.parametrize("style", sorted(FOLDER.glob("**/*.css")), ids=lambda path: path.name)
def test_a_style_adds_no_words_and_loads_no_address(style: Path):
    rules = re.sub(r"/\*.*?\*/", "", style.read_text("utf-8"), flags=re.DOTALL)
    content = [
        line
        for line in re.findall(r"content:([^;]+);", rules)
        if not re.search(r"counter\(page\)|target-counter", line)
    ]
    addresses = [address for address in re.findall(r"url\(([^)]*)\)", rules) if style.name != "fonts.css"]
    assert content == []
    assert addresses == []
    assert "@import" not in rules
