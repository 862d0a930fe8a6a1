"""Who we told that it changed: on the person's own page, once the answer is out, and nothing that is locked."""

import pytest
from sqlalchemy import select

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.answers.kinds import Decided
from portal.answers.queries import find
from portal.cases import service as cases
from portal.cases.models import Case
from portal.core import clock
from portal.core.formatting import long_date
from portal.core.reading import faults, main_text, measure
from portal.disclosures import kinds as d
from portal.disclosures.models import Disclosure
from portal.extensions import db
from portal.requests.kinds import Right
from portal.shares import recipients
from tests.builders.desk import AT, ENGLAND, a_disclosure, known, make, prepare
from tests.builders.sharing import confirm_recipients, tell_all

PATH = "/mine/who-we-told"


@pytest.fixture
def changed(app, person, staff):
    """Somebody whose name is being put right, with a recipient who was told and an answer that is prepared."""
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        worker = staff.actors[Role.CASEWORKER]
        a_disclosure(session, staff.actors[Role.SAFEGUARDING])
        request = session.scalars(select(Case)).one().request
        case = cases.open_case(session, request, Right.RECTIFICATION, calendar=ENGLAND, actor=SYSTEM, at=AT)
        cases.take(session, case, actor=worker, at=AT)
        known(session, case.request_id, worker)
        answers.decide(session, case, "Your first name", Decided.DONE, actor=worker, at=AT)
        confirm_recipients(session, case, worker)
        tell_all(session, case, worker, at=clock.now())
        make(session, prepare(session, case, worker))
        session.commit()
        person.case_id = case.id
    person.comes_back()
    return person


@pytest.fixture
def released(app, changed, staff):
    with app.app_context(), db.sessionmaker() as session:
        case = session.get_one(Case, changed.case_id)
        answer = find(session, case.id)
        answers.approve(session, case, sha256=answer.pdf_sha256, actor=staff.actors[Role.APPROVER], at=AT)
        answers.release(session, case, contact_confirmed=True, actor=staff.actors[Role.CASEWORKER], at=AT)
        session.commit()
    return changed


def test_nothing_of_it_is_there_before_the_answer_is_out(changed):
    assert changed.browser.open(PATH).status == 404
    assert PATH not in changed.browser.open("/mine").links()


def test_the_list_is_one_press_away_and_easy_to_read(released):
    assert PATH in released.browser.open("/mine").links()
    page = released.browser.open(PATH)
    assert "Demo Ambulance Control (the ambulance team, on 999)" in page.main
    assert f"We told them on {long_date(clock.today())}, by email." in page.main
    assert faults(measure(main_text(page.html))) == []
    part = next(link for link in released.browser.open("/mine/answer").links() if link == "/mine/answer/3")
    assert "Demo Ambulance Control" in released.browser.open(part).main


def test_it_is_there_in_welsh_with_our_own_words_in_welsh(released):
    page = released.browser.open(f"/cy{PATH}")
    assert "I bwy y dywedon ni" in page.heading and 'lang="en"' in page.html


def test_what_is_locked_since_is_gone_from_it(app, released):
    with app.app_context(), db.sessionmaker() as session:
        session.scalars(select(Disclosure)).one().told = d.Told.MUST_NOT
        session.commit()
    assert released.browser.open(PATH).status == 404
    assert PATH not in released.browser.open("/mine").links()


def test_a_stranger_and_somebody_else_read_nothing(app, released, browser):
    assert browser.open(PATH).path == "/back"
    with app.app_context(), db.sessionmaker() as session:
        case = session.get_one(Case, released.case_id)
        assert len(recipients.told_of_request(session, case.request_id)) == 1
