"""The desk in the hands of several people."""

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.extensions import db
from tests.builders.desk import LETTER, a_case, a_disclosure, a_locked_entry
from tests.builders.logged import logs


@pytest.fixture
def case(app, staff):
    """A case, and an entry that fits it."""
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session)
        a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        session.commit()
        return f"/staff/cases/{case.id}"


def test_an_entry_is_logged_through_the_screen_and_found_by_the_case(app, staff, person):
    page = logs(staff.signed_in(Role.SAFEGUARDING).browser)
    assert page.status == 200 and "Logged." in page.main, page.errors
    for words in ("Demo Ambulance Control", "your first name", "We did not share your chat", "Not asked."):
        assert words.lower() in page.main.lower()
    person.asks()
    page = staff.signed_in(Role.CASEWORKER).opens_case()
    assert "The same user name." in page.main and "Needs a decision" in page.main


def test_the_queue_shows_no_name_and_no_word_of_the_person(staff, case):
    page = staff.signed_in(Role.CASEWORKER).browser.open("/staff/")
    assert "quiet.otter" not in page.html
    assert "days left" in page.main or "late" in page.main


def test_only_moves_that_would_work_are_drawn(staff, case):
    caseworker, approver = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.APPROVER)
    assert "Take this case" in caseworker.browser.open(case).main
    assert "Take this case" not in approver.browser.open(case).main


def test_two_workers_one_case_the_second_is_told_and_nothing_is_overwritten(staff, case):
    first = staff.signed_in(Role.CASEWORKER)
    first.browser.open(case)
    stale = first.browser.pages[-1]
    first.browser.press(to="/take")
    first.browser.pages.append(stale)
    page = first.browser.press(to="/take")
    assert page.status == 409 and "Nothing was overwritten" in page.main


def test_a_letter_written_meanwhile_is_not_overwritten_and_mine_is_not_lost(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.open(f"{case}/answer")
    stale = worker.browser.pages[-1]
    worker.browser.press({"letter": "What somebody else wrote."})
    worker.browser.pages.append(stale)
    page = worker.browser.press({"letter": "What I wrote at the same time."})
    assert page.status == 422 and "Nothing was overwritten" in page.main
    assert "What I wrote at the same time." in page.html and "What somebody else wrote." in page.html
    assert "What somebody else wrote." in worker.browser.open(f"{case}/answer").html


def test_a_letter_that_is_too_hard_comes_back_with_its_words(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.press({"decision": "confirmed"}, to="/matches/")
    worker.browser.open(f"{case}/answer")
    hard = "We acknowledge receipt of your communication " * 5
    page = worker.browser.press({"letter": hard, "prepare": "yes"})
    assert page.status == 422 and "Too hard to read" in page.main and hard.strip() in page.html


def test_nothing_is_made_while_an_entry_waits_for_a_decision(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.open(f"{case}/answer")
    page = worker.browser.press({"letter": LETTER, "prepare": "yes"})
    assert page.status == 422 and "Nothing leaves without a decision" in page.main


def test_a_hostile_letter_is_text(staff, case, run_jobs):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.press({"decision": "confirmed"}, to="/matches/")
    worker.browser.open(f"{case}/answer")
    letter = "<img src=file:///etc/passwd>\n\n<style>@import 'x';</style> \u202eback \U0001f600"
    worker.browser.press({"letter": letter, "prepare": "yes"})
    assert run_jobs() == 1
    page = worker.browser.open(f"{case}/answer")
    assert "<img src=file" not in page.html and "&lt;img src=file" in page.html
    pdf = worker.browser.client.get(f"{case}/answer/document.pdf", base_url="https://candour.test")
    assert pdf.data.startswith(b"%PDF-") and b"root:" not in pdf.data


def test_a_locked_entry_is_not_found_but_by_the_safeguarding_lead(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        entry = a_disclosure(session, staff.actors[Role.SAFEGUARDING], a_locked_entry())
        session.commit()
        path = f"/staff/register/{entry.id}"
    for role, status in ((Role.SAFEGUARDING, 200), (Role.CASEWORKER, 404), (Role.APPROVER, 404)):
        browser = staff.signed_in(role).browser
        assert browser.open(path).status == status
        assert ("Locked" in browser.open("/staff/register").main) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/staff/?tab=nonsense", "/staff/?after=x", "/staff/?after=2026-01-01_x", "/staff/register?before=x"]
)
def test_a_made_up_address_is_not_found(staff, path):
    assert staff.signed_in(Role.CASEWORKER).browser.open(path).status == 404


@pytest.mark.parametrize("tab", ["open", "mine", "late", "checking", "answered"])
def test_an_empty_tab_says_so(staff, tab):
    page = staff.signed_in(Role.CASEWORKER).browser.open(f"/staff/?tab={tab}")
    said = {
        "open": "No open cases.",
        "mine": "You have no cases.",
        "late": "Nothing late.",
        "checking": "Nothing to approve.",
        "answered": "Nothing answered yet.",
    }
    assert page.status == 200 and said[tab] in page.main


def test_every_opening_of_a_personal_file_is_logged(app, staff, case):
    worker = staff.signed_in(Role.APPROVER)
    for _ in range(2):
        page = worker.browser.open(case)
    assert page.texts(".timeline__title").count("Case opened") == 1  # on the page, again and again is one line
    with app.app_context(), db.sessionmaker() as session:
        opened = select(func.count()).where(AuditEvent.action == Action.CASE_OPENED)
        assert session.scalar(opened) == 2


def test_a_job_that_was_given_up_is_seen_and_can_be_tried_again(app, staff):
    from datetime import timedelta

    from portal.core import clock
    from portal.jobs.worker import Worker
    from portal.outbox import enqueue

    with app.app_context(), db.sessionmaker() as session:
        enqueue(session, "no-such-work", at=clock.now() - timedelta(days=1), of="x")
        session.commit()
    ahead = [0]
    with app.app_context():
        worker = Worker(db.sessionmaker, now=lambda: clock.now() + timedelta(seconds=ahead[0]))
        for _ in range(5):
            worker.run_due()
            ahead[0] += 1000
    browser = staff.signed_in(Role.APPROVER).browser
    assert "Tried 5 times" in browser.open("/staff/jobs").main
    page = browser.press(to="/retry")
    assert "It will be tried again now" in page.main and "No job was given up" in page.main


def test_two_old_pages_of_one_match_the_second_decision_is_refused(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    stale = worker.browser.pages[-1]
    worker.browser.press({"decision": "confirmed"}, to="/matches/")
    worker.browser.pages.append(stale)
    page = worker.browser.press({"decision": "refused"}, to="/matches/")
    assert page.status == 409 and "Nothing was overwritten" in page.main
    assert "About them" in worker.browser.open(case).main


def test_opening_the_answer_and_its_file_is_logged_too(app, staff, case, run_jobs):

    def openings():
        with app.app_context(), db.sessionmaker() as session:
            return session.scalar(select(func.count()).where(AuditEvent.action == Action.CASE_OPENED))

    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.press({"decision": "confirmed"}, to="/matches/")
    worker.browser.open(f"{case}/answer")
    worker.browser.press({"letter": LETTER, "prepare": "yes"})
    run_jobs()
    for path in (f"{case}/answer", f"{case}/answer/document.pdf"):
        before = openings()
        assert worker.browser.client.get(path, base_url="https://candour.test").status_code == 200
        assert openings() == before + 1


def test_what_i_typed_is_not_lost_when_somebody_prepared_meanwhile(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(case)
    worker.browser.press(to="/take")
    worker.browser.press({"decision": "confirmed"}, to="/matches/")
    worker.browser.open(f"{case}/answer")
    stale = worker.browser.pages[-1]
    worker.browser.press({"letter": LETTER, "prepare": "yes"})
    worker.browser.pages.append(stale)
    page = worker.browser.press({"letter": "What I wrote at the same time."})
    assert page.status == 422 and "What I wrote at the same time." in page.html
