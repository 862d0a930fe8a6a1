"""Flags at the desk: looked at first, with nothing distressing in a list, and closed with an outcome."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.audit import AuditEvent
from portal.extensions import db
from portal.safeguarding.models import SafeguardingFlag
from tests.builders.desk import a_case, a_flag, a_question

SECRET = "zanzibar I want to die"
FIRST = "Words of danger. Look before anything else."
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def flagged(app, staff):
    """A flag that is an hour late, and one that is not."""
    with app.app_context(), db.sessionmaker() as session:
        late = a_flag(session, SECRET, at=NOW - timedelta(hours=5))
        a_flag(session, SECRET, at=NOW - timedelta(hours=1), user_name="loud.badger")
        session.commit()
        return late.id


def actions(app):
    with app.app_context(), db.sessionmaker() as session:
        entries = session.scalars(select(AuditEvent).order_by(AuditEvent.number))
        return [(e.action.value, e.facts) for e in entries if e.action.value.startswith("flag:")]


def test_with_no_flag_nothing_stands_in_the_way(staff):
    lead = staff.signed_in(Role.SAFEGUARDING)
    assert FIRST not in lead.browser.open("/staff/").main
    assert "No flag is open." in lead.browser.open("/staff/flags").main
    assert "No flag is closed yet." in lead.browser.open("/staff/flags?tab=closed").main
    assert lead.browser.open("/staff/flags?tab=other").status == 404
    for key in ("x", "x_y", "2026-11-24_x", "0001-01-01T00:00:00_" + "0" * 32):
        assert lead.browser.open(f"/staff/flags?after={key}").status in {200, 404}


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SAFEGUARDING, Role.APPROVER])
def test_the_queue_and_the_case_say_so_first(staff, flagged, role):
    worker = staff.signed_in(role)
    page = worker.browser.open("/staff/")
    assert FIRST in page.main and "2 flags are open. One is late." in page.main
    assert ("/staff/flags" in page.links()) == (role is not Role.APPROVER)
    case = worker.opens_case()
    assert FIRST in case.main and "One flag is open." in case.main


def test_a_case_without_a_flag_says_nothing(app, staff, flagged):
    with app.app_context(), db.sessionmaker() as session:
        number = a_case(session, "calm.kite").number
        session.commit()
    assert FIRST not in staff.signed_in(Role.CASEWORKER).opens_case(number).main


def test_the_list_is_soonest_first_says_what_is_late_and_shows_no_words(staff, flagged):
    page = staff.signed_in(Role.CASEWORKER).browser.open("/staff/flags")
    assert page.texts(".due") == ["1 hour late", "3 hours left"]
    assert len(page.dom.query(".due--late")) == 1
    assert "zanzibar" not in page.html and "otter" not in page.html


def test_a_caseworker_reads_it_and_the_lead_closes_it(app, staff, flagged):
    caseworker, lead = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.SAFEGUARDING)
    page = caseworker.browser.open(f"/staff/flags/{flagged}")
    assert SECRET in page.main and "Contact card" in page.main and page.forms() == []
    assert "open" not in page.dom.query("details")[0].attrs, "nobody meets it without choosing to"
    lead.browser.open(f"/staff/flags/{flagged}")
    page = lead.browser.press({"note": "still here"})
    assert page.status == 422 and set(page.errors) == {"Say what came of it"} and "still here" in page.html
    page = lead.browser.press({"outcome": "told-someone", "note": "Rang 999."})
    assert page.path == "/staff/flags" and "Closed." in page.main and page.texts(".due") == ["3 hours left"]
    closed = lead.browser.open("/staff/flags?tab=closed")
    assert "We told somebody outside" in closed.main and "Rang" not in closed.html
    page = lead.browser.open(f"/staff/flags/{flagged}")
    assert "Rang 999." in page.main and page.forms() == []
    names = [name for name, _ in actions(app)]
    assert names == ["flag:raised"] * 2 + ["flag:seen"] * 2 + ["flag:closed", "flag:seen"]


def test_an_older_page_closes_nothing(staff, flagged):
    lead = staff.signed_in(Role.SAFEGUARDING)
    lead.browser.open(f"/staff/flags/{flagged}")
    older = lead.browser.pages[-1]
    lead.browser.press({"outcome": "helped"})
    lead.browser.pages.append(older)
    page = lead.browser.press({"outcome": "not-danger"})
    assert page.status == 422 and "Nothing was overwritten" in page.main


def test_the_flag_of_a_question_shows_the_question(app, staff):
    from portal.accounts.actor import SYSTEM
    from portal.safeguarding import service
    from portal.safeguarding.kinds import FlagSource

    with app.app_context(), db.sessionmaker() as session:
        row = a_question(session, SECRET)
        service.listen(session, row.request, [SECRET], source=FlagSource.QUESTION, within_hours=4, actor=SYSTEM, at=NOW)
        session.commit()
        flag_id = session.scalars(select(SafeguardingFlag.id)).one()
    page = staff.signed_in(Role.SAFEGUARDING).browser.open(f"/staff/flags/{flag_id}")
    assert SECRET in page.main and "A question about our rules" in page.main


def test_a_flag_that_is_not_there_is_not_found(staff, flagged):
    lead = staff.signed_in(Role.SAFEGUARDING)
    assert lead.browser.open("/staff/flags/00000000-0000-0000-0000-000000000000").status == 404


def test_the_timeline_of_the_case_tells_staff(staff, flagged):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(f"/staff/flags/{flagged}")
    page = worker.browser.pages[-1]
    case = worker.browser.open(next(link for link in page.links() if "/staff/cases/" in link))
    assert "Words of danger were found" in case.main and "Somebody looked at the words of danger" in case.main
