"""Asking about a rule: one page, a code, and an answer that only they can read."""

import logging

import pytest
from sqlalchemy import func, select

from portal.accounts.models import ServerSession
from portal.accounts.permissions import Role
from portal.cases.models import Case
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.policies.queries import get_policy
from portal.questions import queries, service
from portal.questions.models import PolicyQuestion
from portal.requests.models import Identifier, Request
from portal.requests.queries import opened
from tests.actors.browser import HOME
from tests.builders.desk import ANSWERED, AT, a_worker

PAGE = "/policies/confidentiality/ask"
TEXT = "My zanzibar teacher asked me. Do you tell them?\nPlease say."


def stored(app):
    with app.app_context(), db.sessionmaker() as session:
        return queries.opened(session, session.scalars(select(PolicyQuestion)).one())


def count(app, model):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(model))


def plain(page):
    assert faults(measure(main_text(page.html))) == [], page.path
    assert "!" not in page.main


def asks(person, **values):
    """Ask, and write down the code."""
    person.browser.open(PAGE)
    page = person.browser.press({"question": TEXT, **values})
    person.reference = "".join(page.texts("[data-reference]"))
    person.words = page.texts("[data-word]")
    return page


@pytest.fixture
def answered(app, person):
    """A person whose question is answered."""
    asks(person)
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(PolicyQuestion)).one()
        service.answer(session, row, ANSWERED, actor=a_worker(session, Role.CASEWORKER), at=AT)
        session.commit()
    return person


def test_the_page_says_not_to_write_names_and_promises_no_day(browser):
    page = browser.open(PAGE)
    assert "Do not write names or numbers. We do not need to know who you are." in page.main
    assert "There is no set day for it." in page.main
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.response.headers["X-Robots-Tag"]
    plain(page)


def test_no_page_before_it_sets_a_cookie(browser):
    for path in ("/", "/policies/", "/policies/confidentiality", "/policies/confidentiality/answers"):
        assert "Set-Cookie" not in browser.open(path).response.headers
    assert browser.open(PAGE).response.headers["Set-Cookie"].startswith("__Host-s=")


def test_a_question_becomes_a_request_without_a_person_and_without_a_case(app, person):
    page = asks(person)
    assert (page.path, page.heading) == ("/q/6", "Sent. Now save your code")
    assert len(person.words) == 4
    assert "There is no set day for our answer." in page.main and "You will have an answer by" not in page.main
    question = stored(app)
    assert (question.question, question.row.clause) == (TEXT.replace("\n", "\r\n").replace("\r\n", "\n"), None)
    assert (count(app, Case), count(app, Identifier), count(app, Request)) == (0, 0, 1)
    with app.app_context(), db.sessionmaker() as session:
        request = opened(session, question.row.request_id)
        assert (request.card.way.value, request.card.value, request.note) == ("code", "", "")


def test_a_clause_can_be_picked_from_the_list(app, person):
    with app.app_context(), db.sessionmaker() as session:
        clause = get_policy(session, "confidentiality").clauses[2]
        code, title = clause.code, clause.title
    page = person.browser.open(PAGE)
    assert title in page.texts("option") and page.texts("option")[0] == "Not sure, or all of them"
    asks(person, clause=code)
    assert stored(app).row.clause == code


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"question": ""}, "Write your question"),
        ({"question": "  \n "}, "Write your question"),
        ({"question": "x" * 2001}, "2,000 letters or fewer"),
        ({"question": TEXT, "clause": "made-up"}, "Not a valid choice"),
        ({"question": TEXT, "submission": "../x"}, "Open this page again"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_or_sent(app, browser, values, said):
    browser.open(PAGE)
    page = browser.press(values)
    assert (page.status, page.path) == (422, PAGE)
    assert page.title.startswith("Error: ") and "Nothing has been sent yet" in page.main
    assert any(said in error for error in page.errors), page.errors
    assert values["question"].strip() in page.html
    assert count(app, Request) == 0
    plain(page)


@pytest.mark.parametrize("path", ["/policies/none/ask", "/policies/none/answers"])
def test_a_policy_that_is_not_there_is_not_found(browser, path):
    assert browser.open(path).status == 404


def test_pressing_send_twice_makes_one_question(app, browser):
    page = browser.open(PAGE)
    data = browser.filled(page.forms()[0]) | {"question": TEXT}
    for _ in range(3):
        sent = browser.client.post(PAGE, base_url=HOME, data=data, headers={"Referer": HOME + PAGE})
        assert (sent.status_code, sent.headers["Location"]) == (303, "/q/6")
    assert (count(app, Request), count(app, PolicyQuestion)) == (1, 1)


def test_two_questions_of_one_visit_have_two_codes(app, person):
    asks(person)
    first = person.reference
    asks(person, question="And my nan?")
    assert person.reference and person.reference != first
    assert count(app, PolicyQuestion) == 2


def test_the_code_is_proved_as_for_every_request(person):
    asks(person)
    person.browser.open("/q/6")
    page = person.browser.press({"reference": person.reference, "words": " ".join(person.words)})
    assert page.heading == "All done"
    assert "There is no set day for our answer." in page.main
    plain(page)


def test_coming_back_shows_the_question_and_that_it_waits(person):
    asks(person)
    page = person.comes_back()
    assert (page.path, page.heading) == ("/mine", "We have your question")
    assert "My zanzibar teacher asked me." in page.main and "There is no set day." in page.main
    assert "By " not in page.main
    plain(page)


def test_coming_back_shows_the_answer(answered):
    page = answered.comes_back()
    assert page.heading == "Here is our answer"
    assert ANSWERED in page.main and "We answered your question" in page.main
    assert "My zanzibar teacher asked me." in page.main
    assert "/mine/stop" not in page.links()
    plain(page)


def test_the_person_can_stop_it(app, person):
    asks(person)
    person.comes_back()
    page = person.browser.open("/mine/stop")
    page = person.browser.press()
    assert (page.path, page.heading) == ("/mine", "You stopped this")
    assert stored(app).row.state.value == "closed"
    plain(page)


def test_nobody_reads_it_without_the_code(person, answered, browser):
    for visitor in (browser, answered.browser):
        page = visitor.open("/mine")
        assert page.path == "/back" and "zanzibar" not in page.html


def test_leaving_forgets_the_page_that_was_open(app, person):
    asks(person)
    person.leaves()
    assert count(app, ServerSession) == 0
    assert person.browser.open("/q/6").path == "/q/1"


def test_no_word_of_it_stands_in_an_address_a_title_or_a_log(person, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    asks(person)
    person.comes_back()
    for page in person.browser.pages:
        assert "zanzibar" not in page.path and "zanzibar" not in page.title
    assert "zanzibar" not in caplog.text + "".join(capfd.readouterr())


def publish_another(app, old, new):
    """Publish the next version, with one piece of its text changed."""
    from portal.accounts.actor import SYSTEM
    from portal.policies.pack.policy_file import read_version_text
    from portal.policies.queries import get_policy
    from portal.policies.service import publish_version

    with app.app_context(), db.sessionmaker() as session:
        newest = get_policy(session, "confidentiality")
        assert newest.text.count(old) == 1
        text = newest.text.replace(old, new).replace(f"version: {newest.number}", f"version: {newest.number + 1}")
        found = read_version_text(text, "confidentiality-4.md")
        assert found.problems == []
        publish_version(session, found.version, actor=SYSTEM, at=AT)
        session.commit()


HOMELESS = "You are homeless, or you soon could be."


@pytest.mark.parametrize(("clause", "is_told"), [("homeless", True), ("", True), ("parents", False)])
def test_who_asked_about_a_rule_is_told_when_it_changes(app, person, clause, is_told):
    asks(person, clause=clause)
    assert "has changed" not in person.comes_back().main
    publish_another(app, HOMELESS, "You have no home, or you soon could have none.")
    page = person.comes_back()
    assert ("The rule you asked about has changed." in page.main) == is_told
    assert ("/policies/confidentiality/changes/3/4" in page.links()) == is_told
    plain(page)


def test_an_answer_about_an_old_rule_says_so(app, person):
    asks(person, clause="homeless")
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(PolicyQuestion)).one()
        service.answer(session, row, ANSWERED, actor=a_worker(session, Role.CASEWORKER), at=AT)
        session.commit()
    publish_another(app, HOMELESS, "You have no home, or you soon could have none.")
    assert "Our answer was about the old one." in person.comes_back().main
