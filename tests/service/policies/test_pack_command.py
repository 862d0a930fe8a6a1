"""`flask pack check` and `flask pack load`, on real folders and a real database."""

import json

import pytest
from click.testing import CliRunner

from portal.core.clock import today
from portal.extensions import db
from portal.jobs.pack_command import pack
from portal.policies.queries import list_policies
from tests.builders.packs import CONTENT, POLICY, a_pack, change, the_mix


@pytest.fixture
def runner(empty_app):
    empty_app.cli.add_command(pack)
    return empty_app.test_cli_runner()


def check(*args):
    """`pack check` needs no installation: an editor runs it on a folder."""
    return CliRunner().invoke(pack, ["check", *map(str, args)])


@pytest.fixture
def demo(tmp_path):
    """A pack whose crisis line was looked up today, whenever the test runs."""
    path = a_pack(tmp_path / "demo")
    change(path, "organisation.yml", "2026-11-20", today().isoformat())
    return path


def published(app):
    with app.app_context():
        return [version.number for version in list_policies(db.session)]


def test_a_good_pack_is_said_to_be_good(demo):
    result = check(demo)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "demo-harbour: no problems\n", "")


def test_every_problem_is_printed_with_file_and_line_and_exit_code_two(demo):
    change(demo, POLICY, "Yes, we do.", "Yes, <b>we</b> do.")
    change(demo, "organisation.yml", "call: 999", "call: 99")
    result = check(demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == [
        "organisation.yml:21",
        "policies/quiet.md:23",
    ]


def test_json_is_one_document_also_when_there_are_problems(demo):
    good = check(demo, "--json")
    assert json.loads(good.stdout) == {
        "pack": "demo-harbour",
        "versions": [{"policy": "quiet", "version": 1}],
        "problems": [],
    }
    change(demo, POLICY, "Yes, we do.", "Yes, <b>we</b> do.")
    bad = check(demo, "--json")
    assert bad.exit_code == 2
    assert json.loads(bad.stdout)["problems"][0] == {
        "file": "policies/quiet.md",
        "line": 23,
        "text": "HTML is not allowed here: use Markdown",
    }


def test_a_folder_that_is_not_there_is_a_problem_and_no_crash(tmp_path):
    result = check(tmp_path / "nowhere")
    assert (result.exit_code, result.stderr) == (2, "nowhere:1: there is no such folder: name the folder of a pack\n")


def test_load_publishes_once_and_says_what(runner, demo, empty_app):
    first = runner.invoke(args=["pack", "load", str(demo)])
    assert (first.exit_code, first.stdout) == (0, "demo-harbour: published quiet version 1\n")
    second = runner.invoke(args=["pack", "load", str(demo), "--json"])
    assert json.loads(second.stdout) == {"pack": "demo-harbour", "published": [], "problems": []}
    assert published(empty_app) == [1]


def test_load_refuses_other_words_under_the_same_number(runner, demo):
    runner.invoke(args=["pack", "load", str(demo)])
    change(demo, POLICY, "Yes, we do.", "Yes, we may.")
    result = runner.invoke(args=["pack", "load", str(demo)])
    assert result.exit_code == 2
    assert result.stderr == "quiet: version 1 is already published with other words; give it a new number\n"


def test_load_publishes_nothing_of_a_pack_with_a_problem(runner, demo, empty_app):
    change(demo, POLICY, "tell: [police]", "tell: [school]")
    assert runner.invoke(args=["pack", "load", str(demo)]).exit_code == 2
    assert published(empty_app) == []


def test_an_old_crisis_line_fails_the_check_and_is_only_said_when_loading(runner, tmp_path):
    demo = a_pack(tmp_path / "old")
    change(demo, "organisation.yml", "2026-11-20", "2020-01-01")
    said = "organisation.yml:23: check this crisis line again: 90 days are over\n"
    assert check(demo).stderr == said
    loaded = runner.invoke(args=["pack", "load", str(demo)])
    assert (loaded.exit_code, loaded.stderr) == (0, said)


def test_the_pack_that_comes_with_the_portal_can_be_published_on_any_day(runner):
    result = runner.invoke(args=["pack", "load", str(CONTENT / "the-mix")])
    said = [f"{policy.slug} version {v.number}" for policy in the_mix().policies for v in policy.versions]
    assert "confidentiality version 3" in said
    assert (result.exit_code, result.stdout) == (0, f"the-mix: published {', '.join(said)}\n")
