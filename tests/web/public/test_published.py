"""What others asked: public only between publishing and withdrawing, and the same for everybody."""

import pytest
from flask import render_template

from portal.accounts.permissions import Role
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.policies.queries import get_policy
from portal.questions import service
from tests.builders.desk import AT, WORDING, a_wording, a_worker

PAGE = "/policies/confidentiality/answers"


@pytest.fixture
def published(app):
    with app.app_context(), db.sessionmaker() as session:
        approver = a_worker(session, Role.APPROVER)
        row = a_wording(session, a_worker(session, Role.CASEWORKER), text="My zanzibar secret")
        service.publish(session, row, actor=approver, at=AT)
        session.commit()
        yield lambda: (service.withdraw(session, row, actor=approver, at=AT), session.commit())


def test_the_published_wording_is_there_and_nothing_of_the_person(browser, published):
    page = browser.open(PAGE)
    assert WORDING.question in page.main and WORDING.answer in page.main
    assert "zanzibar" not in page.html
    assert "Set-Cookie" not in page.response.headers and page.response.headers["Cache-Control"] == "no-cache"
    assert faults(measure(main_text(page.html))) == []
    assert "/policies/confidentiality/ask" in page.links()


def test_everybody_gets_the_same_bytes(app, browser, published):
    assert browser.open(PAGE).response.data == type(browser)(app).open(PAGE).response.data


def test_it_is_packed_for_those_who_pay_for_data(browser, published):
    answer = browser.client.get(PAGE, base_url="https://candour.test", headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip" and "Accept-Encoding" in answer.headers["Vary"]


def test_a_withdrawn_answer_is_gone_from_the_page_and_from_search(browser, published):
    published()
    page = browser.open(PAGE)
    assert WORDING.question not in page.main and "There is nothing here yet." in page.main
    browser.open("/find")
    assert WORDING.question not in browser.press({"words": "school hungry"}).html
    assert faults(measure(main_text(page.html))) == []


@pytest.mark.parametrize(("count", "said"), [(0, None), (1, "1 other person"), (7, "7 questions")])
def test_the_link_for_the_page_of_a_policy_counts(app, count, said):
    with app.test_request_context(), db.sessionmaker() as session:
        version = get_policy(session, "confidentiality")
        html = render_template("public/policies/next.html", version=version, answers=count)
    assert 'href="/policies/confidentiality/ask"' in html
    assert (f'href="{PAGE}"' in html, said is None or said in html) == (count > 0, True)
