"""`make run`: secrets of its own, one supervisor, two children, and nothing left behind."""

import base64
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.notifications.smtp import SmtpMail
from portal.notifications.text_over_http import HttpText
from scripts import run
from scripts.supervise import how

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch):
    for name in [name for name in os.environ if name.startswith("CANDOUR_")]:
        monkeypatch.delenv(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_first_start_makes_secrets_only_the_owner_may_read(tmp_path):
    environment = run.settings(tmp_path / "instance", 8000)
    key = tmp_path / "instance" / "master.key"

    assert len(base64.b64decode(key.read_text(), validate=False)) == 32
    assert len(environment["CANDOUR_SECRET_KEY"]) >= 32
    assert environment["CANDOUR_MASTER_KEY_FILE"] == str(key)
    assert {path.stat().st_mode & 0o077 for path in [key, key.with_name("secret.key"), key.parent]} == {0}
    assert {path.name for path in key.parent.iterdir()} == {"master.key", "secret.key"}


def test_a_second_start_keeps_the_secrets(tmp_path):
    first = run.settings(tmp_path, 8000)
    key = (tmp_path / "master.key").read_bytes()

    assert run.settings(tmp_path, 8000) == first
    assert (tmp_path / "master.key").read_bytes() == key


def test_a_lost_master_key_is_not_replaced_by_another(tmp_path):
    (tmp_path / "keys.db").touch()

    with pytest.raises(run.CannotStart, match="Put the file back"):
        run.settings(tmp_path, 8000)
    assert not (tmp_path / "master.key").exists()


def test_what_is_set_already_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("CANDOUR_DATABASE_URL", "postgresql:///candour")
    monkeypatch.setenv("CANDOUR_MASTER_KEY", "given")
    environment = run.settings(tmp_path, 8000)

    assert environment["CANDOUR_DATABASE_URL"] == "postgresql:///candour"
    assert "CANDOUR_MASTER_KEY_FILE" not in environment
    assert not (tmp_path / "master.key").exists()


def test_what_the_demo_would_send_is_kept_in_a_folder_only_the_owner_may_read(tmp_path):
    environment = run.settings(tmp_path, 8000)
    with run.messages_kept(tmp_path, environment):
        SmtpMail(environment["CANDOUR_SMTP_URL"], environment["CANDOUR_MAIL_FROM"]).send(
            "a@demo.org", "Subject", "Body"
        )
        HttpText(environment["CANDOUR_TEXT_URL"], environment["CANDOUR_TEXT_TOKEN"]).send("07700 900123", "Words")
    mail, text = sorted((tmp_path / "sent").iterdir())
    assert "Subject: Subject" in mail.read_text() and text.read_text() == "To: +447700900123\n\nWords\n"
    assert (tmp_path / "sent").stat().st_mode & 0o077 == 0


def test_a_way_out_that_is_set_already_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("CANDOUR_SMTP_URL", "smtps://post.test/")
    environment = run.settings(tmp_path, 8000)
    with run.messages_kept(tmp_path, environment):
        assert "CANDOUR_TEXT_URL" not in environment and environment["CANDOUR_SMTP_URL"] == "smtps://post.test/"


@pytest.mark.parametrize(
    ("pack", "folder"),
    [
        ("", "instance"),
        ("content/the-mix", "instance"),
        ("content/maggies", "instance/maggies"),
        ("content/nowhere", "instance"),
    ],
)
def test_each_charity_has_a_folder_of_its_own_and_the_first_keeps_the_oldest(pack, folder):
    assert run.folder_for(str(ROOT / pack) if pack else "") == ROOT / folder


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "8e3"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(run.CannotStart, match="PORT"):
        run.read_port(text)


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(tmp_path / "instance", port).communicate(timeout=PATIENCE)[0]

    assert f"Port {port} cannot be used (Address already in use)" in done
    assert "make run PORT=" in done
    assert not (tmp_path / "instance").exists()


def test_how_a_process_ended_is_said_in_words():
    assert how(3) == "exit code 3"
    assert how(-9) == "killed by SIGKILL"


def start(instance: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env=os.environ | {"INSTANCE": str(instance), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(instance: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The whole thing, open, and what it has said so far."""
    process = start(instance, port)
    said: list[str] = []
    try:
        read_until(process, said, "Candour is open at")
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()


def read_until(process: subprocess.Popen[str], said: list[str], words: str) -> None:
    for line in process.stdout:
        said.append(line)
        if words in line:
            return
    pytest.fail("".join(said))


def healthz(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    return status


def child(process: subprocess.Popen[str], words: str) -> int:
    """The number of the supervisor's own child whose command holds these words."""
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        if words in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
            return int(pid)
    raise LookupError(words)


def gone(port: int) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            run.must_be_free(port)
        except run.CannotStart:
            time.sleep(0.1)
        else:
            return True
    return False


def code_of(said: list[str]) -> str:
    return re.search(r"code\s+([0-9A-Z]{4} [0-9A-Z]{4})", "".join(said))[1]


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_the_whole_life_of_make_run(tmp_path):
    instance, port = tmp_path / "instance", free_port()

    with running(instance, port) as (process, said):
        assert healthz(port) == 200
        first_code, key = code_of(said), (instance / "master.key").read_bytes()

        os.kill(child(process, "jobs run"), signal.SIGKILL)
        read_until(process, said, "The worker process ended (killed by SIGKILL). Starting it again in 1 s")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                assert child(process, "jobs run")
                break
            except LookupError:
                time.sleep(0.1)
        assert healthz(port) == 200

        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0
        assert gone(port)

    with running(instance, port) as (process, said):
        assert code_of(said) == first_code, "a second start keeps what is there"
        assert (instance / "master.key").read_bytes() == key

        os.kill(child(process, "gunicorn"), signal.SIGKILL)
        assert process.wait(timeout=PATIENCE) == 128 + signal.SIGKILL
        assert "The web server ended (killed by SIGKILL)" in process.stdout.read()
        assert gone(port)


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_a_supervisor_that_is_killed_outright_takes_its_children_along(tmp_path):
    port = free_port()
    with running(tmp_path / "instance", port) as (process, _said):
        worker = child(process, "jobs run")
        process.kill()
        process.wait()

        assert gone(port)
        until = time.monotonic() + 30
        while Path(f"/proc/{worker}").exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert not Path(f"/proc/{worker}").exists()
