"""The outbox on a real database: promised with a transaction, leased to one, finished by its holder only."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import Action, AuditEvent, verify
from portal.core.errors import NotFound
from portal.outbox import Job, JobState, NotDead, enqueue, leases, queries, retry_dead
from portal.outbox.leases import MAX_ATTEMPTS, LeaseLost
from portal.outbox.service import JOBS_WAIT
from tests.builders.ground import AT, an_empty_database, an_engine, with_tables

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
LATER = AT + 24 * HOUR


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
def session(engine):
    with Session(engine) as session:
        yield session


def promise(session, name="answer-render", at=AT):
    job = enqueue(session, name, at=at, answer_id=str(uuid4()))
    session.commit()
    return job


def lease(session, at=AT, owner="host:1:1", seconds=60):
    taken = leases.lease_next(session, owner, at=at, lease_seconds=seconds)
    session.commit()
    session.expire_all()
    return taken


def fail(session, taken, at=AT, error="ValueError"):
    state = leases.fail(session, taken, error=error, at=at)
    session.commit()
    session.expire_all()
    return state


def kill(session, at=LATER):
    """Let a job fail until it is given up."""
    while (taken := lease(session, at)) and fail(session, taken, at) == JobState.PENDING:
        at += HOUR


def actions(session):
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)))


def test_a_promise_rolls_back_with_its_transaction(session):
    enqueue(session, "answer-render", at=AT, answer_id="x")
    session.rollback()
    assert lease(session) is None


def test_a_promise_is_leased_with_its_ids(session):
    job = promise(session)
    taken = lease(session)
    assert (taken.job_id, taken.name, taken.ids, taken.attempts) == (job.id, "answer-render", job.ids, 1)


def test_a_leased_job_is_not_leased_again(session):
    promise(session)
    assert lease(session)
    assert lease(session) is None


def test_the_job_that_waited_longest_comes_first(session):
    newer, older = promise(session, at=AT), promise(session, at=AT - HOUR)
    assert [lease(session).job_id, lease(session).job_id] == [older.id, newer.id]


def test_a_job_of_the_future_waits(session):
    promise(session, at=AT + SECOND)
    assert lease(session, AT) is None
    assert lease(session, AT + SECOND)


def test_many_workers_at_once_get_different_jobs(engine, session):
    for _ in range(30):
        promise(session)
    taken, lock = [], threading.Lock()

    def work(owner):
        with Session(engine) as own:
            while got := lease(own, owner=owner):
                with lock:
                    taken.append(got.job_id)

    threads = [threading.Thread(target=work, args=(f"host:{n}:1",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 30


def test_a_finished_job_is_done_for_good(session):
    job = promise(session)
    leases.finish(session, lease(session), at=AT + MINUTE)
    session.commit()
    session.refresh(job)
    assert (job.state, job.finished_at, job.lease_token) == (JobState.DONE, AT + MINUTE, None)
    assert lease(session, LATER) is None


def test_a_lease_that_ran_out_goes_to_another_and_the_first_cannot_finish(session):
    promise(session)
    first = lease(session, AT, seconds=60)
    assert lease(session, AT + 59 * SECOND) is None
    second = lease(session, AT + 60 * SECOND)
    assert second.attempts == 2
    for late in (
        lambda: leases.finish(session, first, at=LATER),
        lambda: leases.fail(session, first, error="ValueError", at=LATER),
        lambda: leases.renew(session, first, at=LATER, lease_seconds=60),
    ):
        with pytest.raises(LeaseLost):
            late()
    leases.finish(session, second, at=LATER)


def test_a_renewed_lease_is_not_stolen(session):
    promise(session)
    taken = lease(session, AT, seconds=60)
    leases.renew(session, taken, at=AT + 50 * SECOND, lease_seconds=60)
    session.commit()
    assert lease(session, AT + 100 * SECOND) is None
    assert lease(session, AT + 110 * SECOND)


def test_a_finished_job_cannot_be_finished_twice(session):
    promise(session)
    taken = lease(session)
    leases.finish(session, taken, at=AT)
    with pytest.raises(LeaseLost):
        leases.finish(session, taken, at=AT)


def test_a_failing_job_waits_longer_each_time_and_is_then_given_up(session):
    job, at, waits = promise(session), AT, []
    while fail(session, lease(session, at), at) == JobState.PENDING:
        waits.append((job.run_after - at).total_seconds())
        assert lease(session, job.run_after - SECOND) is None
        at = job.run_after
    assert waits == [10, 40, 160, 640]
    assert (job.state, job.attempts, job.last_error) == (JobState.DEAD, MAX_ATTEMPTS, "ValueError")
    assert lease(session, LATER) is None


def test_a_death_is_in_the_trail(session):
    job = promise(session)
    kill(session)
    entry = session.scalars(select(AuditEvent)).one()
    assert (entry.action, entry.subject) == (Action.JOB_DEAD, job.id)
    assert entry.facts == {"job": "answer-render", "attempts": 5, "error": "ValueError"}


def test_a_dead_job_can_be_tried_again_once(session):
    job, worker = promise(session), UUID(int=9)
    kill(session)
    retry_dead(session, job, actor_kind="worker", actor_id=worker, at=LATER)
    with pytest.raises(NotDead):
        retry_dead(session, job, actor_kind="worker", actor_id=worker, at=LATER)
    session.commit()
    assert actions(session) == [Action.JOB_DEAD, Action.JOB_RETRIED]
    assert lease(session, LATER).attempts == 1
    assert verify(session).ok


def test_a_live_job_cannot_be_retried(session):
    with pytest.raises(NotDead):
        retry_dead(session, promise(session), actor_kind="worker", actor_id=None, at=AT)


def test_the_leases_of_dead_processes_of_this_host_are_freed(session):
    for owner in ("here:1:1", "here:2:2", "there:1:1", "here-too:1:1"):
        promise(session)
        lease(session, owner=owner)
    freed = leases.free_leases_of_the_gone(session, "here", lambda owner: owner == "here:2:2")
    session.commit()
    assert freed == 1
    assert lease(session).attempts == 2
    assert lease(session) is None


def test_a_job_that_kills_its_worker_each_time_is_given_up(session):
    job, at = promise(session), AT
    for _ in range(MAX_ATTEMPTS):
        assert leases.bury_the_spent(session, at=at) == 0
        assert lease(session, at)
        at += HOUR
    assert lease(session, at) is None
    assert leases.bury_the_spent(session, at=at) == 1
    session.commit()
    assert (job.state, job.last_error) == (JobState.DEAD, "WorkerDied")
    assert actions(session) == [Action.JOB_DEAD]


def test_a_last_attempt_that_still_runs_is_not_buried(session):
    promise(session)
    at = AT
    for _ in range(MAX_ATTEMPTS):
        lease(session, at)
        at += HOUR
    assert leases.bury_the_spent(session, at=at - HOUR) == 0


def test_lists_and_counts_tell_what_waits_and_what_was_given_up(session):
    dead = promise(session)
    kill(session)
    waiting = [promise(session, at=AT + n * MINUTE) for n in range(3)]
    leases.finish(session, lease(session, AT), at=AT)
    session.commit()
    assert [job.id for job in queries.list_dead(session)] == [dead.id]
    pending = queries.list_pending(session, limit=1)
    assert [job.id for job in pending] == [waiting[1].id]
    rest = queries.list_pending(session, after=(pending[0].run_after, pending[0].id))
    assert [job.id for job in rest] == [waiting[2].id]
    assert queries.count_unfinished(session) == {JobState.PENDING: 2, JobState.DEAD: 1}
    assert queries.oldest_due(session, at=LATER) == AT + MINUTE
    assert queries.oldest_due(session, at=AT) is None


def test_a_job_is_found_by_its_id_or_not_at_all(session):
    job = promise(session)
    assert queries.get(session, job.id) is job
    with pytest.raises(NotFound):
        queries.get(session, uuid4())


def test_running_is_worked_out_from_the_lease(session):
    job = promise(session)
    assert not job.is_running(AT)
    lease(session, AT, seconds=60)
    assert job.is_running(AT)
    assert not job.is_running(AT + MINUTE)


def test_the_table_holds_no_place_for_content():
    assert {column.name for column in Job.__table__.columns if "JSON" in str(column.type)} == {"ids"}


def test_a_job_may_be_promised_for_later_and_wakes_nobody_before(session):
    job = enqueue(session, "note", at=AT, run_after=AT + HOUR, of="a")
    assert JOBS_WAIT not in session.info
    session.commit()
    assert lease(session, at=AT + HOUR - SECOND) is None
    assert lease(session, at=AT + HOUR).job_id == job.id
    enqueue(session, "note", at=AT, of="b")
    assert session.info[JOBS_WAIT]
