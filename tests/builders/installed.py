"""An installation in a folder: settings, databases to copy, migration."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import delete

from portal import ROOT, create_app
from portal.accounts.actor import SYSTEM
from portal.config import Settings
from portal.core import clock
from portal.extensions import alembic, db
from portal.outbox import Job
from portal.outbox.service import JOBS_WAIT
from portal.policies.pack import load_pack
from portal.policies.paper import MAKE
from portal.policies.service import load_pack_into
from portal.search.service import refill

PACK = ROOT / "content" / "the-mix"
MASTER = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="  # a key for tests: 32 bytes, known to everybody


def make_settings(folder: Path, database_url: str = "", **changes: object) -> Settings:
    """Settings of an installation that lives in `folder`."""
    values: dict[str, object] = {
        "pack": PACK,
        "database_url": database_url or f"sqlite:///{folder}/candour.db",
        "keys_url": f"sqlite:///{folder}/keys.db",
        "master_key": SecretStr(MASTER),
        "secret_key": SecretStr("0" * 40),
        "files_url": f"file://{folder}/files",
        "queue_url": f"sqlite:///{folder}/queue.db",
        "public_url": "https://candour.test",
        # ways that are offered; nobody listens there, so what no sink takes is tried again
        "smtp_url": SecretStr("smtp://127.0.0.1:9/"),
        "mail_from": "messages@post.example.org",
        "text_url": "http://127.0.0.1:9/",
        "text_token": SecretStr("a token for tests"),
        "hold_one_in": 0,  # chance holds nothing back; tests of that set their own
        "undo_minutes": 0,  # what is released is there; tests of taking it back set their own
    }
    return Settings.model_validate({**values, **changes})


def migrate(settings: Settings) -> None:
    """Bring the database to the newest revision and publish the pack."""
    app: Flask = create_app(settings)
    with app.app_context():
        alembic.upgrade()
        load_pack_into(db.session, app.extensions["candour"].pack, actor=SYSTEM, at=clock.now())
        # Each takes seconds: a test that wants the document of a version promises it again.
        db.session.execute(delete(Job).where(Job.name == MAKE))
        db.session.info.pop(JOBS_WAIT)
        refill(db.session, app.extensions["candour"].pack)
        db.session.commit()
        db.session.close()
    let_go(app)


def let_go(app: Flask) -> None:
    """Close every connection the app holds, so that what they point to can be replaced."""
    with app.app_context():
        db.engine.dispose()
    app.extensions["candour"].vault.close()
    app.extensions["wake"].close()


def restore(template: Path, folder: Path) -> None:
    """Make `folder` what `template` is: database, keys, files, nothing left over."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)


class Databases:
    """One migrated database, and cheap copies of it."""

    @classmethod
    @contextmanager
    def start(cls, kind: str, folder: Path) -> Iterator["Databases"]:
        """Files for SQLite; a server of our own, in `folder`, for PostgreSQL."""
        if kind == "sqlite":
            yield SqliteFiles()
            return
        with postgres_server(folder) as socket_folder:
            yield PostgresServer(socket_folder)

    template_url = ""

    def freeze(self) -> None:
        """Called once the template is migrated."""

    def fresh(self, folder: Path) -> str:
        """The address of a database that is the template again."""
        raise NotImplementedError

    @contextmanager
    def apart(self, folder: Path) -> Iterator[str]:
        """A copy of the template beside the app's own; `folder` is a copy of the template's folder."""
        yield self.fresh(folder)


class SqliteFiles(Databases):
    """The template is a file in the folder that each test copies anyway."""

    def fresh(self, folder: Path) -> str:
        """The file that was copied with the rest of the folder."""
        return f"sqlite:///{folder}/candour.db"


class PostgresServer(Databases):
    """The template is a database that each test clones."""

    def __init__(self, socket_folder: Path) -> None:
        self._socket = socket_folder
        self._run("CREATE DATABASE template_candour")
        self.template_url = self._url("template_candour")

    def fresh(self, folder: Path) -> str:  # noqa: ARG002  # the folder is SQLite's
        """Drop the test's database and clone the template."""
        self._run("DROP DATABASE IF EXISTS candour WITH (FORCE)")
        self._run("CREATE DATABASE candour TEMPLATE template_candour")
        return self._url("candour")

    def database(self, name: str) -> str:
        """An empty database of that name, with nothing of the template."""
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    @contextmanager
    def apart(self, folder: Path) -> Iterator[str]:  # noqa: ARG002  # the folder is SQLite's
        """Another clone, under a name of its own."""
        name = f"apart_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_candour")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(f"postgresql://postgres@/postgres?host={self._socket}", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgres_server(folder: Path) -> Iterator[Path]:
    """Start Debian's PostgreSQL on a socket of its own; as its own user when we are root, for it refuses root."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    home = Path(f"/tmp/candour-pg-{uuid.uuid4().hex[:8]}")  # a socket's path may have 107 characters, no more
    home.mkdir(mode=0o755)
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(home, "postgres", "postgres")
    data = home / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    try:
        subprocess.run(
            [*as_user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"], check=True, **quiet
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c full_page_writes=off"
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run([*control, "-o", options, "-l", str(home / "log"), "start"], check=True, **quiet)
        try:
            yield home
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, **quiet)
    finally:
        shutil.rmtree(home, ignore_errors=True)


ORGANISATION = load_pack(PACK).organisation
