"""The desk's letters, decisions and releases, as a worker meets them."""

import pytest

from portal.accounts.permissions import Role
from portal.extensions import db
from portal.installation import KEY
from portal.requests.kinds import Right
from portal.requests.wishes import Asker, Asking
from tests.builders.desk import a_case
from tests.builders.lettering import KEPT, WHY

NO = {"what": KEPT, "decided": "not-done", "grounds": ["legal-claims"], "words": WHY}


@pytest.fixture
def erasure(app, staff):
    """The page of the answer of an erasure that somebody took."""
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, right=Right.ERASURE)
        session.commit()
        path = f"/staff/cases/{case.id}"
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(path)
    worker.browser.press(to="/take")
    return worker, worker.browser.open(f"{path}/answer")


def test_a_part_refusal_is_written_from_what_was_decided(erasure):
    worker, page = erasure
    assert "needs a decision about each thing" in page.main
    page = worker.browser.press({"letter": "We looked.", "prepare": "yes"}, form=2)
    assert page.status == 422 and "what was decided about each thing" in page.errors[0]
    worker.browser.press({"what": "Your posts", "decided": "done"}, to="/decisions")
    page = worker.browser.press(NO, to="/decisions")
    assert KEPT in page.main and "Legal claims, Art 17(3)(e), 21(1)." in page.main
    page = worker.browser.open(page.path.replace("/answer", "/letters"))
    assert "We could do some of it" in page.main
    page = worker.browser.press({"kind": "part-refusal"})
    assert "How it reads" in page.main and "It may be needed in a court case." in page.main
    page = worker.browser.press({"send": "yes"})
    assert page.path.endswith("/answer") and "Begun from our letter" in page.main
    assert "section 164A" in page.dom.query("#letter")[0].to_text()


@pytest.mark.parametrize(
    ("change", "said"),
    [({"what": ""}, "Say what it is about"), ({"grounds": []}, "Choose the ground"), ({"words": ""}, "Say why"),
     ({"decided": ""}, "Say what was decided")],
)  # fmt: skip
def test_a_decision_that_says_too_little_comes_back_with_what_was_typed(erasure, change, said):
    worker, _ = erasure
    page = worker.browser.press({**NO, **change}, to="/decisions")
    assert page.status == 422 and said in page.errors[0]
    typed = page.dom.query("#what" if "what" not in change else "#words")[0].to_text(strip=False).strip()
    assert typed == (KEPT if "what" not in change else WHY)


def test_what_was_done_where_and_taken_out_again(erasure):
    worker, page = erasure
    page = worker.browser.press({"system": "vanilla", "deed": "deleted", "done_on": "1999-01-01"}, to="/deeds")
    assert page.status == 422 and "Give a day from when they asked" in page.errors[0]
    page = worker.browser.press({"system": "", "deed": "deleted", "done_on": "2026-11-23"}, to="/deeds")
    assert page.status == 422 and "Choose where it was done" in page.errors[0]
    page = worker.browser.press(NO, to="/decisions")
    page = worker.browser.press(to="/take-out")
    assert "Taken out." in page.main and KEPT not in page.main


def test_whoever_asks_for_a_young_person_is_told_what_everybody_is_told(app, staff):
    asking = Asking(who=Asker.PARENT, name="Demo Parent")
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, right=Right.ACCESS, asking=asking)
        session.commit()
        path = f"/staff/cases/{case.id}/letters"
    worker = staff.signed_in(Role.CASEWORKER)
    page = worker.browser.open(path)
    assert [b.to_text() for b in page.dom.query("button[name=kind]")] == [
        "Reply to somebody who asks for a young person"
    ]
    page = worker.browser.press({"kind": "refusal"})
    assert page.status == 422 and "does not fit" in page.errors[0]
    worker.browser.open(path)
    page = worker.browser.press({"kind": "parent-reply"})
    assert "We do not tell anybody if a young person talks with us or not" in page.main
    assert "Sent." in worker.browser.press({"send": "yes"}).main


def test_a_release_can_be_taken_back_on_the_page(app, staff, monkeypatch):
    from tests.builders.desk import a_made_answer

    with app.app_context(), db.sessionmaker() as session:
        case, _ = a_made_answer(session, staff.actors[Role.CASEWORKER])
        session.commit()
        path = f"/staff/cases/{case.id}/answer"
    settings = app.extensions[KEY].settings
    monkeypatch.setattr(settings, "undo_minutes", 30.0)
    approver, worker = staff.signed_in(Role.APPROVER), staff.signed_in(Role.CASEWORKER)
    approver.browser.open(path)
    assert "Approved." in approver.browser.press(to="/approve").main
    worker.browser.open(path)
    page = worker.browser.press(to="/release")
    assert page.status == 422 and "Look at the contact card" in page.errors[0]
    yes = {"contact_confirmed": "y", "odd_hour": "they-asked", "late": "other", "late_words": "Only a test."}
    page = worker.browser.press(yes, to="/release")
    assert "It leaves at" in page.main and not page.dom.query("form[action$='/release']")
    page = worker.browser.press(to="/undo")
    assert "They have seen nothing of it" in page.main and page.dom.query("form[action$='/release']")
