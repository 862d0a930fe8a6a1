"""The whole life of a case with real sinks at the end of both ways: what leaves, when, and that nothing may."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.extensions import db
from portal.notifications.models import Notification
from portal.notifications.service import SEND
from portal.outbox import Job
from tests.actors.browser import HOME, Browser
from tests.actors.person import Person
from tests.builders.desk import ANSWERED, LETTER, a_disclosure
from tests.builders.posting import led_to_sinks, work

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # a Monday
BY_TEXT = {"way": "text", "value": "07700 900456", "hours": ["evenings"]}
HOUR = timedelta(hours=1)


@pytest.fixture
def sinks(app):
    with led_to_sinks(app) as sinks:
        yield sinks


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


def is_released(app, person, staff, card):
    """Everything up to the released answer."""
    with app.app_context(), db.sessionmaker() as session:
        a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        session.commit()
    person.asks(card)
    caseworker = staff.signed_in(Role.CASEWORKER)
    case = caseworker.opens_case()
    caseworker.browser.press(to="/take")
    caseworker.knows_them(case.path)
    caseworker.browser.press({"decision": "confirmed"}, to="/matches/")
    answer = f"{case.path}/answer"
    caseworker.browser.open(answer)
    caseworker.browser.press({"letter": LETTER, "prepare": "yes"})
    work(app, NOON + HOUR)
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(answer)
    approver.browser.press(to="/approve")
    caseworker.browser.open(answer)
    page = caseworker.browser.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release")
    assert page.status == 200
    return case.path


def asks_and_is_answered(app, staff):
    """A question about a rule, from asking to closing."""
    curious = Browser(app)
    curious.open("/policies/confidentiality/ask")
    assert curious.press({"question": "Do you tell my school if I am hungry?"}).path == "/q/6"
    worker = staff.signed_in(Role.CASEWORKER)
    page = worker.browser.open("/staff/questions")
    worker.browser.open(next(link for link in page.links() if link.startswith("/staff/questions/")))
    worker.browser.press({"answer": ANSWERED}, to="/answer")
    worker.browser.press(to="/close")


def every_hour(app, days=3):
    """Be a worker process at each hour of some days."""
    for hours in range(24 * days):
        work(app, NOON + hours * HOUR)


@pytest.mark.check(33, "real sinks of mail and texts, empty from the request to the answer that was read")
def test_whoever_comes_back_with_a_code_is_sent_nothing_in_the_whole_life_of_a_case(app, sinks, staff, person, at_noon):
    case = is_released(app, person, staff, {"way": "code"})
    asks_and_is_answered(app, staff)
    person.comes_back()
    for path in ("/mine/answer", "/mine/answer/1", "/mine/document.pdf", "/mine"):
        assert person.browser.client.get(path, base_url=HOME).status_code == 200
    another = Person(Browser(app), user_name="shy.heron")
    another.asks({"way": "code"})
    another.comes_back()
    another.browser.open("/mine/stop")
    another.browser.press()
    assert another.browser.pages[-1].heading == "You stopped this"
    every_hour(app)
    assert sinks.count == 0
    with app.app_context(), db.sessionmaker() as session:
        assert session.scalar(select(func.count()).select_from(Notification)) == 0
        assert session.scalar(select(func.count()).where(Job.name == SEND)) == 0
    assert "Texts and emails" not in staff.signed_in(Role.CASEWORKER).browser.open(case).main


@pytest.mark.check(34, "what a real sink of texts got, when, and every word of it")
def test_a_text_comes_once_in_the_hours_that_were_chosen_and_says_the_neutral_words(app, sinks, staff, person, at_noon):
    case = is_released(app, person, staff, BY_TEXT)
    page = staff.signed_in(Role.CASEWORKER).browser.open(case)
    assert "Waits for a safe hour" in page.main and "23 November 2026, 5:00pm" in page.main
    came = []
    for hours in range(72):
        work(app, NOON + hours * HOUR)
        if sinks.count > len(came):
            came.append((NOON + hours * HOUR).astimezone(LONDON))
    assert [(moment.day, moment.hour) for moment in came] == [(23, 17)]
    (text,) = sinks.texts
    assert text.text == "You have a new message. Sign in when it is safe to read it."
    page = staff.signed_in(Role.CASEWORKER).browser.open(case)
    assert "Sent" in page.texts("main .tag") and "07700" not in " ".join(page.texts("main table"))
    assert "Text or email sent" in page.main


def test_what_did_not_work_is_seen_by_staff_with_what_to_do_and_said_plainly_to_the_person(
    app, sinks, staff, person, at_noon
):
    sinks.status = 400
    case = is_released(app, person, staff, BY_TEXT)
    every_hour(app, days=1)
    page = staff.signed_in(Role.CASEWORKER).browser.open(case)
    assert "Given up" in page.texts("main .tag")
    assert "The number or address was refused. Check it with them when they come back." in page.main
    assert "We tried to text you and it did not work" in person.comes_back().main


def test_somebody_nobody_answered_in_doubt_is_told_that_too(app, sinks, staff, person, at_noon):
    sinks.status = 500
    case = is_released(app, person, staff, BY_TEXT)
    every_hour(app, days=1)
    assert "It may have arrived. It is not sent twice." in staff.signed_in(Role.CASEWORKER).browser.open(case).main
    assert "We do not know if it worked" in person.comes_back().main


def test_a_person_whose_text_arrived_reads_of_no_trouble(app, sinks, staff, person, at_noon):
    is_released(app, person, staff, BY_TEXT)
    every_hour(app, days=1)
    assert "We tried to" not in person.comes_back().main
