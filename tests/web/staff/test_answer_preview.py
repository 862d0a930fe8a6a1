"""Before the file is made: what it will tell, what is missing, and who looked."""

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.disclosures import kinds as k
from portal.extensions import db
from portal.requests.kinds import Right
from tests.builders.desk import LETTER, a_case, a_disclosure, an_entry, confirm_all

HARD = "We acknowledge receipt of your communication and we will look into it in due course after consideration. " * 3


@pytest.fixture
def case(app, staff):
    """A case that somebody took, with two confirmed entries; the second has a sentence that is too long."""
    with app.app_context(), db.sessionmaker() as session:
        lead, worker = staff.actors[Role.SAFEGUARDING], staff.actors[Role.CASEWORKER]
        a_disclosure(session, lead, an_entry(left_out="", views="You wanted help."))
        a_disclosure(session, lead, an_entry(why=HARD.replace(".", ""), feedback=k.Feedback.ASKED))
        case = a_case(session)
        confirm_all(session, case, worker)
        session.commit()
        path = f"/staff/cases/{case.id}"
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(path)
    worker.browser.press(to="/take")
    return path


def opened(app):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).where(AuditEvent.action == Action.DISCLOSURE_OPENED))


def test_what_is_missing_is_listed_before_the_file_is_made(app, staff, case):
    browser = staff.signed_in(Role.CASEWORKER).browser
    page = browser.open(f"{case}/answer")
    assert f"{case}/answer/preview" in page.links()
    before = opened(app)
    page = browser.open(f"{case}/answer/preview")
    missing = page.main.split("What they will read")[0]
    assert "What did we leave out? Not recorded. No one wrote down what we left out." in missing
    assert "What did you want to happen? Not recorded." in missing  # of the second entry
    assert "is hard to read" in missing
    assert "Demo Ambulance Control" in page.main and "The whole entry" in page.main
    assert opened(app) == before + 2  # each entry that was shown


def test_the_prepared_answer_and_its_gate_say_how_much_is_missing(staff, case, run_jobs):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open(f"{case}/answer")
    browser.press({"letter": LETTER, "prepare": "yes"})
    page = browser.open(f"{case}/answer")
    assert "facts are not recorded. The answer says so, each with its reason." in page.main
    assert "Not recorded: " in page.main


def test_nothing_is_told_of_a_case_without_a_confirmed_entry(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case, other = a_case(session, "nobody.else"), a_case(session, right=Right.ACCESS)
        session.commit()
        paths = [f"/staff/cases/{one.id}/answer/preview" for one in (case, other)]
    browser = staff.signed_in(Role.CASEWORKER).browser
    assert "there is nothing to tell of it" in browser.open(paths[0]).main
    assert browser.open(paths[1]).status == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASEWORKER])
def test_only_whoever_prepares_answers_sees_it(staff, case, role):
    page = staff.signed_in(role).browser.open(f"{case}/answer/preview")
    assert page.status in {403, 404}
