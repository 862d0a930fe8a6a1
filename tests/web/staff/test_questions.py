"""Questions at the desk, in the hands of two people."""

import pytest
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.extensions import db
from portal.questions import queries
from portal.questions.models import PolicyQuestion
from tests.builders.desk import ANSWERED, AT, WORDING, a_question, a_wording

SECRET = "My zanzibar question about school"
OURS = {"public_question": WORDING.question, "public_answer": WORDING.answer}


@pytest.fixture
def question(app, staff):
    """A question that waits, and the address of its page."""
    with app.app_context(), db.sessionmaker() as session:
        row = a_question(session, SECRET)
        session.commit()
        return f"/staff/questions/{row.id}"


@pytest.fixture
def wording(app, staff):
    """The id of a question whose wording a caseworker wrote."""
    with app.app_context(), db.sessionmaker() as session:
        row = a_wording(session, staff.actors[Role.CASEWORKER], text=SECRET)
        session.commit()
        return row.id


def state(app):
    with app.app_context(), db.sessionmaker() as session:
        return queries.opened(session, session.scalars(select(PolicyQuestion)).one())


def trail(app):
    with app.app_context(), db.sessionmaker() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)))


def test_the_list_opens_nothing_and_leads_to_the_question(app, staff, question):
    page = staff.signed_in(Role.CASEWORKER).browser.open("/staff/questions")
    assert "zanzibar" not in page.html and question in page.links()
    assert Action.QUESTION_OPENED not in trail(app)


def test_opening_a_question_is_logged_once_for_each_time(app, staff, question):
    worker = staff.signed_in(Role.CASEWORKER)
    for times in (1, 2):
        assert SECRET in worker.browser.open(question).main
        assert trail(app).count(Action.QUESTION_OPENED) == times


def test_two_people_publish_and_take_back(app, staff, question, browser):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(question)
    page = worker.browser.press({"answer": ANSWERED}, to="/answer")
    assert "Answered. They can read it now." in page.main and ANSWERED in page.main
    page = worker.browser.press(OURS, to="/wording")
    assert "A second person can publish it now." in page.main
    approver = staff.signed_in(Role.APPROVER)
    path = next(link for link in approver.browser.open("/staff/publishing").links() if "/publishing/" in link)
    page = approver.browser.open(path)
    assert WORDING.question in page.main and "zanzibar" not in page.html
    page = approver.browser.press(to="/publish")
    assert page.status == 422 and "Read it first, then tick the box" in page.errors
    page = approver.browser.press({"read": "y"}, to="/publish")
    assert "Published. Everybody can read it now." in page.main
    public = "/policies/confidentiality/answers"
    assert WORDING.answer in browser.open(public).main
    approver.browser.press(to="/withdraw")
    assert WORDING.answer not in browser.open(public).main
    assert Action.QUESTION_WITHDRAWN in trail(app)


def test_whoever_wrote_it_has_no_button_and_is_refused(app, staff, question):
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open(question)
    editor.browser.press({"answer": ANSWERED}, to="/answer")
    editor.browser.press(OURS, to="/wording")
    path = question.replace("questions", "publishing")
    page = editor.browser.open(path)
    assert "Somebody else has to publish it." in page.main
    assert not [f for f in page.forms() if "publish" in f.attrs["action"].rsplit("/", 1)[-1]]
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    data = {"csrf_token": token, "version": str(state(app).row.version), "read": "y"}
    answer = editor.browser.client.post(
        f"{path}/publish",
        base_url="https://candour.test",
        data=data,
        headers={"Referer": "https://candour.test/staff/"},
    )
    assert answer.status_code == 409
    assert state(app).row.state.value == "answered"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"public_question": ""}, "words for everybody"),
        ({"public_answer": "Ring 07700 900123."}, "a phone number"),
        ({"public_answer": "Mail sam@demo.example."}, "an email address"),
        ({"public_answer": "word " * 21}, "easier to read"),
        ({"public_answer": "x" * 4001}, "4,000 letters or fewer"),
    ],
)
def test_a_wording_that_shows_somebody_is_refused_with_nothing_lost(app, staff, question, values, said):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(question)
    worker.browser.press({"answer": ANSWERED}, to="/answer")
    page = worker.browser.press(OURS | values, to="/wording")
    assert page.status == 422 and any(said in error for error in page.errors), page.errors
    assert (OURS | values)["public_answer"].strip() in page.html
    assert state(app).wording is None


def test_words_that_could_be_names_are_shown_and_have_to_be_ticked(app, staff, question):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(question)
    worker.browser.press({"answer": ANSWERED}, to="/answer")
    named = OURS | {"public_answer": "No. Only Leeds does."}
    page = worker.browser.press(named, to="/wording")
    assert page.status == 422 and "Look at these words: Leeds." in page.main
    page = worker.browser.press(named | {"names_nobody": "y"}, to="/wording")
    assert page.status == 200 and state(app).wording.answer == "No. Only Leeds does."


def test_an_old_page_overwrites_nothing(app, staff, question):
    one, other = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.EDITOR)
    one.browser.open(question)
    other.browser.open(question)
    one.browser.press({"answer": ANSWERED}, to="/answer")
    page = other.browser.press({"answer": "Yes, we do."}, to="/answer")
    assert page.status == 422 and any("Nothing was overwritten" in error for error in page.errors)
    assert state(app).answer == ANSWERED


def test_it_can_be_closed_without_publishing(app, staff, wording):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(f"/staff/questions/{wording}")
    page = worker.browser.press(to="/close")
    assert "Closed." in page.main and state(app).row.state.value == "closed"
    page = worker.browser.open("/staff/questions?tab=closed")
    assert f"/staff/questions/{wording}" in page.links()


def test_pages_of_the_list_follow_each_other(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        made = {f"/staff/questions/{a_question(session, at=AT).id}" for _ in range(queries.PAGE + 2)}
        session.commit()
    browser = staff.signed_in(Role.CASEWORKER).browser
    first = browser.open("/staff/questions")
    older = next(link for link in first.links() if "after=" in link)
    seen = [link for page in (first, browser.open(older)) for link in page.links() if link in made]
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("path", ["?tab=nonsense", "?after=x", "?after=2026-11-23_x"])
def test_an_address_that_was_never_ours_is_not_found(staff, path):
    assert staff.signed_in(Role.CASEWORKER).browser.open(f"/staff/questions{path}").status == 404


def test_a_question_without_a_wording_is_nothing_for_the_second_person(staff, question):
    approver = staff.signed_in(Role.APPROVER)
    assert approver.browser.open(question.replace("questions", "publishing")).status == 404
    assert "Nothing waits." in approver.browser.open("/staff/publishing").main


def test_the_desk_leads_to_what_a_role_may_do(staff, question):
    links = {role: set(staff.signed_in(role).browser.open("/staff/account").links()) for role in Role}
    assert {role for role, found in links.items() if "/staff/questions" in found} == {Role.CASEWORKER, Role.EDITOR}
    assert {role for role, found in links.items() if "/staff/publishing" in found} == {Role.APPROVER, Role.EDITOR}


def answered(worker, question, text=ANSWERED):
    worker.browser.open(question)
    worker.browser.press({"answer": text}, to="/answer")


def test_an_answer_is_put_right_and_the_person_sees_the_newest(app, staff, question):
    worker = staff.signed_in(Role.CASEWORKER)
    answered(worker, question)
    page = worker.browser.open(f"{question}/correct")
    assert SECRET in page.main and ANSWERED in page.main
    for wrong, said in (("", "Write the answer"), (ANSWERED, "These are the same words as before")):
        page = worker.browser.press({"answer": wrong}, to="")
        assert page.status == 422 and said in page.errors
    page = worker.browser.press({"answer": "No. We got this wrong at first."})
    assert "Put right. They can read it now." in page.main and "They are told that it was." in page.main
    assert state(app).answer == "No. We got this wrong at first."
    assert Action.QUESTION_CORRECTED in trail(app)


def test_nothing_is_put_right_before_there_is_an_answer(staff, question):
    worker = staff.signed_in(Role.CASEWORKER)
    assert worker.browser.open(f"{question}/correct").status == 404


def test_a_stale_correction_overwrites_nothing(app, staff, question):
    worker, other = staff.signed_in(Role.CASEWORKER), staff.signed_in(Role.EDITOR)
    answered(worker, question)
    other.browser.open(f"{question}/correct")
    worker.browser.open(f"{question}/correct")
    worker.browser.press({"answer": "No. The first one."})
    page = other.browser.press({"answer": "No. The second one."})
    assert page.status == 422 and "Nothing was overwritten" in page.main and "The second one." in page.html
    assert state(app).answer == "No. The first one."


def test_a_wording_goes_back_with_a_note_and_comes_again(app, staff, wording):
    approver, worker = staff.signed_in(Role.APPROVER), staff.signed_in(Role.CASEWORKER)
    path = f"/staff/publishing/{wording}"
    approver.browser.open(path)
    page = approver.browser.press(to="/send-back")
    assert page.status == 422 and "Say why it goes back" in page.errors
    page = approver.browser.press({"note": "It names the zebra."}, to="/send-back")
    assert "Sent back." in page.main and "Nothing waits." in page.main
    page = worker.browser.open(f"/staff/questions/{wording}")
    assert "The wording was sent back" in page.main and "It names the zebra." in page.main
    page = approver.browser.open(path)
    assert "It was sent back" in page.main and [f for f in page.forms() if "publish" in f.attrs["action"][-8:]] == []
    worker.browser.open(f"/staff/questions/{wording}")
    worker.browser.press(OURS | {"public_answer": "No. We tell nobody."}, to="/wording")
    assert path in approver.browser.open("/staff/publishing").links()
    assert "It names the zebra." not in worker.browser.open(f"/staff/questions/{wording}").main


def publish_another(app, days=0):
    """The next version, in which the rules on parents have other words."""
    from datetime import timedelta

    from portal.accounts.actor import SYSTEM
    from portal.core import clock
    from portal.policies.pack.policy_file import read_version_text
    from portal.policies.queries import get_policy
    from portal.policies.service import publish_version

    with app.app_context(), db.sessionmaker() as session:
        newest = get_policy(session, "confidentiality")
        day = clock.today() + timedelta(days=days)
        text = newest.text.replace("version: 3", "version: 4").replace(
            "effective_on: not published", f"effective_on: {day}"
        )
        text = "\n".join(line for line in text.split("\n") if not line.startswith("in_force_by"))
        text = text.replace("You are homeless, or you soon could be.", "You have no home, or you soon could have none.")
        found = read_version_text(text, "confidentiality-4.md")
        assert found.problems == []
        publish_version(session, found.version, actor=SYSTEM, at=clock.now())
        session.commit()


@pytest.mark.parametrize(("days", "said"), [(0, "The rule has changed since"), (1, "The rule changes on")])
def test_staff_are_told_when_the_rule_is_another(app, staff, wording, days, said):
    editor, approver = staff.signed_in(Role.EDITOR), staff.signed_in(Role.APPROVER)
    pages = (f"/staff/questions/{wording}", f"/staff/publishing/{wording}")
    for page in pages:
        assert said not in editor.browser.open(page).main
    publish_another(app, days)
    for page in pages:
        shown = editor.browser.open(page)
        assert said in shown.main and "/policies/confidentiality/changes/3/4" in shown.links()
    approver.browser.open(pages[1])
    approver.browser.press({"read": "y"}, to="/publish")
    again = "Published answers to look at again"
    assert (again in approver.browser.open("/staff/publishing").main) == (days > 0)


def test_an_answer_that_was_published_under_other_rules_is_listed(app, staff, wording):
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(f"/staff/publishing/{wording}")
    approver.browser.press({"read": "y"}, to="/publish")
    again = "Published answers to look at again"
    assert again not in approver.browser.open("/staff/publishing").main
    publish_another(app, 1)
    page = approver.browser.open("/staff/publishing")
    assert again in page.main and "the rule changes on" in page.main
