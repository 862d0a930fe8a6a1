"""A portal that cannot work does not start: it says which part is wrong, in words, and shows no secret and no trace."""

import sqlite3
import subprocess
import sys
from itertools import count

import pytest

from portal import ROOT
from portal.accounts.permissions import Role
from portal.vault import new_master_key
from tests.builders.desk import a_disclosure, a_request, a_worker
from tests.builders.faults import WEB, environment_of
from tests.builders.installed import MASTER, make_settings, restore
from tests.builders.packs import POLICY, a_pack, change
from tests.builders.wire import send

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
ROUTES = ("flask", "--app", "app", "routes")
NEEDED = ("PACK", "DATABASE_URL", "KEYS_URL", "SECRET_KEY", "FILES_URL", "QUEUE_URL", "PUBLIC_URL")
SECRET = "hunter2-do-not-print-me"
ANOTHER_MASTER = new_master_key()


@pytest.fixture(scope="module")
def settings(template, tmp_path_factory):
    """An installation that is whole but for its database, which a start does not need."""
    folder = tmp_path_factory.mktemp("whole")
    restore(template, folder)
    return make_settings(folder, f"sqlite:///{folder}/not-migrated.db")


@pytest.fixture
def start(nursery, settings, tmp_path):
    """Start a process with changed settings, of `at` or of the whole installation; give its exit code and words."""
    numbers = count()

    def start(*command, at=settings, **changes):
        log = tmp_path / f"start-{next(numbers)}.log"
        child = nursery.start(*(command or ROUTES), environment=environment_of(at, **changes), log=log)
        return child.ends(), child.said

    return start


@pytest.fixture
def refused(start):
    """What it says when it does not start. It never says a secret, and never shows Python's own words."""

    def refused(*command, **changes):
        code, said = start(*command, **changes)
        assert code not in {0, None}, said
        assert "Traceback" not in said, said
        assert [secret for secret in (SECRET, MASTER, ANOTHER_MASTER, "0" * 40) if secret in said] == []
        return said

    return refused


def test_what_is_whole_starts(start):
    code, said = start()
    assert code == 0, said
    assert "/healthz" in said


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_setting_is_named(refused, name):
    said = refused(**{name: None})
    assert f"CANDOUR_{name}: is missing" in said
    assert said.count("CANDOUR_") == 1


def test_a_bare_environment_is_told_every_name_at_once():
    """From nothing, as somebody would who types it for the first time."""
    bare = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-m", *ROUTES], cwd=ROOT, env=bare, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 1
    assert [name for name in (*NEEDED, "MASTER_KEY_FILE") if f"CANDOUR_{name}: " not in done.stderr] == []
    assert "Traceback" not in done.stderr and done.stdout == ""


WRONG = {
    "a database of an unknown kind": ({"DATABASE_URL": "mysql://x/y"}, "CANDOUR_DATABASE_URL: has to start with"),
    "a database that does not last": ({"DATABASE_URL": "sqlite://"}, "CANDOUR_DATABASE_URL: has to name a file"),
    "an address that is none": (
        {"DATABASE_URL": f"postgresql://candour:{SECRET}@host:port/x"},
        "CANDOUR_DATABASE_URL: cannot be read as an address",
    ),
    "a short secret key": ({"SECRET_KEY": SECRET}, "CANDOUR_SECRET_KEY: has to be at least 32 characters"),
    "two master keys": ({"MASTER_KEY_FILE": "/dev/null"}, "set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER"),
    "no master key": ({"MASTER_KEY": None}, "set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE"),
    "an empty master key": ({"MASTER_KEY": ""}, "There is no master key"),
    "a master key that is none": ({"MASTER_KEY": SECRET}, "Master key 1 is not 32 bytes in base64"),
    "a key file that is not there": (
        {"MASTER_KEY": None, "MASTER_KEY_FILE": "/nowhere/master.key"},
        "CANDOUR_MASTER_KEY_FILE cannot be read (No such file or directory)",
    ),
    "a key file that is a folder": (
        {"MASTER_KEY": None, "MASTER_KEY_FILE": "/tmp"},
        "CANDOUR_MASTER_KEY_FILE cannot be read (Is a directory)",
    ),
    "an empty key file": ({"MASTER_KEY": None, "MASTER_KEY_FILE": "/dev/null"}, "There is no master key"),
    "another's master key": ({"MASTER_KEY": ANOTHER_MASTER}, "The master key does not open this key store"),
    "a key store nowhere": ({"KEYS_URL": "sqlite:////nowhere/keys.db"}, "The key store cannot be reached"),
    "a key store in a folder": ({"KEYS_URL": "sqlite:////tmp"}, "The key store cannot be reached"),
    "a file store nowhere": ({"FILES_URL": "file:///dev/null/files"}, "The file store cannot be reached"),
    "a file store that is a file": ({"FILES_URL": "file:///dev/null"}, "The file store cannot be reached"),
    "a file store nobody may write": ({"FILES_URL": "file:///proc/candour"}, "The file store cannot be reached"),
    "a pack nowhere": ({"PACK": "/nowhere/a-pack"}, "a-pack:1: there is no such folder"),
    "an exit without https": ({"EXIT_URL": "http://weather.test"}, "CANDOUR_EXIT_URL: has to start with one of: https"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said(refused, what):
    changes, words = WRONG[what]
    assert words in refused(**changes)


def test_every_problem_of_a_broken_pack_is_said_with_file_and_line(refused, tmp_path):
    pack = a_pack(tmp_path / "pack")
    change(pack, "organisation.yml", "nation: scotland", "nation: atlantis")
    change(pack, POLICY, "part: answer", "part: reply")
    said = refused(PACK=str(pack))
    assert "organisation.yml:3: " in said and f"{POLICY}:19: " in said


@pytest.mark.parametrize("holds", ["a request", "a worker", "an entry"])
def test_an_empty_key_store_beside_data_that_has_keys_is_refused(site, start, refused, tmp_path, holds):
    with site.session() as session:
        if holds == "a request":
            a_request(session)
        else:
            worker = a_worker(session, Role.SAFEGUARDING)
        if holds == "an entry":
            a_disclosure(session, worker)
    said = refused(at=site.settings, KEYS_URL=f"sqlite:///{tmp_path}/new-keys.db")
    assert "The key store does not know a key that the data needs" in said and "CANDOUR_KEYS_URL" in said
    code, said = start(at=site.settings)
    assert code == 0, said


def test_an_old_copy_of_the_key_store_is_refused(site, refused, tmp_path):
    """It opens the first request and not the newest: that person must not be the one who finds out."""
    with site.session() as session:
        a_request(session, "kite.1")
    with sqlite3.connect(site.folder / "keys.db") as keys:
        keys.execute("VACUUM INTO ?", [f"{tmp_path}/copy.db"])
    keys.close()
    with site.session() as session:
        a_request(session, "kite.2")
    said = refused(at=site.settings, KEYS_URL=f"sqlite:///{tmp_path}/copy.db")
    assert "It may be the wrong key store, or an old copy of it" in said


def test_a_file_that_is_no_key_store_is_refused_and_left_alone(refused, tmp_path):
    (tmp_path / "keys.db").write_bytes(b"no database, and longer than a header of one. " * 50)
    before = (tmp_path / "keys.db").read_bytes()
    assert "The key store cannot be reached" in refused(KEYS_URL=f"sqlite:///{tmp_path}/keys.db")
    assert (tmp_path / "keys.db").read_bytes() == before


@pytest.mark.parametrize("command", [WEB, ("flask", "--app", "app", "jobs", "run")], ids=["web", "worker"])
def test_the_web_server_and_the_worker_refuse_in_the_same_words_and_once(refused, command):
    words = [word.replace("fd://{door}", "127.0.0.1:0") for word in command]
    said = refused(*words, MASTER_KEY=ANOTHER_MASTER)
    assert said.count("The master key does not open this key store") == 1


@pytest.mark.parametrize("url", ["sqlite:////nowhere/candour.db", "sqlite:///{folder}/empty.db"])
def test_a_database_that_is_not_there_or_not_migrated_does_not_stop_the_start_and_is_said(site, url):
    """A database server may come up later than we do, and `db upgrade` has to be able to start."""
    environment = environment_of(site.settings, DATABASE_URL=url.format(folder=site.folder))
    child = site.nursery.start(*WEB, environment=environment, log=site.folder / "web.log", door=site.door)
    site.children.append(child)
    site.wait_until_open()
    ready = send(site.home, "/readyz")
    assert (ready.status, '"database":false' in ready.text, '"vault":true' in ready.text) == (503, True, True)
    page = send(site.home, "/q/1")
    assert (page.status, "This site is not working right now" in page.text) == (503, True)
    assert "Traceback" not in child.said
