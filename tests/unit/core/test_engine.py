"""The engine's set-up, on a real file with real processes."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal.core.engine import prepare_engine, reading, writing
from tests.builders.ground import OURS, an_empty_database, an_engine, count_together, counters


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'app.db'}"


@pytest.fixture
def engine(url):
    engine = an_engine(url)
    with engine.begin() as connection:
        OURS.create_all(connection)
    yield engine
    engine.dispose()


def test_four_processes_lose_no_update(databases, tmp_path):
    with an_empty_database(databases, tmp_path) as url:
        assert count_together(url, processes=4, rounds=40, prepared=True) == 160


def test_without_the_set_up_the_same_processes_lose_updates(url):
    assert count_together(url, processes=4, rounds=40, prepared=False) < 160


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000), ("synchronous", 2), ("query_only", 0)],
)
def test_a_connection_has_the_pragma(engine, pragma, value):
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_a_writer_holds_the_lock_from_its_first_read(engine, tmp_path):
    other = sqlite3.connect(tmp_path / "app.db", timeout=0)
    with Session(engine) as session:
        session.scalars(select(counters)).all()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_reader_takes_no_lock_and_sees_one_moment(engine):
    with reading(), Session(engine) as reader:
        assert reader.scalars(select(counters.c.id)).all() == []
        with writing(), engine.begin() as writer:
            writer.execute(insert(counters).values(id=1, value=1))
        assert reader.scalars(select(counters.c.id)).all() == []


def test_a_reader_reads_while_another_writes(engine):
    with engine.begin() as writer:
        writer.execute(insert(counters).values(id=1, value=1))
        with reading(), engine.connect() as reader:
            assert reader.scalars(select(counters.c.id)).all() == []


def test_a_reader_cannot_write(engine):
    with reading(), Session(engine) as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(insert(counters).values(id=1, value=1))


def test_no_database_lets_a_reader_write(databases, tmp_path):
    with an_empty_database(databases, tmp_path) as url:
        engine = an_engine(url)
        with engine.begin() as connection:
            OURS.create_all(connection)
        with reading(), pytest.raises(DBAPIError, match=r"read-?only"), engine.begin() as connection:
            connection.execute(insert(counters).values(id=1, value=1))
        with engine.begin() as connection:
            connection.execute(insert(counters).values(id=1, value=1))
        engine.dispose()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_same_connection_may_write_after_reading(engine, end):
    with reading():
        session = Session(engine)
        session.scalars(select(counters)).all()
        getattr(session, end)()
    with engine.begin() as connection:
        assert engine.pool.checkedin() == 0  # the pool's only connection, the one that has read
        connection.execute(insert(counters).values(id=1, value=1))
    session.close()


def test_a_driver_that_goes_round_the_transaction_may_write_after_reading(engine):
    with reading(), engine.connect() as connection:
        connection.scalars(select(counters.c.id)).all()
    raw = engine.raw_connection()
    raw.execute("INSERT INTO counters VALUES (1, 1)")
    raw.close()


def test_reading_ends_with_its_block_even_after_an_error(engine):
    with pytest.raises(ZeroDivisionError), reading():
        raise ZeroDivisionError
    with engine.begin() as connection:
        connection.execute(insert(counters).values(id=1, value=1))


def test_a_rolled_back_savepoint_leaves_the_rest(engine):
    with Session(engine) as session:
        session.execute(insert(counters).values(id=1, value=1))
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(counters).values(id=1, value=2))
        session.commit()
        assert session.scalars(select(counters.c.value)).all() == [1]


def test_an_error_does_not_carry_what_somebody_typed(engine):
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "a secret thing"})
    assert "a secret thing" not in str(caught.value)


def test_a_deleted_file_is_not_written_to_in_silence(engine, tmp_path):
    with engine.begin() as connection:
        connection.execute(insert(counters).values(id=1, value=1))
    (tmp_path / "app.db").unlink()
    with pytest.raises(OperationalError, match="the database file is gone"), engine.begin() as connection:
        connection.execute(insert(counters).values(id=2, value=1))
    assert not (tmp_path / "app.db").exists()


def test_a_file_that_was_away_comes_back_with_everything_in_it(engine, tmp_path):
    """Its log stays behind: whoever opened an empty file beside it would lose what was committed last."""
    with engine.begin() as connection:
        connection.execute(insert(counters).values(id=1, value=1))
    (tmp_path / "app.db").rename(tmp_path / "away.db")
    newcomer = create_engine(f"sqlite:///{tmp_path / 'app.db'}")
    prepare_engine(newcomer)
    for one in (engine, newcomer):
        with pytest.raises(OperationalError, match="the database file is gone"):
            one.connect()
    (tmp_path / "away.db").rename(tmp_path / "app.db")
    for one in (engine, newcomer):
        with one.connect() as connection:
            assert connection.scalars(select(counters.c.id)).all() == [1]
    newcomer.dispose()


def test_a_restored_file_is_picked_up(engine, tmp_path):
    spare = tmp_path / "spare.db"
    with sqlite3.connect(spare) as made:
        made.execute("CREATE TABLE counters (id INTEGER PRIMARY KEY, value INTEGER)")
        made.execute("INSERT INTO counters VALUES (7, 7)")
    made.close()
    for leftover in ("app.db-wal", "app.db-shm"):
        (tmp_path / leftover).unlink(missing_ok=True)
    spare.rename(tmp_path / "app.db")
    with engine.connect() as connection:
        assert connection.scalars(select(counters.c.id)).all() == [7]


def test_a_folder_that_cannot_be_written_fails_at_once(tmp_path):
    engine = create_engine(f"sqlite:///{Path(tmp_path / 'nowhere' / 'app.db')}")
    prepare_engine(engine)
    with pytest.raises(OperationalError, match="unable to open"):
        engine.connect()
