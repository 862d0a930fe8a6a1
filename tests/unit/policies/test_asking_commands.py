"""`flask situation` and `flask keep-until`: one JSON document, or a plain sentence with what is known."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from portal import ROOT
from portal.jobs.keep_until_command import keep_until
from portal.jobs.situation_command import situation
from portal.policies.kinds import AgeBand, Outcome, Place
from tests.builders.packs import CONTENT, POLICY, SITUATIONS, a_pack, add_version, change, the_mix

MIX = str(CONTENT / "the-mix")
FIELDS = ["outcome", "urgency", "who", "shares", "told_first", "clause", "version", "why"]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """Two versions: the first from January, the second from June, in which a child in danger is not sure to be told of."""
    folder = a_pack(tmp_path_factory.mktemp("asking") / "pack")
    add_version(folder, 2)
    text = (folder / SITUATIONS).read_text()
    head, tail = text.split('  "2":')
    (folder / SITUATIONS).write_text(f'{head}  "2":{tail.replace("outcome: tell", "outcome: may-tell")}')
    return str(folder)


def run(command, *arguments, env=None):
    return CliRunner().invoke(command, arguments, env={"CANDOUR_PACK": None, **(env or {})})


def ask(folder, *arguments):
    result = run(situation, "--pack", folder, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_what_we_would_tell_is_one_document(quiet):
    said = ask(quiet, "--policy", "quiet", "--version", "1", "--age", "13-15", "--situation", "could-die")
    assert list(said) == FIELDS
    assert said == {
        "outcome": "tell",
        "urgency": "emergency",
        "who": ["The police"],
        "shares": ["Your name, and no more."],
        "told_first": "if-we-can",
        "clause": "danger",
        "version": 1,
        "why": "It is for someone's safety.",
    }


def test_what_is_kept_names_nobody(quiet):
    said = ask(quiet, "--age", "adult", "--situation", "no-home", "--place", "chat", "--json")
    assert list(said) == FIELDS
    assert said == {
        "outcome": "keep",
        "urgency": None,
        "who": [],
        "shares": [],
        "told_first": None,
        "clause": "quiet",
        "version": 2,
        "why": "This alone is no danger.",
    }


@pytest.mark.parametrize(
    ("arguments", "outcome", "version"),
    [
        pytest.param([], "may-tell", 2, id="the newest judges when nothing is said"),
        pytest.param(["--version", "1"], "tell", 1, id="a version"),
        pytest.param(["--said-on", "2026-05-31"], "tell", 1, id="the last day of the first"),
        pytest.param(["--said-on", "2026-06-01"], "may-tell", 2, id="the first day of the second"),
        pytest.param(["--said-on", "2099-01-01"], "may-tell", 2, id="a day far away"),
        pytest.param(["--said-on", "2026-01-04"], "talk-first", 1, id="before there were rules"),
        pytest.param(["--place", "board"], "may-tell", 2, id="a place without rules of its own"),
        pytest.param(["--place", "chatbot"], "nobody-reads", 2, id="a place that decides"),
        pytest.param(["--place", "chatbot", "--version", "1"], "nobody-reads", 1, id="that place in a version"),
    ],
)
def test_the_right_version_and_place_judge(quiet, arguments, outcome, version):
    said = ask(quiet, "--age", "13-15", "--situation", "could-die", *arguments)
    assert (said["outcome"], said["version"]) == (outcome, version)


AGES = "under-13, 13-15, 16-17, adult, adult-at-risk"
PLACES = "board, chat, helpline, counselling, crisis-text, chatbot, survey"
WRONG = {
    "no age": ({"--age": None}, f"--age is missing; known are {AGES}"),
    "an unknown age": ({"--age": "17"}, f"--age 17 is not known; known are {AGES}"),
    "a group of ages": ({"--age": "under-18"}, f"--age under-18 is not known; known are {AGES}"),
    "no situation": ({"--situation": None}, "--situation is missing; known are could-die, no-home"),
    "an unknown situation": ({"--situation": "rain"}, "--situation rain is not known; known are could-die, no-home"),
    "an unknown place": ({"--place": "pub"}, f"--place pub is not known; known are {PLACES}"),
    "an unknown policy": ({"--policy": "loud"}, "--policy loud is not known; known are quiet"),
    "an unknown version": ({"--version": "3"}, "--version 3 is not known; known are 1, 2"),
    "a version in words": ({"--version": "one"}, "--version one is not known; known are 1, 2"),
    "a version of minus one": ({"--version": "-1"}, "--version -1 is not known; known are 1, 2"),
    "a day in words": ({"--said-on": "May"}, "--said-on May is no date: write it like 2026-11-22"),
    "a day without hyphens": ({"--said-on": "20260531"}, "--said-on 20260531 is no date: write it like 2026-11-22"),
    "a day by its week": ({"--said-on": "2026-W22-7"}, "--said-on 2026-W22-7 is no date: write it like 2026-11-22"),
    "a day that is none": ({"--said-on": "2026-02-29"}, "--said-on 2026-02-29 is no date: write it like 2026-11-22"),
    "a day and a version": (
        {"--said-on": "2026-05-31", "--version": "1"},
        "say either --said-on or --version: the day decides which version judges",
    ),
    "no pack": (
        {"--pack": None},
        "--pack is missing: name the folder of a pack, like content/the-mix, or set CANDOUR_PACK",
    ),
    "a pack nowhere": ({"--pack": "/nowhere/x"}, "x:1: there is no such folder: name the folder of a pack"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_known_is_said_with_what_is(quiet, name):
    changes, words = WRONG[name]
    asked = {"--pack": quiet, "--age": "13-15", "--situation": "could-die", **changes}
    result = run(situation, *(word for option, value in asked.items() if value for word in (option, value)))
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{words}\n")


def test_a_broken_pack_answers_nothing_and_names_its_problem(tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, POLICY, "tell: [police]", "tell: [school]")
    for command, *arguments in (
        (situation, "--age", "13-15", "--situation", "could-die"),
        (keep_until, "--service", "phone", "--last-used", "2026-01-01"),
    ):
        result = run(command, "--pack", str(folder), *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"{POLICY}:41: the recipient `school` is not in the list")


def test_the_pack_of_the_settings_is_asked_when_none_is_named(quiet):
    result = run(situation, "--list", env={"CANDOUR_PACK": quiet})
    assert (result.exit_code, result.stdout) == (0, "could-die\nno-home\n")


def test_a_named_pack_comes_before_the_one_of_the_settings(quiet):
    result = run(situation, "--list", "--pack", quiet, env={"CANDOUR_PACK": MIX})
    assert result.stdout == "could-die\nno-home\n"


def test_everything_that_can_be_asked_is_listed(quiet):
    listed = json.loads(run(situation, "--pack", quiet, "--list", "--json").stdout)
    assert listed == {"situations": ["could-die", "no-home"], "ages": AGES.split(", "), "places": PLACES.split(", ")}


def test_the_pack_that_comes_with_the_portal_can_be_asked_for_every_age():
    listed = json.loads(run(situation, "--pack", MIX, "--list", "--json").stdout)
    assert listed["situations"] == list(the_mix().situations.ids)
    for name in listed["situations"][:1]:
        for age in AgeBand:
            said = ask(MIX, "--policy", "confidentiality", "--age", age, "--situation", name, "--place", Place.CHATBOT)
            assert said["outcome"] in set(Outcome)


@pytest.mark.parametrize(
    ("folder", "service", "last_used", "until", "then"),
    [
        ("mix", "helpline", "2019-05-01", "2026-05-01", "anonymised"),
        ("mix", "helpline", "2020-02-29", "2027-02-28", "anonymised"),
        ("quiet", "phone", "2026-01-31", "2027-07-31", "deleted"),
        ("quiet", "phone", "2026-08-31", "2028-02-29", "deleted"),
        ("quiet", "post", "2026-01-31", None, None),
    ],
)
def test_the_day_it_goes_is_worked_out(quiet, folder, service, last_used, until, then):
    path = {"mix": MIX, "quiet": quiet}[folder]
    for json_too in ([], ["--json"]):
        result = run(keep_until, "--pack", path, "--service", service, "--last-used", last_used, *json_too)
        assert (result.exit_code, result.stderr) == (0, "")
        said = json.loads(result.stdout)
        assert list(said) == ["until", "then", "rule", "why"]
        assert (said["until"], said["then"]) == (until, then)
        assert said["rule"] and said["why"]


KEPT_WRONG = {
    "no service": ({"--service": None}, "--service is missing; known are phone, post"),
    "an unknown service": ({"--service": "fax"}, "--service fax is not known; known are phone, post"),
    "no day": ({"--last-used": None}, "--last-used is missing: write the day like 2026-11-22"),
    "a day that is none": (
        {"--last-used": "2026-11-31"},
        "--last-used 2026-11-31 is no date: write it like 2026-11-22",
    ),
    "a day in words": ({"--last-used": "today"}, "--last-used today is no date: write it like 2026-11-22"),
    "a day at the end of time": (
        {"--last-used": "9999-12-31"},
        "--last-used 9999-12-31 is too late: no calendar goes as far as the end of the period",
    ),
}


@pytest.mark.parametrize("name", KEPT_WRONG)
def test_no_day_is_worked_out_from_what_is_not_known(quiet, name):
    changes, words = KEPT_WRONG[name]
    asked = {"--pack": quiet, "--service": "phone", "--last-used": "2026-01-01", **changes}
    result = run(keep_until, *(word for option, value in asked.items() if value for word in (option, value)))
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{words}\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["situation", "--pack", "content/the-mix", "--age", "13-15", "--situation", "homeless"], 0, '"outcome"'),
        (["keep-until", "--pack", "content/the-mix", "--service", "helpline", "--last-used", "2019-05-01"], 0, '"2026-05-01"'),
        (["situation", "--list"], 2, "--pack is missing"),
    ],
)  # fmt: skip
def test_both_work_in_a_fresh_clone_without_any_setting(arguments, code, said):
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=90,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert said in (done.stderr if code else done.stdout)
    assert (done.stdout if code else done.stderr) == ""
