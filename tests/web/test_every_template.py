"""Rules for every template, also for those that are not written yet."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates"
ALL = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*.html"))
IMPORT = re.compile(r'{%-? from "[^"]+" import ([^%]+?) -?%}')
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}")
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
CONTROL = re.compile(r"<(input|select|textarea)\b[^>]*>", re.IGNORECASE)


@pytest.mark.parametrize("name", ALL)
def test_a_template_is_small_and_clean(name):
    text = (ROOT / name).read_text()
    assert text.count("\n") <= 120
    assert "<style" not in text.lower().replace("<style>{{", "") or name.startswith(("documents/", "layouts/print"))
    assert not re.search(r"\son\w+=", text), "no inline script: the content security policy forbids it"
    assert not re.search(r'\sstyle="', text), "no inline style: the content security policy forbids it"
    assert "placeholder=" not in text
    assert "|safe" not in text.replace(" ", "") or name.startswith(
        ("policies/", "public/policies/", "staff/policies/", "documents/", "layouts/print")
    )


@pytest.mark.parametrize("name", ALL)
def test_what_a_template_imports_it_uses(name):
    text = (ROOT / name).read_text()
    for group in IMPORT.findall(text):
        for imported in (part.split(" as ")[-1].strip() for part in group.removesuffix(" with context").split(",")):
            assert len(re.findall(rf"\b{re.escape(imported)}\b", text)) > 1, imported


@pytest.mark.parametrize("name", [n for n in ALL if n.startswith("public/")])
def test_a_page_for_young_people_writes_no_control_of_its_own(name):
    """Every field is drawn by the one component, so that none is without label, hint and error."""
    assert CONTROL.findall((ROOT / name).read_text()) == []


def title_of(name):
    """The title a template gives, or the one of the page that it fills."""
    text = (ROOT / name).read_text()
    own = TITLE.search(text)
    return own.group(1) if own else title_of(EXTENDS.search(text).group(1))


@pytest.mark.check(14, "the title in each template, against a list of telling words")
@pytest.mark.parametrize("name", [n for n in ALL if n.startswith("public/") and "extends" in (ROOT / n).read_text()])
def test_a_title_says_nothing_private(name):
    title = title_of(name)
    for word in ("delete", "abuse", "counsel", "suicid", "harm", "the mix", "shared about"):
        assert word not in title.lower()
