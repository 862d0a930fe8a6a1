"""The worker on a real file, with real processes that are really killed."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import sessionmaker

from portal.core import clock
from portal.core.engine import reading, writing
from portal.jobs.handlers import Slow
from portal.jobs.process import host, is_alive, this_process
from portal.jobs.wake import Wake
from portal.jobs.worker import Worker
from portal.outbox import Job, JobState, enqueue, retry_dead
from tests.builders.ground import an_empty_database, an_engine, effects, spawned, wait_for, with_tables
from tests.builders.job_runners import (
    count_jobs,
    effects_of,
    get_stuck,
    note_effect,
    run_with_signals,
    work_until_empty,
)


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
def make_session(engine):
    return sessionmaker(engine)


@pytest.fixture
def promise(make_session):
    def promise(of="a", name="note"):
        with make_session() as session:
            job_id = enqueue(session, name, at=clock.now(), of=of).id
            session.commit()
        return job_id

    return promise


def job_of(make_session, job_id):
    with make_session() as session:
        return session.get(Job, job_id)


def test_due_jobs_run_in_order_and_once(engine, make_session, promise):
    for of in "abc":
        promise(of)
    worker = Worker(make_session, {"note": note_effect})
    assert worker.run_due() == 3
    assert worker.run_due() == 0
    assert effects_of(engine) == ["a", "b", "c"]
    assert count_jobs(engine, state=JobState.DONE) == 3


def test_effects_of_a_failing_handler_are_rolled_back_and_only_its_class_is_kept(engine, make_session, promise, capsys):
    def fails(session, ids, *, at):
        note_effect(session, ids, at=at)
        session.flush()
        raise ZeroDivisionError("the words of a person")

    job_id = promise()
    assert Worker(make_session, {"note": fails}).run_due() == 1
    job = job_of(make_session, job_id)
    assert (job.state, job.attempts, job.last_error) == (JobState.PENDING, 1, "ZeroDivisionError")
    assert job.run_after > clock.now() + timedelta(seconds=5)
    assert effects_of(engine) == []
    assert "words of a person" not in "".join(capsys.readouterr())


def test_a_failing_job_does_not_hold_up_the_next(engine, make_session, promise):
    def picky(session, ids, *, at):
        if ids["of"] == "bad":
            raise ValueError
        note_effect(session, ids, at=at)

    promise("bad")
    promise("good")
    Worker(make_session, {"note": picky}).run_due()
    assert effects_of(engine) == ["good"]


def test_a_job_is_given_up_after_five_tries_and_runs_when_it_is_retried(engine, make_session, promise):
    broken, at = True, clock.now() + timedelta(minutes=1)

    def sometimes(session, ids, *, at):
        if broken:
            raise ValueError
        note_effect(session, ids, at=at)

    job_id = promise()
    worker = Worker(make_session, {"note": sometimes}, now=lambda: at)
    for _ in range(5):
        assert worker.run_due() == 1
        at += timedelta(hours=1)
    assert worker.run_due() == 0
    assert job_of(make_session, job_id).state == JobState.DEAD

    broken = False
    with make_session() as session:
        retry_dead(session, session.get(Job, job_id), actor_kind="worker", actor_id=None, at=at)
        session.commit()
    worker.run_due()
    assert effects_of(engine) == ["a"]


def test_a_job_nobody_knows_fails_like_any_other(make_session, promise):
    job_id = promise(name="from-the-future")
    Worker(make_session, {}).run_due()
    assert job_of(make_session, job_id).last_error == "UnknownJob"


def test_a_slow_job_makes_without_writing_and_keeps_what_it_made(engine, make_session, promise):
    def make(session, ids, *, at):
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.execute(insert(effects).values(job="too early"))
        session.rollback()
        return ids["of"] * 2

    def keep(session, ids, made, *, at):
        session.execute(insert(effects).values(job=made))

    promise("a")
    Worker(make_session, {"note": Slow(make, keep)}).run_due()
    assert effects_of(engine) == ["aa"]
    assert count_jobs(engine, state=JobState.DONE) == 1


def test_others_write_while_a_slow_job_makes(engine, make_session, promise):
    def make(session, ids, *, at):
        session.scalars(select(effects.c.id)).all()
        with writing(), make_session() as other:
            note_effect(other, {"of": "meanwhile"}, at=at)
            other.commit()

    promise("a")
    Worker(make_session, {"note": Slow(make, note_made)}).run_due()
    assert effects_of(engine) == ["meanwhile", "made"]


def test_two_workers_in_two_processes_run_each_job_once(engine, url, promise):
    for n in range(20):
        promise(str(n))
    workers = [spawned(work_until_empty, url) for _ in range(2)]
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert sorted(effects_of(engine), key=int) == [str(n) for n in range(20)]


def test_a_job_whose_worker_was_killed_runs_again_in_seconds_and_has_its_effect_once(
    engine, url, make_session, promise, tmp_path
):
    job_id, marker = promise(), tmp_path / "half-way"
    doomed = spawned(get_stuck, url, str(marker))
    wait_for(marker.exists)
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.join(10)
    killed_at = time.monotonic()

    worker = Worker(make_session, {"note": note_effect})
    assert worker.run_due() == 0  # the lease of the dead still stands
    worker.sweep()
    assert worker.run_due() == 1
    assert time.monotonic() - killed_at < 5
    assert effects_of(engine) == ["a"]
    assert job_of(make_session, job_id).attempts == 2


def test_a_sweep_leaves_the_leases_of_the_living(engine, make_session, promise):
    def make(session, ids, *, at):
        other = Worker(make_session, {"note": note_effect})
        with writing():
            other.sweep()
            assert other.run_due() == 0

    promise()
    Worker(make_session, {"note": Slow(make, note_made)}).run_due()
    assert effects_of(engine) == ["made"]


def note_made(session, ids, made, *, at):
    session.execute(insert(effects).values(job="made"))


def test_a_lease_is_renewed_while_its_slow_job_runs(engine, make_session, promise):
    release, started, other = threading.Event(), threading.Event(), Worker(make_session, {"note": note_effect})

    def make(session, ids, *, at):
        started.set()
        assert release.wait(10)
        return ids["of"]

    def keep(session, ids, made, *, at):
        session.execute(insert(effects).values(job=f"slow {made}"))

    promise()
    slow = threading.Thread(target=Worker(make_session, {"note": Slow(make, keep)}, lease_seconds=0.6).run_due)
    slow.start()
    assert started.wait(10)
    time.sleep(1.5)
    assert other.run_due() == 0
    release.set()
    slow.join(10)
    assert effects_of(engine) == ["slow a"]


def test_a_worker_that_lost_its_lease_leaves_no_effect(engine, make_session, promise):
    stolen = threading.Event()

    def make(session, ids, *, at):
        late = Worker(make_session, {"note": note_effect}, now=lambda: clock.now() + timedelta(hours=1))
        with writing():
            late.run_due()
        stolen.set()

    def keep(session, ids, made, *, at):
        session.execute(insert(effects).values(job="twice"))

    promise()
    Worker(make_session, {"note": Slow(make, keep)}).run_due()
    assert stolen.is_set()
    assert effects_of(engine) == ["a"]


def test_a_stopped_worker_starts_no_further_job(engine, make_session, promise):
    promise("a")
    promise("b")

    def last(session, ids, *, at):
        note_effect(session, ids, at=at)
        worker.stop.set()

    worker = Worker(make_session, {"note": last})
    assert worker.run_due() == 1
    assert effects_of(engine) == ["a"]


def test_sigterm_lets_the_job_at_hand_finish(engine, url, promise, tmp_path):
    promise("a")
    promise("b")
    marker = tmp_path / "half-way"
    worker = spawned(run_with_signals, url, f"sqlite:///{tmp_path / 'queue.db'}", str(marker), 0.5)
    wait_for(marker.exists)
    os.kill(worker.pid, signal.SIGTERM)
    worker.join(10)
    assert worker.exitcode == 0
    assert effects_of(engine) == ["a"]
    assert count_jobs(engine, state=JobState.DONE) == 1


def test_a_worker_goes_on_when_the_database_comes_back(engine, make_session, promise):
    promise()
    away = iter([True, True])

    def sometimes_away():
        if next(away, False):
            raise OperationalError("SELECT", {}, Exception("gone"))
        return make_session()

    class Bell:
        def wait(self, _seconds, stop):
            if effects_of(engine):
                stop.set()

    worker = Worker(sometimes_away, {"note": note_effect})
    worker.run(Bell(), sweep_seconds=0)
    assert effects_of(engine) == ["a"]


def test_a_process_is_known_by_its_number_and_start():
    name, pid, started = this_process().rsplit(":", 2)
    assert (name, pid) == (host(), str(os.getpid()))
    assert is_alive(this_process())
    assert not is_alive(f"{host()}:{pid}:{int(started) + 1}")
    assert not is_alive(f"{host()}:{2**22 + 1}:1")


def test_a_killed_process_that_nobody_has_buried_is_dead(url, engine, promise, tmp_path):
    promise()
    zombie = spawned(get_stuck, url, str(tmp_path / "marker"))
    wait_for((tmp_path / "marker").exists)
    with reading(), sessionmaker(engine)() as session:
        owner = session.scalars(select(Job.lease_owner)).one()
    assert is_alive(owner)
    os.kill(zombie.pid, signal.SIGKILL)
    wait_for(lambda: not is_alive(owner))
    zombie.join(10)


def test_a_lost_wake_is_repaired_by_the_sweep(engine, make_session, promise, tmp_path):
    wake, worker = Wake(f"sqlite:///{tmp_path / 'queue.db'}"), Worker(make_session, {"note": note_effect})
    running = threading.Thread(target=worker.run, args=(wake,), kwargs={"sweep_seconds": 0.3})
    running.start()
    promise()  # and nobody is woken
    wait_for(lambda: effects_of(engine) == ["a"], seconds=5)
    worker.stop.set()
    running.join(5)
    wake.close()
