"""The work on a case through its page: notes, tasks, links, hand-over, topics, and care for who reads."""

import itertools
import uuid

import pytest
from sqlalchemy import select

from portal.accounts.actor import SYSTEM, person_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.audit import Action, AuditEvent
from portal.cases import service
from portal.cases.models import Case
from portal.casework import care
from portal.casework.kinds import Topic
from portal.core import clock
from portal.extensions import db
from portal.messages.service import write
from portal.requests.kinds import Right
from tests.actors.browser import Browser
from tests.actors.worker import Worker
from tests.builders.casework import a_note
from tests.builders.desk import AT, ENGLAND, PASSWORD, a_case

HARD = "zanzibar, what they wrote"


@pytest.fixture
def colleague(app):
    """A second caseworker."""
    with app.app_context(), db.sessionmaker() as session:
        _, secret = add_worker(
            session, name="Demo Colleague", email="colleague@demo.invalid", password=PASSWORD,
            roles=[Role.CASEWORKER], actor=SYSTEM, at=AT,
        )  # fmt: skip
        session.commit()
    worker = Worker(Browser(app), "colleague@demo.invalid", PASSWORD, secret)
    worker.signs_in()
    return worker


@pytest.fixture
def case_id(app, staff):
    """A case in the caseworker's hands, with something the person wrote."""
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, note=HARD, at=clock.now())
        service.take(session, case, actor=staff.actors[Role.CASEWORKER], at=clock.now())
        who = person_actor(case.request_id)
        write(session, case.request_id, HARD, submission="b" * 32, actor=who, at=clock.now())
        session.commit()
        return case.id


@pytest.fixture
def case(case_id):
    return f"/staff/cases/{case_id}"


@pytest.fixture
def worker(staff):
    return staff.signed_in(Role.CASEWORKER)


def test_every_form_of_the_page_carries_what_the_worker_saw(app, staff, worker, case, case_id):
    """Lost updates: no form of the page is without a version, in any role, on any kind of case."""
    with app.app_context(), db.sessionmaker() as session:
        a_note(session, session.get_one(Case, case_id), staff.actors[Role.CASEWORKER])
        request = session.get_one(Case, case_id).request
        complaint = service.open_case(session, request, Right.COMPLAINT, calendar=ENGLAND, actor=SYSTEM, at=AT)
        session.commit()
        pages = (case, f"/staff/cases/{complaint.id}")
    seen = set()
    for role in (Role.CASEWORKER, Role.SAFEGUARDING, Role.APPROVER):
        for path in pages:
            for form in staff.signed_in(role).browser.open(path).forms():
                names = {node.attrs.get("name") for node in form.query("input")}
                assert {"csrf_token", "version"} <= names, form.attrs
                seen.add(form.attrs["action"].rsplit("/", 1)[-1])
    assert {"hand-over", "knows-them", "topics", "notes", "tasks", "links", "messages", "take"} <= seen


def test_the_parts_of_the_page_are_reached_from_its_top(worker, case):
    page = worker.browser.open(case)
    ids = {node.attrs["id"] for node in page.dom.query("[id]")}
    parts = [link[1:] for link in page.links() if link.startswith("#") and link != "#main"]
    assert {"request", "messages", "notes", "tasks", "links", "timeline"} <= set(parts) <= ids


def test_a_note_is_kept_apart_from_messages_and_erased(worker, case, person):
    worker.browser.open(case)
    page = worker.browser.press({"note": "Rang, nobody there."}, to="/notes")
    assert "Noted." in page.main and "Rang, nobody there." in page.main
    page = worker.browser.press({"why": "mistake"}, to="/erase")
    assert "Erased by Demo Caseworker" in page.main and "Rang, nobody there." not in page.html
    assert worker.browser.press({"note": " "}, to="/notes").errors[0] == "Write something first"


def test_a_task_is_asked_chased_and_done_and_nothing_typed_is_lost(worker, case):
    worker.browser.open(case)
    page = worker.browser.press({"what": "Send the back-ups.", "whom": "", "due": "2026-02-30"}, to="/tasks")
    assert page.status == 422 and "Send the back-ups." in page.html
    assert "What is" not in page.errors[0] and "date" in page.errors[0].lower()
    page = worker.browser.press({"what": "Send the back-ups.", "whom": "IT", "due": "2099-01-01"}, to="/tasks")
    assert "Asked." in page.main and "IT" in page.main and "1 open" in page.main
    for move, said in (("chase", "Chased."), ("escalate", "Escalated."), ("finish", "Done.")):
        page = worker.browser.press({"move": move}, to="/tasks/")
        assert page.status == 200 and said in page.main
    assert "1 open" not in page.main


def test_one_press_hands_over_with_no_reason_and_takes_back(app, worker, colleague, case):
    worker.browser.open(case)
    page = worker.browser.pages[-1]
    options = {option.to_text(): option.attrs["value"] for option in page.dom.query("#to option")}
    assert "Demo Approver" not in options and "Demo Caseworker" not in options
    page = worker.browser.press({"to": options["Demo Colleague"], "hand_note": "They like mornings."}, to="/hand-over")
    assert "Handed over." in page.main and "Demo Colleague. " in page.main + " "
    assert "for whoever has it next" in page.main and "They like mornings." in page.main
    page = colleague.browser.open(case)
    assert "Who has it You." in page.main
    assert "Demo Caseworker has this open since" in page.main
    worker.browser.open(case)
    page = worker.browser.press(to="/take-back")
    assert "The case is yours again." in page.main
    page = worker.browser.press({"to": "all"}, to="/hand-over")
    assert "Who has it Nobody." in page.main
    colleague.browser.open(case)
    assert "The case is yours." in colleague.browser.press(to="/take-over").main


def test_an_older_page_hands_nothing_over(worker, colleague, case):
    worker.browser.open(case)
    stale = worker.browser.pages[-1]
    worker.browser.press({"to": "all"}, to="/hand-over")
    worker.browser.pages.append(stale)
    page = worker.browser.press({"to": "all", "hand_note": "kept words"}, to="/hand-over")
    assert page.status == 422 and "kept words" in page.html
    assert "Nothing was overwritten" in page.main


def test_whoever_says_i_know_them_is_out_at_once(app, worker, colleague, case):
    worker.browser.open(case)
    page = worker.browser.press(to="/knows-them")
    assert page.errors[0] == "Tick the box to keep them out"
    assert ["open" in node.attrs for node in page.dom.query("details") if "Keep them out" in node.to_text()] == [True]
    page = worker.browser.press({"known_sure": "y"}, to="/knows-them")
    assert page.path == "/staff/" and "Kept out from now on." in page.main
    for path in (case, f"{case}/answer"):
        assert worker.browser.open(path).status == 404
    page = colleague.browser.open(case)
    assert "Kept out: Demo Caseworker" in page.main and "Who has it Nobody." in page.main


def test_a_link_is_made_by_hand_and_taken_back(app, worker, case):
    with app.app_context(), db.sessionmaker() as session:
        other = a_case(session)
        session.commit()
        number, other_id = other.number, other.id
    page = worker.browser.open(case)
    assert "Possibly the same person: the same user name." in page.main
    page = worker.browser.press({"link_number": "ZZZZZZZZ", "link_reason": "same-facts"}, to="/links")
    assert page.errors[0] == "No case that you can open has this number"
    page = worker.browser.press({"link_number": number, "link_reason": "same-facts"}, to="/links")
    assert "Linked: the same facts in both." in page.main
    assert "Linked: the same facts" in worker.browser.open(f"/staff/cases/{other_id}").main
    assert "The link is taken away." in worker.browser.press({"why": "not-them"}, to="/undo").main


def test_words_about_something_hard_are_closed_until_they_are_opened(worker, case):
    page = worker.browser.open(case)
    assert [node for node in page.dom.query("main details") if HARD in node.to_text()] == []
    page = worker.browser.press({"topics": ["loss"]}, to="/topics")
    assert "Loss" in page.texts(".chip")
    words = [node for node in page.dom.query("details") if HARD in node.to_text()]
    assert len(words) == 2 and all("open" not in node.attrs for node in words)
    for node in words:
        node.parent.remove_child(node)
    assert HARD not in "".join(node.to_text() for node in page.dom.query("main"))
    worker.browser.open("/staff/looking-after")
    assert "Saved." in worker.browser.press({"open_topics": ["loss"]}).main
    page = worker.browser.open(case)
    assert "Loss" in page.texts(".chip")
    assert [node for node in page.dom.query("main details") if HARD in node.to_text()] == []


def test_enough_for_today_asks_first_and_opens_nothing(app, staff, worker, case):
    with app.app_context(), db.sessionmaker() as session:
        hard = []
        for number in range(2):
            one = a_case(session, f"hard.{number}", note=HARD)
            care.mark(session, one, [Topic.LOSS], actor=staff.actors[Role.CASEWORKER], at=AT)
            hard.append(one.id)
        session.commit()
    worker.browser.open("/staff/looking-after")
    page = worker.browser.press({"cap": "x"})
    assert page.status == 422 and page.errors
    worker.browser.press({"cap": "1"})
    assert HARD in worker.browser.open(f"/staff/cases/{hard[0]}").html
    page = worker.browser.open(f"/staff/cases/{hard[1]}")
    assert page.heading == "Enough for today?" and HARD not in page.html
    assert opened(app, hard[1]) == 0
    page = worker.browser.press(to="/anyway")
    assert HARD in page.html and opened(app, hard[1]) == 1
    lead = staff.signed_in(Role.SAFEGUARDING).browser.open("/staff/looking-after")
    assert "Demo Caseworker Over the limit" in lead.main
    assert "Everybody" not in worker.browser.open("/staff/looking-after").main


def opened(app, case_id):
    with app.app_context(), db.sessionmaker() as session:
        rows = session.scalars(select(AuditEvent.action).where(AuditEvent.subject == case_id))
        return [*rows].count(Action.CASE_OPENED)


def test_a_closed_hard_case_asks_how_the_worker_is_and_keeps_nothing(app, staff, worker, case, case_id):
    with app.app_context(), db.sessionmaker() as session:
        row = session.get_one(Case, case_id)
        care.mark(session, row, [Topic.LOSS], actor=staff.actors[Role.CASEWORKER], at=AT)
        service.withdraw(session, row, actor=person_actor(row.request_id), at=clock.now())
        session.commit()
    assert "Was this one hard?" in worker.browser.open(case).main


def test_a_long_timeline_shows_ten_and_the_rest_on_demand(app, staff, worker, case, case_id):
    with app.app_context(), db.sessionmaker() as session:
        for number in range(12):
            a_note(session, session.get_one(Case, case_id), staff.actors[Role.CASEWORKER], f"Note {number}.")
        session.commit()
    page = worker.browser.open(case)
    folded = len(page.dom.query("details .timeline__entry"))
    assert len(page.dom.query(".timeline__entry")) - folded == 10 and folded > 2
    worker.browser.open(case)
    titles = worker.browser.open(case).texts(".timeline__title")
    assert ("Case opened", "Case opened") not in set(itertools.pairwise(titles))


@pytest.mark.parametrize("path", ["notes/{0}/erase", "tasks/{0}", "links/{0}/undo", "knows-them/{0}/lift"])
def test_a_press_without_its_word_changes_nothing(staff, worker, case, path):
    who = staff.signed_in(Role.APPROVER) if "lift" in path else worker
    token = who.browser.open("/staff/account").dom.query("input[name=csrf_token]")[0].attrs["value"]
    answer = who.browser.client.post(
        f"{case}/{path.format(uuid.UUID(int=1))}", base_url="https://candour.test", data={"csrf_token": token},
        headers={"Referer": "https://candour.test/staff/"},
    )  # fmt: skip
    assert answer.status_code == 409
