"""What others asked: public only between publishing and withdrawing, and the same for everybody."""

import re
from datetime import timedelta

import pytest
from flask import render_template

from portal.accounts.permissions import Role
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from portal.policies.queries import get_policy
from portal.questions import service
from portal.search.service import anchor_of
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


@pytest.fixture
def many(app):
    """Twenty-three answers, the newest last."""
    with app.app_context(), db.sessionmaker() as session:
        approver, writer = a_worker(session, Role.APPROVER), a_worker(session, Role.CASEWORKER)
        rows = []
        for n in range(23):
            row = a_wording(session, writer, text="My zanzibar secret")
            rows.append(service.publish(session, row, actor=approver, at=AT + timedelta(minutes=n // 2)).id)
        session.commit()
    return rows


def test_however_many_there_are_a_page_has_ten_and_leads_to_the_older_ones(browser, many):
    seen, page = [], browser.open(PAGE)
    for count in (10, 10, 3):
        found = re.findall(r'id="(answer-[0-9a-f]+)"', page.html)
        assert len(found) == count
        seen += found
        older = [link for link in page.links() if link.startswith(f"{PAGE}?from=")]
        page = browser.open(older[0]) if older else page
    assert older == []
    assert sorted(seen) == sorted(anchor_of(one) for one in many)
    assert PAGE in page.links()


def test_what_is_found_leads_to_a_page_that_holds_it(browser, many):
    page = browser.open(f"{PAGE}?from={many[0]}")
    assert f'id="{anchor_of(many[0])}"' in page.html


@pytest.mark.parametrize("start", ["", "none", "00000000-0000-0000-0000-000000000000"])
def test_a_page_that_starts_nowhere_is_not_there(browser, start):
    assert browser.client.get(f"{PAGE}?from={start}", base_url="https://candour.test").status_code == 404


@pytest.mark.parametrize(("count", "said"), [(0, None), (1, "1 other person"), (7, "7 questions")])
def test_the_link_for_the_page_of_a_policy_counts(app, count, said):
    with app.test_request_context(), db.sessionmaker() as session:
        version = get_policy(session, "confidentiality")
        html = render_template("public/policies/next.html", version=version, answers=count)
    assert 'href="/policies/confidentiality/ask"' in html
    assert (f'href="{PAGE}"' in html, said is None or said in html) == (count > 0, True)
