"""README, docs and the texts that come with the code say what is so."""

import hashlib
import re
from pathlib import Path

import pytest

from portal.config import Settings
from portal.core.reading import ENOUGH_WORDS, faults, measure
from portal.policies.kinds import AgeBand, Outcome, Part, Reader
from scripts import case_states, checks, generated, reading_age, situations, words

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
AGPL_3 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
CELL = re.compile(r"(tell|may-tell|keep|talk-first)(?:, (emergency|not-urgent))?: `([a-z0-9-]+)`")
MOST_DEPENDENCIES = 45


def links(page: Path) -> list[str]:
    return [link for link in LINK.findall(CODE.sub("", page.read_text())) if "://" not in link]


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    dead = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)

    assert dead == []


def test_the_readme_explains_every_setting_and_no_other():
    table = re.findall(r"^\| `(CANDOUR_[A-Z_]+)` \| (.+?) \| (.+?) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    told = {name for name, _, _ in table}

    assert told == {f"CANDOUR_{name.upper()}" for name in Settings.model_fields}


def test_the_readme_says_none_exactly_where_a_setting_has_no_default():
    table = re.findall(r"^\| `(CANDOUR_[A-Z_]+)` \|.*\| (.+?) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    required = {f"CANDOUR_{name.upper()}" for name, field in Settings.model_fields.items() if field.is_required()}

    assert {name for name, default in table if default == "none"} == required


def test_the_readme_names_every_package_of_the_portal():
    told = set(re.findall(r"^\| `([a-z]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert told == {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}


GENERATED = pytest.mark.parametrize(
    "script", [case_states, situations, reading_age, checks], ids=lambda script: script.NAME
)


@GENERATED
def test_a_generated_page_says_what_it_is_made_from(script):
    assert (ROOT / "docs" / script.NAME).read_text() == script.page()


@GENERATED
def test_every_generated_page_is_checked_and_written_by_make(script):
    makefile = (ROOT / "Makefile").read_text()
    name = script.__name__
    assert f"$(BIN)/python -m {name} --check\n" in makefile
    assert f"@$(BIN)/python -m {name}\n" in makefile


def test_a_generated_page_that_is_out_of_date_is_told_and_left_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "a.md"
    assert generated.main("a.md", lambda: "new", ["--check"]) == 1
    assert not page.exists()
    page.write_text("old")
    assert generated.main("a.md", lambda: "new", ["--check"]) == 1
    assert (page.read_text(), capsys.readouterr().err) == ("old", "docs/a.md is out of date: run `make docs`\n" * 2)
    assert generated.main("a.md", lambda: "new", []) == 0
    assert generated.main("a.md", lambda: "new", ["--check"]) == 0


def tables(text):
    """The rows of every table of a page, cut into cells, each with the heading that stands above it."""
    heading = ""
    for line in text.splitlines():
        heading = line.removeprefix("### ") if line.startswith("#") else heading
        if line.startswith("| `"):
            yield heading, [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_cell_of_the_page_of_situations_rests_on_a_clause_of_its_version():
    seen = set()
    for pack in generated.packs():
        clauses = {
            f"{pack.organisation.name}: {version.slug}, version {version.number}": {c.id: c for c in version.clauses}
            for version in pack.judged_by.versions
        }
        for heading, (what, *cells) in tables(situations.page()):
            if heading not in clauses:
                continue
            seen.add((heading, what.split("`")[1]))
            assert len(cells) == len(AgeBand), what
            for age, cell in zip(AgeBand, cells, strict=True):
                outcome, urgency, clause = CELL.fullmatch(cell).groups()
                assert clause in clauses[heading], (heading, what, age)
                found = clauses[heading][clause]
                if Outcome(outcome) in {Outcome.TELL, Outcome.MAY_TELL}:
                    assert (found.part, found.urgency) == (Part.GROUND, urgency)
                    assert age in set(found.ages) - set(found.life_risk_only), (heading, what, age)
                else:
                    assert urgency is None
        expected = {(heading, name) for heading in clauses for name in pack.situations.ids}
        assert expected <= seen


def test_the_page_of_situations_names_every_place_that_decides():
    page = situations.page()
    for pack in generated.packs():
        for rules in pack.situations.versions.values():
            for rule in rules.places:
                what = " but ".join(["anything", *(f"`{name}`" for name in rule.besides)])  # at most one is left out
                assert f"| {', '.join(rule.places)} | {what} | everybody | {rule.outcome}: `{rule.clause}` |" in page
            for rule in rules.rules:
                if rule.places:
                    assert f"| {', '.join(rule.places)} | `{rule.situation}` | " in page


@pytest.mark.check(25, "every text of both packs, for each reader")
def test_nothing_a_pack_says_is_harder_than_a_nine_year_old_can_read():
    for pack in generated.packs():
        texts = list(reading_age.texts_of(pack))
        assert {reader for _, reader, _ in texts} >= set(Reader)
        for what, reader, text in texts:
            assert faults(measure(text)) == [], (what, reader)


def test_what_a_pack_says_is_easier_than_the_texts_its_facts_come_from():
    found = [measure(text) for pack in generated.packs() for _, _, text in reading_age.texts_of(pack)]
    hardest = max(reading.age for reading in found if reading.words >= ENOUGH_WORDS)
    assert hardest < min(age for _, age, *_ in reading_age.MEASURED)


def test_the_licence_is_the_agpl_whole_and_unchanged():
    licence = (ROOT / "LICENSE").read_bytes()

    assert licence.split(b"\n")[0].strip() == b"GNU AFFERO GENERAL PUBLIC LICENSE"
    assert hashlib.sha256(licence).hexdigest() == AGPL_3
    assert 'license = { text = "AGPL-3.0-or-later" }' in (ROOT / "pyproject.toml").read_text()


def test_every_decision_says_context_decision_and_consequences():
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(page.name[:4]) for page in decisions]

    assert numbers == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text()
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == ["Context", "Decision", "Consequences"], page.name


def test_there_are_few_dependencies_and_each_has_its_reason():
    lines = (ROOT / "requirements.in").read_text().splitlines()
    card = {"flask", "sqlalchemy", "pytest"}  # said by the heading above them
    wanted = [line for line in lines if line and not line.startswith("#")]

    assert 0 < len(wanted) <= MOST_DEPENDENCIES
    assert [line for line in wanted if "#" not in line and line.strip() not in card] == []


def test_the_words_of_the_project_are_used_as_the_glossary_says(capsys):
    assert words.main() == 0, capsys.readouterr().out


def test_a_word_typed_twice_is_found_with_its_line():
    text = words.of_markdown("One line.\nThe the other.\n\nEnd\n\nEnd")

    assert list(words.problems(text, {})) == [(2, "“The” stands there twice")]


def test_a_replaced_word_is_found_in_text_and_not_in_code():
    instead = words.replaced_words("| Word | Means | Not |\n|---|---|---|\n| person | one | user, data subject |\n")

    assert list(words.problems(words.of_markdown("Two users.\n`user`, a user name."), instead)) == [
        (1, "“users”: say “person”")
    ]
    assert list(words.problems(words.of_template('<p class="user">Hi {{ user }}</p>'), instead)) == []
