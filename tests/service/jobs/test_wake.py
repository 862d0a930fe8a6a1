"""Waking: after a commit and never before, heard within half a second, and never the reason that a request fails."""

import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy.orm import sessionmaker

from portal.core import clock
from portal.jobs.wake import Wake, install_wake
from portal.jobs.worker import Worker
from portal.outbox import enqueue
from tests.builders.ground import AT, an_empty_database, an_engine, wait_for, with_tables
from tests.builders.job_runners import effects_of, note_effect


@pytest.fixture
def url(databases, tmp_path):
    with an_empty_database(databases, tmp_path) as url:
        yield url


@pytest.fixture
def engine(url):
    engine = with_tables(an_engine(url))
    yield engine
    engine.dispose()


@pytest.fixture
def calls():
    return []


@pytest.fixture
def session(engine, calls):
    make_session = sessionmaker(engine)
    install_wake(make_session, lambda: calls.append("woken"))
    with make_session() as session:
        yield session


@pytest.fixture
def queue_url(url, tmp_path):
    """Where calls go: a file of their own beside SQLite; beside PostgreSQL, the same server."""
    return f"sqlite:///{tmp_path / 'queue.db'}" if url.startswith("sqlite") else url


@pytest.fixture
def wake(queue_url):
    wake = Wake(queue_url)
    yield wake
    wake.close()


@pytest.fixture
def file_wake(tmp_path):
    wake = Wake(f"sqlite:///{tmp_path / 'queue.db'}")
    yield wake
    wake.close()


def test_a_commit_with_a_job_wakes_once(session, calls):
    for _ in range(3):
        enqueue(session, "note", at=AT)
    assert calls == []
    session.commit()
    session.commit()
    assert calls == ["woken"]


def test_a_commit_without_a_job_wakes_nobody(session, calls):
    session.connection()
    session.commit()
    assert calls == []


def test_a_savepoint_wakes_nobody_before_the_commit(session, calls):
    with session.begin_nested():
        enqueue(session, "note", at=AT)
    assert calls == []
    session.commit()
    assert calls == ["woken"]


def test_the_sessions_of_one_maker_are_woken_for_apart(engine, session, calls):
    enqueue(session, "note", at=AT)
    with sessionmaker(engine)() as other:
        other.info["x"] = 1
    session.rollback()
    assert calls == []


def test_a_call_is_heard_once_and_soon(wake):
    stop = threading.Event()
    wake.send()
    started = time.monotonic()
    assert wake.wait(5, stop)
    assert time.monotonic() - started < 0.5
    assert not wake.wait(0.3, stop)


def test_a_call_is_heard_while_waiting(wake, queue_url):
    other, stop = Wake(queue_url), threading.Event()
    threading.Timer(0.3, other.send).start()
    started = time.monotonic()
    assert wake.wait(5, stop)
    assert time.monotonic() - started < 1
    other.close()


def test_waiting_ends_when_the_worker_is_told_to_stop(wake):
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    assert not wake.wait(10, stop)
    assert time.monotonic() - started < 2


def test_a_queue_that_cannot_be_opened_fails_nobody(tmp_path, session, engine):
    wake, stop = Wake(f"sqlite:///{tmp_path / 'nowhere' / 'queue.db'}"), threading.Event()
    make_session = sessionmaker(engine)
    install_wake(make_session, wake.send)
    with make_session() as writer:
        enqueue(writer, "note", at=AT)
        writer.commit()
    assert not wake.wait(0.2, stop)


@pytest.fixture
def redis_url(tmp_path):
    pytest.importorskip("redis", reason="the redis client is not installed")
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--dir", str(tmp_path), "--save", "", "--bind", "127.0.0.1"],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.mark.redis
def test_redis_carries_the_same_calls(redis_url):
    wake, stop = Wake(redis_url), threading.Event()
    wait_for(lambda: _is_up(redis_url))
    assert not wake.wait(0.2, stop)
    wake.send()
    assert wake.wait(5, stop)
    assert not wake.wait(0.2, stop)
    wake.close()


def _is_up(redis_url):
    try:
        with socket.create_connection(("127.0.0.1", urlsplit(redis_url).port), timeout=1):
            return True
    except OSError:
        return False


def test_a_redis_that_is_not_there_fails_nobody():
    wake = Wake("redis://127.0.0.1:1/0")
    started = time.monotonic()
    wake.send()
    assert not wake.wait(0.2, threading.Event())
    assert time.monotonic() - started < 5


def test_a_queue_that_is_locked_does_not_hold_a_request_for_long(file_wake, tmp_path):
    file_wake.send()
    with sqlite3.connect(tmp_path / "queue.db", isolation_level=None) as held:
        held.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        file_wake.send()
        assert time.monotonic() - started < 3
        held.execute("ROLLBACK")
    held.close()


@pytest.mark.parametrize("url", ["amqp://x", "", "file:///x"])
def test_a_queue_of_an_unknown_kind_is_refused_at_start(url):
    with pytest.raises(ValueError, match="CANDOUR_QUEUE_URL"):
        Wake(url)


def test_the_queue_holds_nothing_but_a_call(file_wake, tmp_path):
    file_wake.send()
    with sqlite3.connect(tmp_path / "queue.db") as queue:
        assert [bytes(row[0]) for row in queue.execute("SELECT data FROM task")] == [b"look"]
    queue.close()


def test_a_small_job_starts_within_a_second_of_its_commit(engine, wake):
    make_session = sessionmaker(engine)
    install_wake(make_session, wake.send)
    worker = Worker(make_session, {"note": note_effect})
    running = threading.Thread(target=worker.run, args=(wake,))
    running.start()
    time.sleep(0.5)  # the worker has swept, and waits
    with make_session() as session:
        enqueue(session, "note", at=clock.now(), of="a")
        session.commit()
    wait_for(lambda: effects_of(engine) == ["a"], seconds=1)
    worker.stop.set()
    running.join(5)
