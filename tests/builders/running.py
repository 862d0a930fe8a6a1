"""An installation that runs: a web server and a worker in processes of their own, as `make run` starts them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from portal import ROOT, create_app
from portal.config import Settings
from portal.core import clock
from portal.extensions import db
from portal.outbox import Job, JobState
from portal.outbox.service import JOBS_WAIT
from tests.builders.installed import make_settings, migrate

WEB = ("gunicorn", "--no-control-socket", "--workers", "1", "--threads", "4", "app:app")
WORKER = ("flask", "--app", "app", "jobs", "run")
SECONDS_TO_START = 120  # a busy machine takes long; waiting costs nothing where it does not


@dataclass
class Running:
    """A web server at `address`, a worker, and an app in this process that looks into the same stores."""

    folder: Path
    settings: Settings
    app: Flask
    sessions: sessionmaker[Session]
    web: subprocess.Popen[bytes]
    worker: subprocess.Popen[bytes]
    demo: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where browsers find it."""
        return self.settings.public_url

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on the business database; commits at the end. Without an app context: a browser may be driven."""
        with self.sessions() as session:
            yield session
            session.commit()

    def hurry(self, job: str) -> None:
        """Let the moment of every promised job of that name have come, and wake the worker process."""
        waits = (Job.name == job, Job.state == JobState.PENDING)
        with self.session() as session:
            session.execute(update(Job).where(*waits).values(run_after=clock.now()))
            session.info[JOBS_WAIT] = True

    @contextmanager
    def web_gone_silent(self) -> Iterator[None]:
        """Let the web server take connections and never answer, for as long as this lasts."""
        os.killpg(self.web.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.web.pid, signal.SIGCONT)


@contextmanager
def start(folder: Path, *, demo: bool = False, host: str = "127.0.0.1", **changes: object) -> Iterator[Running]:
    """Install in `folder`, start both processes, and stop them in the end. `demo` loads the demo's case-load.

    `host`: what browsers call this machine; passkeys want a name.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings = make_settings(folder, public_url=f"http://{host}:{door.getsockname()[1]}", **changes)
        migrate(settings)
        app = create_app(settings)
        with app.app_context():
            sessions = db.sessionmaker
        told = _load_demo(app) if demo else {}
        bound = ("--bind", f"fd://{door.fileno()}")
        web = _process(folder / "web.log", (*WEB, *bound), settings, pass_fds=(door.fileno(),))
    worker = _process(folder / "worker.log", WORKER, settings)
    try:
        _wait_until_it_answers(settings.public_url, web, folder / "web.log")
        yield Running(folder, settings, app, sessions, web, worker, told)
    finally:
        for process in (web, worker):
            _stop(process)
        with app.app_context():
            db.engine.dispose()
        app.extensions["candour"].vault.close()
        app.extensions["wake"].close()


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as a process of its own reads them."""
    given = {f"CANDOUR_{name.upper()}": value for name, value in settings if value not in (None, "")}
    plain = {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in given.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    return inherited | plain


def _process(log: Path, command: tuple[str, ...], settings: Settings, **more: Any) -> subprocess.Popen[bytes]:
    """Start one of our programs as leader of its own group, with what it says in a file."""
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment_of(settings), stdout=said,
            stderr=subprocess.STDOUT, start_new_session=True, **more,
        )  # fmt: skip


def _load_demo(app: Flask) -> dict[str, Any]:
    ran = app.test_cli_runner().invoke(args=["demo", "load", "--json"])
    assert ran.exit_code == 0, ran.output
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _wait_until_it_answers(address: str, web: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert web.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
