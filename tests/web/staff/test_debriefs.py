"""Asking for a debrief on the screen, and what a lead sees of it."""

import pytest

from portal.accounts.permissions import Role
from portal.cases.states import Status
from portal.casework import care
from portal.casework.kinds import Topic
from portal.core import clock
from portal.extensions import db
from tests.builders.desk import a_case

WORDS = "I slept badly after this one."


def test_from_a_hard_case_that_is_closed_to_the_lead_and_done(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, at=clock.now())
        care.mark(session, case, [Topic.SELF_HARM], actor=staff.actors[Role.CASEWORKER], at=clock.now())
        case.status, case.closed_at = Status.ANSWERED, clock.now()
        session.commit()
        path, number = f"/staff/cases/{case.id}", case.number
    worker, lead = staff.signed_in(Role.CASEWORKER).browser, staff.signed_in(Role.SAFEGUARDING).browser
    assert "Debriefs asked for" not in lead.open("/staff/today").main
    assert "/staff/debriefs/mine" in worker.open(path).links()
    worker.open("/staff/debriefs/mine")
    page = worker.press({"wants": "talk", "debrief_note": WORDS}, to="/mine")
    assert "They know now." in page.main and "You asked to talk" in page.main and WORDS not in page.main
    assert "1 Debrief asked for" in lead.open("/staff/today").main
    page = lead.open("/staff/debriefs")
    assert "Demo Caseworker" in page.main and WORDS not in page.main and number not in page.main
    page = lead.open(page.dom.query("tbody a")[0].attrs["href"])
    assert WORDS in page.main and "Demo Caseworker would like to talk" in page.heading
    page = lead.press({"on": "2999-01-01"}, to="/done")
    assert page.status == 422 and "to today" in page.errors[0] and WORDS in page.main
    page = lead.press({"on": clock.today().isoformat()}, to="/done")
    assert "What they wrote is gone." in page.main and "Nobody waits for one." in page.main
    assert "Debriefs asked for" not in lead.open("/staff/today").main
    assert "The last one was done on" in worker.open("/staff/debriefs/mine").main
    assert "in this time: 1 to 7." in staff.signed_in(Role.ADMIN).browser.open("/staff/team?span=month").main


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"debrief_note": WORDS}, "Say what would help"), ({"wants": "know"}, "Write something")],
)
def test_what_says_too_little_comes_back_with_what_was_typed(staff, typed, said):
    worker = staff.signed_in(Role.CASEWORKER).browser
    worker.open("/staff/debriefs/mine")
    page = worker.press(typed, to="/mine")
    assert page.status == 422 and said in page.errors[0]
    form = next(form for form in page.forms() if (form.attrs.get("action") or "").endswith("/mine"))
    assert {name: worker.filled(form).get(name, "") for name in typed} == typed


def test_taken_back_on_the_page(staff):
    worker = staff.signed_in(Role.CASEWORKER).browser
    worker.open("/staff/debriefs/mine")
    worker.press({"wants": "know", "debrief_note": WORDS}, to="/mine")
    page = worker.press(to="/back")
    assert "Nothing of it is kept" in page.main and "When something stays with you" in page.heading
    assert "Nobody waits for one." in staff.signed_in(Role.SAFEGUARDING).browser.open("/staff/debriefs").main
