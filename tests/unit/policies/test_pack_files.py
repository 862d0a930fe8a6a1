"""What may lie in the folder of a pack, and what is refused before anybody reads it."""

import os
import time

import pytest

from portal.policies.pack import PackProblems, load_pack
from portal.policies.pack.files import MOST_BYTES
from portal.policies.pack.lined import MOST_DEPTH, read_yaml
from tests.builders.packs import DATAMAP, ORG, POLICY, SITUATIONS, TODAY, WORDS, a_pack, change

EVERY = pytest.mark.parametrize("file", [ORG, POLICY, SITUATIONS, DATAMAP, WORDS])
YAML = pytest.mark.parametrize("file", [ORG, SITUATIONS, DATAMAP, WORDS])
SECONDS = 20  # a limit for what would never end without one


def problems_of(folder):
    with pytest.raises(PackProblems) as caught:
        load_pack(folder, today=TODAY)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path):
    return a_pack(tmp_path / "pack")


@YAML
def test_a_file_that_is_not_there_is_missing(folder, file):
    (folder / file).unlink()
    assert problems_of(folder) == [f"{file}:1: this file is missing: add it"]


@EVERY
def test_a_file_that_is_not_utf_8_is_a_problem(folder, file):
    (folder / file).write_bytes(b"\xff\xfe\x00 id")
    assert f"{file}:1: this file is not UTF-8 text: save it again as UTF-8" in problems_of(folder)


@EVERY
@pytest.mark.parametrize("number", [0, 7, 27, 127])
def test_a_character_nobody_can_see_is_found_on_its_line(folder, file, number):
    lines = (folder / file).read_text().split("\n")
    lines[6] += chr(number)
    (folder / file).write_text("\n".join(lines))
    said = f"{file}:7: a character that nobody can see (number {number}) stands here: delete it"
    assert said in problems_of(folder)


@EVERY
def test_a_folder_in_place_of_a_file_is_no_file(folder, file):
    (folder / file).unlink()
    (folder / file).mkdir()
    assert f"{file}:1: this is no file: put a text file of this name here" in problems_of(folder)


@EVERY
def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder, file):
    (folder / file).unlink()
    os.mkfifo(folder / file)
    assert f"{file}:1: this is no file: put a text file of this name here" in problems_of(folder)


@EVERY
def test_a_link_out_of_the_pack_is_not_followed(folder, file, tmp_path):
    (tmp_path / "secret").write_text((folder / file).read_text())
    (folder / file).unlink()
    (folder / file).symlink_to(tmp_path / "secret")
    found = problems_of(folder)
    assert f"{file}:1: this leads out of the pack: put the file itself here" in found


def test_a_folder_of_policies_that_leads_out_of_the_pack_is_not_followed(folder, tmp_path):
    (folder / "policies").rename(tmp_path / "elsewhere")
    (folder / "policies").symlink_to(tmp_path / "elsewhere")
    assert f"{POLICY}:1: this leads out of the pack: put the file itself here" in problems_of(folder)


def test_a_link_that_leads_to_itself_is_a_problem_and_no_crash(folder):
    (folder / WORDS).unlink()
    (folder / WORDS).symlink_to(folder / WORDS)
    (only,) = problems_of(folder)
    assert only.startswith(f"{WORDS}:1: this file cannot be read")


def test_a_link_that_stays_in_the_pack_is_a_file_and_so_is_the_whole_pack(folder, tmp_path):
    (folder / WORDS).rename(folder / "other.yml")
    (folder / WORDS).symlink_to("other.yml")
    (tmp_path / "current").symlink_to(folder)
    assert load_pack(tmp_path / "current", today=TODAY).glossary.find("robot") is not None


@YAML
def test_a_file_may_have_a_byte_order_mark_and_the_line_ends_of_windows(folder, file):
    before = load_pack(folder, today=TODAY)
    (folder / file).write_bytes(b"\xef\xbb\xbf" + (folder / file).read_bytes().replace(b"\n", b"\r\n"))
    after = load_pack(folder, today=TODAY)
    assert after == before


@pytest.mark.parametrize(
    ("change_bytes", "line", "words"),
    [
        (lambda text: b"\xef\xbb\xbf" + text, 1, "starts with a byte order mark"),
        (lambda text: text.replace(b"\n", b"\r\n"), 1, "ends as on Windows"),
        (lambda text: text.replace(b"Yes, we do.\n", b"Yes, we do.\r"), 23, "ends as on Windows"),
    ],
)
def test_the_file_of_a_version_comes_out_as_it_went_in_or_is_not_taken(folder, change_bytes, line, words):
    (folder / POLICY).write_bytes(change_bytes((folder / POLICY).read_bytes()))
    (only,) = problems_of(folder)
    assert only.startswith(f"{POLICY}:{line}: ")
    assert words in only


@EVERY
@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u202e", "\u2066", "\u2060"])
def test_a_sign_that_nobody_can_see_is_refused(folder, file, sign):
    with (folder / file).open("a") as handle:
        handle.write(f"# a{sign}b\n")
    line = (folder / file).read_text().count("\n")
    assert f"{file}:{line}: a character that nobody can see (number {ord(sign)}) stands here: delete it" in problems_of(
        folder
    )


@pytest.mark.parametrize("name", ["X.MD", "Quiet-2.md", "quiet 2.md", "notes.txt", ".quiet.md", "quiet-.md", "a\n1.md"])
def test_a_file_that_would_be_passed_over_is_a_problem(folder, name):
    (folder / "policies" / name).write_text((folder / POLICY).read_text())
    shown = name.replace("\n", "?")
    assert problems_of(folder) == [
        f"policies/{shown}:1: a file of this name is not read: call it like confidentiality-1.md"
    ]


def test_a_folder_beside_the_versions_is_a_problem_and_what_the_system_leaves_is_not(folder):
    (folder / "policies" / ".DS_Store").write_bytes(b"\x00")
    load_pack(folder, today=TODAY)
    (folder / "policies" / "old").mkdir()
    assert problems_of(folder) == ["policies/old:1: a folder in policies is not read: put its files beside it"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_a_sign_that_only_some_take_for_a_line_end_does_not_move_the_words(folder, sign):
    change(folder, POLICY, "Yes, we do.", f"Yes,{sign}we do.")
    quiet, danger = load_pack(folder, today=TODAY).policies[0].newest.clauses
    assert quiet.words == f"Yes,{sign}we do."
    assert danger.words.startswith("We think you could die.")


@EVERY
def test_a_file_of_more_than_a_megabyte_is_not_opened(folder, file):
    with (folder / file).open("a") as handle:
        handle.write("#" * MOST_BYTES)
    started = time.monotonic()
    assert f"{file}:1: this file has more than 1,000,000 bytes: make it shorter" in problems_of(folder)
    assert time.monotonic() - started < SECONDS


@YAML
@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a: &a [x, x]\nb: [*a, *a]\n", "write it out again instead of `*`", id="an alias"),
        pytest.param("a: &a [*a]\nb: c\n", "write it out again instead of `*`", id="an alias of itself"),
        pytest.param("a: &a {b: 1}\nc: {<<: *a}\n", "write it out again instead of `*`", id="an alias to merge"),
        pytest.param("a: " + "[" * 300_000, "lists stand inside lists too often: write it flatter", id="open lists"),
        pytest.param("a: " + "{b: " * 200_000, "lists stand inside lists too often: write it flatter", id="open names"),
        pytest.param(
            "\n".join(f"{'  ' * n}a:" for n in range(900)), "lists stand inside lists too often", id="steps of names"
        ),
        pytest.param("- " * 300_000, "lists stand inside lists too often", id="lists on one line"),
    ],
)
def test_what_would_grow_without_end_is_refused_at_once(folder, file, text, words):
    (folder / file).write_text(text)
    started = time.monotonic()
    (problem,) = [line for line in problems_of(folder) if line.startswith(f"{file}:")]
    assert words in problem
    assert time.monotonic() - started < SECONDS


def test_what_would_grow_without_end_is_refused_in_the_facts_of_a_clause_too(folder):
    change(folder, POLICY, "tell: [police]", "tell: " + "[" * 100_000)
    assert [line for line in problems_of(folder) if "lists stand inside lists too often" in line]


def test_a_document_as_deep_as_the_limit_is_read_and_one_more_is_not():
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    assert read_yaml(deep, file="x").problems == []
    assert len(read_yaml(f"[{deep}]", file="x").problems) == 1


def test_a_heading_made_to_be_slow_is_read_at_once(folder):
    change(folder, POLICY, "## Do you keep it quiet? {#quiet}", "## " + "a {#" * 100_000)
    started = time.monotonic()
    assert [line for line in problems_of(folder) if "has to end with its id" in line]
    assert time.monotonic() - started < SECONDS


def test_tags_of_yaml_make_nothing(folder):
    change(folder, WORDS, "word: Robot", "word: !!python/object/apply:os.getcwd []")
    assert problems_of(folder) == [f"{WORDS}:17: `word` has to be text"]
