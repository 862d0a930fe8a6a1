"""Builders for the ground: databases, vaults, jobs, and real processes that work on them together."""

import base64
import multiprocessing
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, create_engine, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.audit import AuditEvent, AuditHead
from portal.audit.triggers import create_triggers
from portal.core.base import Base
from portal.core.engine import prepare_engine
from portal.outbox import Job
from portal.vault import Keyring, Vault, new_master_key
from tests.builders.installed import PostgresServer

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
# Processes that share nothing with this one. The server that makes them has imported what they need, once.
OTHERS = multiprocessing.get_context("forkserver")
OTHERS.set_forkserver_preload(["tests.builders.ground", "tests.builders.job_runners"])
A_MASTER, ANOTHER_MASTER = (base64.b64encode(bytes(range(n, n + 32))).decode() for n in (1, 101))

# Tables of the tests themselves, apart from the portal's.
OURS = MetaData()
counters = Table("counters", OURS, Column("id", Integer, primary_key=True), Column("value", Integer))
effects = Table("effects", OURS, Column("id", Integer, primary_key=True), Column("job", String(40)))


class Note:
    """A row to seal values in, without a database."""

    __tablename__ = "notes"
    words: bytes | None = None
    more: bytes | None = None

    def __init__(self, row_id: uuid.UUID | None = None) -> None:
        self.id = row_id or uuid.uuid4()


class OtherNote(Note):
    """The same columns in another table."""

    __tablename__ = "other_notes"


def a_vault(folder: Path, *masters: str) -> Vault:
    """Make a vault in the folder, or open the one that is there with these master keys, newest first."""
    vault = Vault(
        Keyring.from_text(",".join(masters or (new_master_key(),))),
        create_engine(f"sqlite:///{folder / 'keys.db'}"),
        f"file://{folder / 'files'}",
    )
    vault.prepare()
    return vault


def start_and_shred(folder: str, key_id: str) -> None:
    """Be another process that destroys one key."""
    a_vault(Path(folder), A_MASTER).shred(key_id)


def start_and_seal(folder: str) -> None:
    """Be one of several processes that start at once on one new key store."""
    vault, note = a_vault(Path(folder), A_MASTER), Note()
    vault.check()
    box = vault.box(vault.new_key("test"))
    box.put(note, "words", "mine")
    assert box.get(note, "words") == "mine"


def an_engine(url: str) -> Engine:
    """Give an engine that is set up as the portal's is."""
    engine = create_engine(url)
    prepare_engine(engine)
    return engine


@contextmanager
def an_empty_database(databases: Any, folder: Path) -> Iterator[str]:
    """Give the URL of a database without tables: a file, or on the PostgreSQL server that the suite has started."""
    if not isinstance(databases, PostgresServer):
        yield f"sqlite:///{folder / 'app.db'}"
        return
    name = f"empty_{uuid.uuid4().hex}"
    databases._run(f"CREATE DATABASE {name}")
    try:
        yield databases._url(name).replace("postgresql:", "postgresql+psycopg:", 1)
    finally:
        databases._run(f"DROP DATABASE {name} WITH (FORCE)")


def with_tables(engine: Engine) -> Engine:
    """Make the tables of the outbox, the audit trail with its triggers, and the tests' own."""
    tables = [Job.__table__, AuditEvent.__table__, AuditHead.__table__]
    with engine.begin() as connection:
        Base.metadata.create_all(connection, tables=tables)  # type: ignore[arg-type]  # they are Tables
        create_triggers(connection)
        OURS.create_all(connection)
    return engine


def spawned(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start a real process of its own, as a second server would be."""
    process = OTHERS.Process(target=target, args=arguments)
    process.start()
    return process


def count_together(url: str, *, processes: int, rounds: int, prepared: bool) -> int:
    """Let several processes read a number, wait a moment and write it back plus one. Give what it comes to.

    The row is read FOR UPDATE, which SQLite does not know and PostgreSQL needs.
    """
    engine = an_engine(url)
    with engine.begin() as connection:
        OURS.create_all(connection)
        connection.execute(counters.delete())
        connection.execute(insert(counters).values(id=1, value=0))
    engine.dispose()
    start = OTHERS.Barrier(processes)
    together = [spawned(_count, url, rounds, prepared, start) for _ in range(processes)]
    for process in together:
        process.join(60)
    with engine.connect() as connection:
        value = connection.scalar(select(counters.c.value))
    engine.dispose()
    return int(value or 0)


def _count(url: str, rounds: int, prepared: bool, start: Any) -> None:
    engine = an_engine(url) if prepared else create_engine(url)
    start.wait(60)
    for _ in range(rounds):
        try:
            with Session(engine) as session:
                value = session.scalars(select(counters.c.value).with_for_update()).one()
                time.sleep(0.001)
                session.execute(update(counters).values(value=value + 1))
                session.commit()
        except DBAPIError:
            if prepared:
                raise
    engine.dispose()


def wait_for(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait until it is so, or fail."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
