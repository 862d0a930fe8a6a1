"""Kill -9 of the worker while it makes a file: the next one makes it, once, and soon."""

import hashlib
import os
import random
import time

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.answers import queries
from portal.answers.models import Answer, AnswerState
from portal.audit import Action, verify
from portal.cases import service as cases
from portal.core import clock
from portal.outbox import Job, JobState, retry_dead
from tests.builders.desk import a_case, a_worker, prepare
from tests.builders.faults import count_events
from tests.builders.ground import wait_for
from tests.builders.held_worker import MOMENTS

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
SOON = 15 * max(1, os.getloadavg()[0] / os.cpu_count())  # seconds, on a machine that has nothing else to do
SEED = random.randrange(1, 10**6)


@pytest.fixture
def promise(site):
    """Prepare answers, as a web process does; the file is promised with it."""

    def promise(count=1):
        with site.session() as session:
            caseworker = a_worker(session, Role.CASEWORKER)
            answers = []
            for number in range(count):
                case = a_case(session, f"kite.{number}")
                cases.take(session, case, actor=caseworker, at=clock.now())
                answers.append(prepare(session, case, caseworker, at=clock.now()).id)
        return answers

    return promise


def state_of(site, answer_id):
    with site.look() as session:
        return session.get(Answer, answer_id).state


def wait_for_files(site, answers, *, seconds=SOON):
    started = time.monotonic()
    wait_for(lambda: all(state_of(site, one) is AnswerState.READY for one in answers), seconds=seconds)
    return time.monotonic() - started


def is_made_once_and_whole(site, answer_id):
    with site.look() as session:
        answer = session.get(Answer, answer_id)
        assert count_events(session, Action.ANSWER_RENDERED, answer.case_id) == 1
        pdf = queries.pdf_of(session, answer)
        assert pdf.startswith(b"%PDF-")
        assert hashlib.sha256(pdf).hexdigest() == answer.pdf_sha256
        assert answer.pdf_faults == []
        jobs = [job for job in session.scalars(select(Job)) if job.ids["answer_id"] == str(answer_id)]
        assert [(job.state, job.lease_token) for job in jobs] == [(JobState.DONE, None)]
        assert verify(session).ok
        return jobs[0].attempts


def killed_at(site, moment, *, name="marker"):
    """A worker that gets to that moment, and no further."""
    marker = site.folder / f"{moment}.{name}"
    doomed = site.start("tests.builders.held_worker", moment, str(marker), "600")
    wait_for(marker.exists, seconds=60)
    doomed.kill()


def test_a_promise_made_while_no_worker_lives_is_kept_by_the_next(site, promise):
    site.start_worker().kill()
    answers = promise()
    site.start_worker()
    wait_for_files(site, answers)
    assert is_made_once_and_whole(site, answers[0]) == 1


def test_one_file_whose_maker_is_killed_at_every_moment_in_turn_is_made_once(site, promise):
    answers = promise()
    for moment in MOMENTS:
        killed_at(site, moment)
        assert state_of(site, answers[0]) is AnswerState.RENDERING
    site.start_worker()
    wait_for_files(site, answers)
    assert is_made_once_and_whole(site, answers[0]) == len(MOMENTS) + 1


def test_a_job_that_killed_every_worker_is_given_up_in_sight_and_can_be_tried_again(site, promise):
    answers = promise()
    for number, moment in enumerate([*MOMENTS, "stored"]):
        killed_at(site, moment, name=f"marker-{number}")
    site.start_worker()
    wait_for(lambda: the_job(site).state is JobState.DEAD, seconds=SOON)
    assert (the_job(site).last_error, the_job(site).attempts) == ("WorkerDied", 5)
    with site.session() as session:
        job = session.scalars(select(Job)).one()
        assert count_events(session, Action.JOB_DEAD, job.id) == 1
        retry_dead(session, job, actor_kind="system", actor_id=None, at=clock.now())
    wait_for_files(site, answers)
    assert is_made_once_and_whole(site, answers[0]) == 1


def the_job(site):
    with site.look() as session:
        return session.scalars(select(Job)).one()


def test_workers_killed_at_random_lose_no_file(site, promise):
    chance, tokens = random.Random(SEED), set()
    answers = promise(6)
    for _ in range(4):
        worker = site.start_worker()
        wait_for(lambda: leases(site) - tokens, seconds=60)
        tokens.update(leases(site))
        time.sleep(chance.uniform(0, 0.4))
        worker.kill()
    site.start_worker()
    wait_for_files(site, answers, seconds=4 * SOON)
    tries = [is_made_once_and_whole(site, one) for one in answers]
    print({"seed": SEED, "kills": 4, "tries": tries})  # noqa: T201  # for whoever has to repeat it


def leases(site):
    with site.look() as session:
        return set(session.scalars(select(Job.lease_token).where(Job.lease_token.is_not(None))))


def test_sigterm_lets_the_worker_finish_the_file_at_hand(site, promise):
    answers = promise(2)
    marker = site.folder / "marker"
    worker = site.start("tests.builders.held_worker", "rendered", str(marker), "1")
    wait_for(marker.exists, seconds=60)
    assert worker.asked_to_end() == 0
    states = sorted(state_of(site, one) for one in answers)
    assert states == [AnswerState.READY, AnswerState.RENDERING]
    made = next(one for one in answers if state_of(site, one) is AnswerState.READY)
    assert is_made_once_and_whole(site, made) == 1
    assert "Traceback" not in site.said()
