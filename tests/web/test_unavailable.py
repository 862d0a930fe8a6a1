"""A part goes away while people are here: a plain page, nothing typed is repeated, nothing is lost when it is back."""

import json
import sqlite3
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.answers.models import Answer, AnswerState
from portal.answers.queries import pdf_of
from portal.audit import Action, verify
from portal.cases import service as cases
from portal.core import clock, engine
from portal.extensions import db
from portal.jobs.worker import Worker
from portal.outbox import Job, JobState
from portal.requests.models import Request
from tests.actors.browser import Browser
from tests.builders.desk import PASSWORD, a_case, known, prepare
from tests.builders.faults import count_events, left_in_halves, put_away
from tests.builders.installed import SqliteFiles, let_go
from tests.builders.postgres_stopped import stopped

HOME = "https://candour.test"
NOT_WORKING = "This site is not working right now"
TYPED = ("quiet.otter", "zanzibar", "nobody.at.all", PASSWORD)
NOTE = "zanzibar: did you ring my nan"


def gone(app, databases, folder):
    """The file, its log and all."""
    return put_away(*(folder / f"candour.db{end}" for end in ("", "-wal", "-shm")))


def moved(app, databases, folder):
    """The file alone; its log stays behind with what was committed last."""
    return put_away(folder / "candour.db")


@contextmanager
def corrupt(app, databases, folder):
    """Every page of the file is nonsense. It comes back from the copy that was made before."""
    let_go(app)
    path = folder / "candour.db"
    good = path.read_bytes()
    path.write_bytes(b"no database any more " * (len(good) // 21))
    try:
        yield
    finally:
        let_go(app)
        path.write_bytes(good)


@contextmanager
def locked(app, databases, folder):
    """Somebody holds the lock and does not let go."""
    let_go(app)
    other = sqlite3.connect(folder / "candour.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        let_go(app)


def server_stopped(app, databases, folder):
    """The server is gone, in the middle of everything."""
    return stopped(databases)


ON_SQLITE, ON_POSTGRESQL = (gone, moved, corrupt), (server_stopped,)


@pytest.fixture(params=[*ON_SQLITE, *ON_POSTGRESQL], ids=lambda way: way.__name__)
def database_away(request, app, databases, folder, monkeypatch):
    """Take the database away, in one of the ways it can go."""
    if (request.param in ON_SQLITE) != isinstance(databases, SqliteFiles):
        pytest.skip("another database")
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    return lambda: request.param(app, databases, folder)


@pytest.fixture
def key_store_away(folder):
    return lambda: put_away(*(folder / f"keys.db{end}" for end in ("", "-wal", "-shm")))


@pytest.fixture
def files_away(folder):
    """In the place of the folder there is a file, so that nobody can write there, not even root."""

    @contextmanager
    def files_away():
        with put_away(folder / "files"):
            (folder / "files").touch()
            yield

    return files_away


@pytest.fixture
def drafted(browser):
    """A young person in front of "Send"."""
    browser.open("/q/1")
    browser.press()
    browser.press({"ways": ["chat"]})
    browser.press({"user_name": "quiet.otter", "note": NOTE})
    browser.press({"way": "code"})
    assert browser.pages[-1].path == "/q/5"
    return browser


def says_plainly(page):
    """The page for a person: plain words, and neither what they typed nor what is wrong inside."""
    assert (page.status, page.heading) == (503, NOT_WORKING)
    assert [word for word in TYPED if word in page.html] == []
    assert [part for part in ("database", "key store", "file store", "CANDOUR_") if part in page.main] == []
    assert page.response.headers["Cache-Control"] == "no-store"


def tells_staff(page, part):
    """The page for staff says which part it is."""
    assert (page.status, page.heading) == (503, NOT_WORKING)
    assert part in page.main
    assert [word for word in TYPED if word in page.html] == []


def parts(browser):
    """What the machine's watcher is told."""
    assert browser.client.get("/healthz", base_url=HOME).status_code == 200
    ready = browser.client.get("/readyz", base_url=HOME)
    told = json.loads(ready.data)
    assert (ready.status_code, told.pop("status")) in {(200, "ok"), (503, "unavailable")}
    return ready.status_code, told


def sends_after_all(app, browser):
    """Back again: the same browser presses Send on the same draft, and one request with everything in it is there."""
    page = browser.open("/q/5")
    assert page.path == "/q/5" and "quiet.otter" in page.main and NOTE in page.main
    page = browser.press()
    assert page.path == "/q/6" and page.texts("[data-reference]")
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(Request)) == 1
        assert left_in_halves(session) == []
    assert parts(browser)[0] == 200


def test_a_database_that_goes_away_takes_no_draft_with_it(app, drafted, database_away):
    with database_away():
        says_plainly(drafted.press())
        says_plainly(drafted.open("/mine"))
        assert parts(drafted) == (503, {"database": False, "vault": True})
        assert drafted.open("/").status == 200
    drafted.pages = [page for page in drafted.pages if page.status == 200]
    sends_after_all(app, drafted)


def test_what_is_typed_while_the_database_is_away_is_not_repeated(app, browser, database_away):
    browser.open("/back")
    back = browser.pages[-1]
    browser.open("/staff/sign-in")
    with database_away():
        tells_staff(
            browser.press({"email": "nobody.at.all@demo.invalid", "password": PASSWORD}), "database does not answer"
        )
        browser.pages.append(back)
        says_plainly(browser.press({"reference": "7K2M9QXA", "words": "quiet.otter zanzibar one two"}))


def test_a_worker_is_told_that_it_is_the_database_and_is_still_signed_in_afterwards(app, staff, database_away):
    with app.app_context(), db.sessionmaker() as session:
        case_id = a_case(session, at=clock.now()).id
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER)
    page = worker.browser.open(f"/staff/cases/{case_id}")
    with database_away():
        tells_staff(worker.browser.press(to="/take"), "database does not answer")
        tells_staff(worker.browser.open("/staff/"), "database does not answer")
    worker.browser.pages.append(page)
    assert worker.browser.press(to="/take").status == 200
    assert "The case is yours" in worker.browser.pages[-1].main


def test_while_somebody_holds_the_lock_for_good_people_can_read_and_are_told_that_nothing_was_sent(
    app, drafted, databases, folder, monkeypatch
):
    if not isinstance(databases, SqliteFiles):
        pytest.skip("PostgreSQL locks rows")
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    with locked(app, databases, folder):
        says_plainly(drafted.press())
        assert drafted.open("/q/5").status == 200
        assert parts(drafted)[0] == 200
    sends_after_all(app, drafted)


def test_a_key_store_that_goes_away_takes_no_draft_with_it(app, drafted, staff, key_store_away):
    worker = staff.signed_in(Role.CASEWORKER)
    with app.app_context(), db.sessionmaker() as session:
        case_id = a_case(session, "somebody.else", at=clock.now()).id
        session.commit()
    with key_store_away():
        says_plainly(drafted.press())
        tells_staff(worker.browser.open(f"/staff/cases/{case_id}"), "The key store cannot be reached")
        assert parts(drafted) == (503, {"database": True, "vault": False})
    drafted.pages = [page for page in drafted.pages if page.status == 200]
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(Request)) == 1
    assert drafted.press().path == "/q/6"
    assert worker.browser.open(f"/staff/cases/{case_id}").status == 200


def run_all(app, *, hours=0):
    """Run what is due then, as a worker process does."""
    with app.app_context():
        return Worker(db.sessionmaker, now=lambda: clock.now() + timedelta(hours=hours)).run_due()


@pytest.fixture
def prepared(app, staff):
    """An answer whose file is promised."""
    actor = staff.actors[Role.CASEWORKER]
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, at=clock.now())
        cases.take(session, case, actor=actor, at=clock.now())
        known(session, case.request_id, actor)
        answer = prepare(session, case, actor, at=clock.now())
        session.commit()
        return f"/staff/cases/{case.id}/answer", answer.id


def the_answer(app, answer_id):
    with app.app_context(), db.sessionmaker() as session:
        answer = session.get(Answer, answer_id)
        return answer.state, answer.pdf_name and pdf_of(session, answer)[:5]


def the_job(app):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalars(select(Job)).one()


def test_a_file_store_that_goes_away_fails_the_job_in_sight_and_trying_again_completes_the_answer(
    app, staff, prepared, files_away
):
    page, answer_id = prepared
    approver = staff.signed_in(Role.APPROVER)
    with files_away():
        for tries in range(1, 6):
            assert run_all(app, hours=tries) == 1
            assert (the_job(app).attempts, the_job(app).last_error) == (tries, "FilesUnavailable")
        assert run_all(app, hours=9) == 0
        assert the_job(app).state is JobState.DEAD
        assert parts(approver.browser) == (503, {"database": True, "vault": False})
        seen = approver.browser.open("/staff/jobs")
        assert "answer-render Given up" in seen.main and "FilesUnavailable" in seen.main
    with app.app_context(), db.sessionmaker() as session:
        assert count_events(session, Action.JOB_DEAD, session.scalars(select(Job)).one().id) == 1
    assert the_answer(app, answer_id) == (AnswerState.RENDERING, None)
    assert "It will be tried again" in approver.browser.press(to="/retry").main
    assert run_all(app) == 1
    assert the_answer(app, answer_id) == (AnswerState.READY, b"%PDF-")
    assert "No job was given up" in approver.browser.open("/staff/jobs").main
    assert approver.browser.open(page).status == 200
    approver.browser.press(to="/approve")
    assert "Approved" in approver.browser.pages[-1].main


def test_a_file_store_that_is_back_in_time_needs_nobody(app, prepared, files_away):
    with files_away():
        assert run_all(app) == 1
    assert run_all(app, hours=1) == 1
    assert the_answer(app, prepared[1])[0] is AnswerState.READY


def test_nothing_is_approved_or_released_while_the_file_cannot_be_opened(app, staff, prepared, files_away):
    page, answer_id = prepared
    assert run_all(app) == 1
    approver, caseworker = staff.signed_in(Role.APPROVER), staff.signed_in(Role.CASEWORKER)
    approver.browser.open(page)
    with files_away():
        assert approver.browser.press(to="/approve").status in {409, 503}
    approver.browser.open(page)
    assert approver.browser.press(to="/approve").status == 200
    opened = caseworker.browser.open(page)
    with files_away():
        assert caseworker.browser.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release").status in {
            422,
            503,
        }
    with app.app_context(), db.sessionmaker() as session:
        answer = session.get(Answer, answer_id)
        assert (answer.released_at, answer.case.status.value) == (None, "approved")
    caseworker.browser.pages.append(opened)
    assert (
        "Released" in caseworker.browser.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release").main
    )


def test_a_person_whose_file_cannot_be_opened_is_told_plainly_and_can_still_read(
    app, staff, person, files_away, run_jobs
):
    person.asks()
    caseworker, approver = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.APPROVER)
    case = caseworker.opens_case()
    caseworker.browser.press(to="/take")
    caseworker.knows_them(case.path)
    caseworker.browser.open(f"{case.path}/answer")
    caseworker.browser.press({"kind": "cannot-confirm"}, to="/letters")
    caseworker.browser.press({"send": "yes"})
    caseworker.browser.press({"prepare": "yes"})
    assert run_jobs() == 1
    approver.browser.open(f"{case.path}/answer")
    approver.browser.press(to="/approve")
    caseworker.browser.open(f"{case.path}/answer")
    caseworker.browser.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release")
    person.comes_back()
    with files_away():
        says_plainly(person.browser.open("/mine/document.pdf"))
        assert person.browser.open("/mine/answer/1").status == 200
    assert person.browser.client.get("/mine/document.pdf", base_url=HOME).data.startswith(b"%PDF-")
    with app.app_context(), db.sessionmaker() as session:
        assert verify(session).ok


def test_a_queue_that_cannot_be_used_fails_nobody(app, drafted, folder):
    """The sweep finds what was not heard."""
    app.extensions["wake"].close()
    with put_away(folder / "queue.db"):
        (folder / "queue.db").mkdir()
        assert drafted.press().path == "/q/6"
        app.extensions["wake"].close()
        (folder / "queue.db").rmdir()


def test_a_database_that_was_never_migrated_is_not_ready(app, databases, folder):
    if not isinstance(databases, SqliteFiles):
        pytest.skip("a file that is empty")
    let_go(app)
    with gone(app, databases, folder):
        (folder / "candour.db").touch()
        assert parts(Browser(app)) == (503, {"database": False, "vault": True})
        let_go(app)
