"""A phone or computer that other people use too: no file, little time, and one clear way to end."""

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.models import ServerSession
from portal.accounts.permissions import Role
from portal.answers import service as answers
from portal.audit import Action, AuditEvent
from portal.cases.models import Case
from portal.core.reading import faults, main_text, measure
from portal.extensions import db
from tests.builders.desk import AT, a_disclosure, a_worker, an_entry, answer_it

FILES = {"/mine/save", "/mine/document.pdf"}
FINISH = "form[action='/mine/done']"


@pytest.fixture
def answered(app, person):
    """A person whose answer is there."""
    person.asks()
    with app.app_context(), db.sessionmaker() as session:
        caseworker, approver = a_worker(session, Role.CASEWORKER), a_worker(session, Role.APPROVER)
        a_disclosure(session, a_worker(session, Role.SAFEGUARDING), an_entry(person.user_name))
        case = session.scalars(select(Case)).one()
        answer = answer_it(session, case, caseworker)
        answers.approve(session, case, sha256=answer.pdf_sha256, actor=approver, at=AT)
        answers.release(session, case, contact_confirmed=True, actor=caseworker, at=AT)
        session.commit()
    return person


def comes_back(person, **more):
    person.browser.open("/back")
    return person.browser.press({"reference": person.reference, "words": " ".join(person.words), **more})


def minutes(page):
    return page.dom.query("body")[0].attrs["data-idle-minutes"]


def idle_of(app):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalars(select(ServerSession.idle_minutes)).one()


def pages_of_the_answer(person):
    """Everything that can be reached from where it is now, by its links."""
    seen, todo = {}, ["/mine"]
    while todo:
        path = todo.pop()
        seen[path] = person.browser.open(path)
        ours = {link for link in seen[path].links() if link.startswith("/mine") and not link.endswith(".pdf")}
        todo += sorted(ours - set(seen) - set(todo))
    return seen


def test_on_a_shared_device_no_page_of_the_answer_leads_to_a_file(answered):
    comes_back(answered, shared="y")
    pages = pages_of_the_answer(answered)
    assert {"/mine", "/mine/answer", "/mine/answer/1", "/mine/whole", "/mine/save"} <= set(pages)
    for path, page in pages.items():
        assert "/mine/document.pdf" not in page.links(), path
        saves = [
            text for text in page.texts("main a, main button") if "print" in text.lower() or text.startswith("Save")
        ]
        assert saves == (["Save"] if path == "/mine/contact" else []), path  # there it keeps the card, and no file
        assert (page.status, minutes(page)) == (403 if path == "/mine/save" else 200, "5"), path
        assert faults(measure(main_text(page.html))) == [], path


def test_elsewhere_the_file_is_there(answered):
    page = comes_back(answered)
    links = {link for one in pages_of_the_answer(answered).values() for link in one.links()}
    assert minutes(page) == "20" and links >= FILES
    answer = answered.browser.client.get("/mine/document.pdf", base_url="https://candour.test")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


def test_the_file_is_refused_kindly_with_a_way_to_get_it_and_nothing_is_noted(app, answered):
    comes_back(answered, shared="y")
    page = answered.browser.open("/mine/document.pdf")
    assert (page.status, page.heading) == (403, "Here you can read it, but not save it")
    assert "Come back with your code on a phone or computer that only you use." in page.main
    with app.app_context(), db.sessionmaker() as session:
        assert Action.ANSWER_DOWNLOADED not in session.scalars(select(AuditEvent.action)).all()


@pytest.mark.parametrize("path", ["/mine", "/mine/answer", "/mine/whole"])
def test_the_way_to_end_the_visit_is_on_the_page_and_ends_it(answered, path):
    comes_back(answered, shared="y")
    page = answered.browser.open(path)
    assert len(page.dom.query(FINISH)) == 1
    assert "button--primary" in page.dom.query(f"{FINISH} button")[0].attrs["class"]
    answered.browser.press(to="/mine/done")
    assert answered.browser.open("/mine").path == "/back"


def test_after_the_last_part_the_first_thing_to_press_ends_the_visit(answered):
    comes_back(answered, shared="y")
    parts = [path for path in pages_of_the_answer(answered) if path.startswith("/mine/answer/")]
    page = answered.browser.open(max(parts))
    assert page.texts("main button") == ["Finish and clear this visit"]
    assert "Back to where it is now" not in page.main
    answered.browser.press(to="/mine/done")
    assert answered.browser.open(max(parts)).path == "/back"


def test_after_five_minutes_it_is_closed(person):
    with time_machine.travel("2026-11-24 10:00 +0000") as traveller:
        person.asks()
        comes_back(person, shared="y")
        traveller.shift(4 * 60)
        assert person.browser.open("/mine").path == "/mine"
        traveller.shift(5 * 60 + 1)
        assert person.browser.open("/mine").status == 403


def test_the_warning_has_words_of_its_own(person):
    person.asks()
    assert "Other people use this phone or computer" in person_idle(comes_back(person, shared="y"))
    assert "Other people" not in person_idle(comes_back(person, shared=""))


def person_idle(page):
    return page.html.split("data-idle>")[1].split("</template>")[0]


def test_switching_it_off_takes_the_code_again(person):
    person.asks()
    comes_back(person, shared="y")
    person.browser.open("/q/1")
    person.browser.press()
    assert minutes(person.browser.open("/mine")) == "5"
    page = person.browser.open("/back")
    assert "checked" in page.dom.query("[name=shared]")[0].attrs, "it goes only when somebody takes it out"
    node = page.forms()[0]
    data = {**person.browser.filled(node), "reference": person.reference, "words": " ".join(person.words)}
    del data["shared"]
    person.browser.client.post(
        "/back", base_url="https://candour.test", data=data, headers={"Referer": "https://candour.test/back"}
    )
    assert minutes(person.browser.open("/mine")) == "20"


def test_wrong_words_switch_nothing_off(person):
    person.asks()
    comes_back(person, shared="y")
    page = person.browser.open("/back")
    data = {**person.browser.filled(page.forms()[0]), "reference": person.reference, "words": "plum otter river cake"}
    del data["shared"]
    person.browser.client.post(
        "/back", base_url="https://candour.test", data=data, headers={"Referer": "https://candour.test/back"}
    )
    assert minutes(person.browser.open("/mine")) == "5"


@pytest.mark.parametrize(
    ("ticks", "idle"),
    [({}, 20), ({"shared": "y"}, 5), ({"more_time": "y"}, 60), ({"shared": "y", "more_time": "y"}, 20)],
)
def test_the_ticks_at_the_start_decide_how_long_a_page_may_lie_open(app, browser, ticks, idle):
    browser.open("/q/1")
    page = browser.press(ticks)
    assert (minutes(page), idle_of(app)) == (str(idle), idle)


def test_what_was_said_at_the_start_holds_to_the_end_of_the_visit(browser):
    browser.open("/q/1")
    browser.press({"shared": "y"})
    page = browser.open("/q/1")
    assert page.dom.query("[name=shared]") == [] and "start again" in page.main and "for 5 minutes" in page.main
    browser.press()
    assert minutes(browser.open("/q/2")) == "5"
    browser.client.get("/leave", base_url="https://candour.test")
    assert minutes(browser.open("/q/1")) == "20"


def test_only_the_sealed_session_knows(app, browser):
    browser.open("/q/1")
    browser.press({"shared": "y"})
    with app.app_context(), db.sessionmaker() as session:
        row = session.scalars(select(ServerSession)).one()
    assert b"shared" not in row.data
    assert all("shared" not in page.path for page in browser.pages)


def test_a_page_that_is_the_same_for_everyone_stays_so(browser):
    browser.open("/q/1")
    browser.press({"shared": "y"})
    answer = browser.client.get("/hide-your-visit", base_url="https://candour.test")
    assert "Cookie" not in answer.headers.get("Vary", "")
