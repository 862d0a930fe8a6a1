"""A pack with a mistake changes nothing: what was published is still read, and no portal starts with it."""

import shutil

import pytest
from sqlalchemy import select

from portal import create_app
from portal.core.base import Base
from portal.extensions import db
from portal.jobs.pack_command import pack
from portal.policies.pack import PackProblems
from tests.builders.installed import let_go
from tests.builders.packs import CONTENT, DATAMAP, ORG, POLICY, SITUATIONS, WORDS, a_pack, change

PAGES = ("/", "/policies/", "/policies/confidentiality", "/policies/confidentiality/3", "/q/1", "/readyz")
MISTAKES = {
    ORG: ("call: 999", "call: 99", 21),
    POLICY: ("tell: [police]", "tell: [school]", 41),
    SITUATIONS: ("- situation: no-home", "- situation: no-roof", 30),
    DATAMAP: ("systems: [shelf]", "systems: [cupboard]", 17),
    WORDS: ("title: You wait", "right: true, title: You wait", 28),
}
EVERY = pytest.mark.parametrize("file", MISTAKES)


@pytest.fixture
def broken(tmp_path, file):
    """A pack with one mistake in `file`, and the start of the line that names it."""
    folder = a_pack(tmp_path / "broken")
    old, new, line = MISTAKES[file]
    change(folder, file, old, new)
    return folder, f"{file}:{line}: "


def rows(app):
    """Everything the database holds."""
    with app.app_context(), db.engine.connect() as connection:
        return {name: connection.execute(select(table)).all() for name, table in Base.metadata.tables.items()}


@EVERY
def test_a_running_portal_keeps_the_last_good_pack(app, client, broken):
    folder, where = broken
    policy = client.get(PAGES[2]).data
    before = rows(app)
    result = app.test_cli_runner().invoke(pack, ["load", str(folder)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(where)
    assert rows(app) == before
    assert client.get(PAGES[2]).data == policy
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)


@EVERY
def test_a_portal_does_not_start_with_a_broken_pack_and_says_where_it_breaks(app, broken):
    folder, where = broken
    settings = app.extensions["candour"].settings.model_copy(update={"pack": folder})
    with pytest.raises(PackProblems) as refused:
        create_app(settings)
    assert [line for line in refused.value.message.splitlines()[1:] if line.startswith(where)]


def test_a_mistake_in_the_pack_that_is_served_does_no_harm_before_the_next_start(app, client, tmp_path):
    """An editor works on the very folder that the portal was started with."""
    shutil.copytree(CONTENT / "the-mix", tmp_path / "served")
    settings = app.extensions["candour"].settings
    running = create_app(settings.model_copy(update={"pack": tmp_path / "served"}))
    page = PAGES[2]
    before = running.test_client().get(page, base_url="https://candour.test")
    (tmp_path / "served" / SITUATIONS).write_text("policy: [")
    assert running.test_cli_runner().invoke(pack, ["load", str(tmp_path / "served")]).exit_code == 2
    after = running.test_client().get(page, base_url="https://candour.test")
    assert (before.status_code, after.status_code) == (200, 200)
    assert after.data == before.data
    let_go(running)


def test_what_was_good_before_can_be_loaded_after_a_mistake(app, tmp_path):
    folder = a_pack(tmp_path / "pack")
    change(folder, "organisation.yml", "id: demo-harbour", "id: the-mix")  # whose database this is
    change(folder, POLICY, "tell: [police]", "tell: [school]")
    runner = app.test_cli_runner()
    assert runner.invoke(pack, ["load", str(folder)]).exit_code == 2
    change(folder, POLICY, "tell: [school]", "tell: [police]")
    assert runner.invoke(pack, ["load", str(folder)]).stdout == "the-mix: published quiet version 1\n"
