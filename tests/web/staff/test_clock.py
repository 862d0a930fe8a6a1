"""The clock on screen: seen before it counts, refused with words and nothing lost, the person's side of it."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.cases.clock_file import CLOCKS, dates_of
from portal.cases.models import Case, ClockEvent, ClockRun
from portal.core import clock
from portal.extensions import db
from portal.messages.models import RequestMessage
from portal.requests.kinds import Right
from tests.builders.desk import ENGLAND, a_case
from tests.builders.posting import BY_TEXT
from tests.service.cases.test_clock import FAMILY, HARD, OWN, QUESTION

ASK = {"question-about": "which-time", "question-question": QUESTION}
MORE = {"extension-reasons": ["much-to-read"], "extension-own": OWN}
DOUBT = {"identity-reason": "facts-differ", "identity-words": "The birthday differs."}


@pytest.fixture
def worker(person, staff):
    """A caseworker on the clock of a case that came today."""
    person.asks()
    person.comes_back()
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(worker.opens_case().path + "/clock")
    return worker


def rows(app):
    """How many rows of each kind there are, and how the case stands."""
    with app.app_context(), db.sessionmaker() as session:
        counted = [
            session.scalar(select(func.count()).select_from(one)) for one in (ClockEvent, ClockRun, RequestMessage)
        ]
        return counted, session.execute(select(Case.clock_state, Case.due_on, Case.version)).all()


def first_press(worker, act, values):
    return worker.browser.press(values, to=f"/clock/{act}")


def second_press(worker):
    return worker.browser.press({"sure": "yes"}, form=0)


def test_asked_seen_answered(app, worker, person):
    before = rows(app)
    page = first_press(worker, "question", ASK)
    assert page.heading == "Before it counts" and rows(app) == before
    old, new = page.texts(".moves dd")
    assert "2026" in old or "20" in old
    assert new == "No date: the clock stands still"
    for way in (".look__phone", ".look__paper", ".look__text"):
        assert QUESTION in page.texts(way)[0]
    assert "Reading age of your words:" in page.main and "Letter “question”, version 1" in page.main
    page = second_press(worker)
    assert "The clock stands until the answer comes." in page.main and "Stopped" in page.heading

    mine = person.browser.open("/mine")
    assert "We wait for your answer to our question" in mine.main
    page = person.browser.open("/mine/messages")
    assert QUESTION in page.texts("main .inset")[0]
    page = person.browser.press({"our-answer": "In my last year at school."}, to="/messages/answer")
    assert "Sent." in page.main and not page.dom.query("form[action$='/messages/answer']")
    assert "By" in person.browser.open("/mine").main

    page = worker.browser.open(worker.browser.pages[-1].path)
    assert "Running" in page.heading and "Question answered (in the request)" in page.main
    case = worker.browser.open(page.path.removesuffix("/clock"))
    assert "Their answer to our question" in case.main and "Question asked: the clock stopped" in case.main


def test_extended_once(app, worker, person):
    page = first_press(worker, "extension", MORE)
    assert "We need until" in page.texts(".look__phone")[0] and "section 164A" in page.texts(".look__text")[0]
    then = page.texts(".moves dd")[1]
    page = second_press(worker)
    assert "Extended" in page.heading and then in page.main
    assert "Tell them that we need longer: not now." in page.main and "only once (Art 12A(3)" in page.main
    assert not page.dom.query("form[action$='/extension']")
    assert then in person.browser.open("/mine").main
    assert "We need until" in person.browser.open("/mine/messages").main
    address = page.path
    token = page.dom.query("input[name=csrf_token]")[0].attrs["value"]
    seen = page.dom.query("input[name$=version]")[0].attrs["value"]
    before = rows(app)
    answer = worker.browser.client.post(
        address + "/extension", base_url="https://candour.test", headers={"Referer": "https://candour.test" + address},
        data={"csrf_token": token, "extension-version": seen, "extension-submission": "e" * 32, "sure": "yes", **MORE},
    )  # fmt: skip
    assert answer.status_code == 422 and "only once" in answer.get_data(as_text=True)
    assert rows(app) == before


@pytest.mark.parametrize(
    ("act", "values", "said", "field"),
    [
        ("question", {**ASK, "question-question": HARD}, "Change this sentence", "question-question"),
        ("question", {**ASK, "question-question": ""}, "Write something first", "question-question"),
        ("question", {**ASK, "question-asked_on": "2020-01-01"}, "Art 12A(2)(a)", "question-asked_on"),
        ("question", {**ASK, "question-asked_on": "tomorrow"}, "Write a day that exists", "question-asked_on"),
        ("question", {"question-question": QUESTION}, "Say what is not clear", "question-about"),
        ("extension", {**MORE, "extension-own": HARD}, "Too hard to read", "extension-own"),
        ("extension", {"extension-own": OWN}, "Pick why", "extension-reasons"),
        ("identity", {**DOUBT, "identity-words": ""}, "what the reason rests on", "identity-words"),
        ("identity", {"identity-words": "x"}, "Say why", "identity-reason"),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(app, worker, act, values, said, field):
    before = rows(app)
    page = first_press(worker, act, values)
    assert page.status == 422 and said in page.errors[0]
    assert page.dom.query(f"details#{act}")[0].attrs.get("open") is not None
    kept = worker.browser.filled(next(f for f in page.forms() if (f.attrs.get("action") or "").endswith("/" + act)))
    for name, value in values.items():
        if isinstance(value, str) and value != "tomorrow":
            assert kept.get(name, "") == value
    assert rows(app) == before


def test_a_question_waits_until_the_contact_card_is_confirmed(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case_id = a_case(session, right=Right.ACCESS, at=clock.now() - timedelta(days=9), card=BY_TEXT).id
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER)
    page = worker.browser.open(f"/staff/cases/{case_id}/clock")
    assert "no letter can leave" in page.main
    page = first_press(worker, "question", ASK)
    assert page.status == 422 and "Confirm the contact card first" in page.errors[0]
    link = next(link for link in page.links() if link.endswith("/contact"))
    assert "Is this still the way to reach them?" in worker.browser.open(link).heading
    page = worker.browser.press({})
    assert page.status == 422 and "Do not guess for them" in page.errors[0]
    page = worker.browser.press({"told_by": "phone"})
    assert "right as of today" in page.main and "no letter can leave" not in page.main
    assert first_press(worker, "question", ASK).heading == "Before it counts"


def test_change_it_first_brings_the_form_back(app, worker):
    before = rows(app)
    first_press(worker, "question", ASK)
    page = worker.browser.press({"change": "yes"}, form=0)
    form = next(f for f in page.forms() if (f.attrs.get("action") or "").endswith("/question"))
    assert page.status == 200 and worker.browser.filled(form)["question-question"] == QUESTION
    assert rows(app) == before


def test_the_second_of_two_workers_is_told(app, worker):
    page = worker.browser.pages[-1]
    stale = {**worker.browser.filled(next(f for f in page.forms() if "/identity" in f.attrs["action"])), **DOUBT}
    first_press(worker, "identity", DOUBT)
    second_press(worker)
    before = rows(app)
    answer = worker.browser.client.post(
        page.path + "/identity", base_url="https://candour.test", headers={"Referer": "https://candour.test" + page.path},
        data={**stale, "sure": "yes"},
    )  # fmt: skip
    assert answer.status_code == 422 and "Nothing was overwritten" in answer.get_data(as_text=True)
    assert rows(app) == before


def test_a_double_press_asks_once(app, worker):
    page = first_press(worker, "question", ASK)
    sent = {**worker.browser.filled(page.forms()[0]), "sure": "yes"}
    for _ in range(2):
        answer = worker.browser.client.post(
            page.path,
            base_url="https://candour.test",
            headers={"Referer": "https://candour.test" + page.path},
            data=sent,
        )
        assert answer.status_code == 303
    assert rows(app)[0][0] == 1


def test_identity_starts_the_month_and_is_taken_back(worker):
    first_press(worker, "identity", DOUBT)
    assert "Not started" in second_press(worker).heading
    first_press(worker, "identity-met", {"identity-met-on": clock.today().isoformat()})
    page = second_press(worker)
    assert "Running" in page.heading
    event = page.dom.query("input[name=back-event]")[-1].attrs["value"]
    page = first_press(worker, "back", {"back-event": event, "back-words": "It was somebody else."})
    assert page.texts(".moves dd")[1] == "No date: the month has not started"
    page = second_press(worker)
    assert "Not started" in page.heading and "It was somebody else." in page.main


def test_taking_back_nothing_is_refused(worker):
    first_press(worker, "identity", DOUBT)
    second_press(worker)
    page = first_press(worker, "back", {"back-words": "x"})
    assert page.status == 422 and "Say what was wrong" in page.errors[0]


def test_the_decision_on_who_asks_starts_the_month_from_its_own_page(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case_id = a_case(session, asking=FAMILY, at=clock.now()).id
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(f"/staff/cases/{case_id}/clock")
    first_press(worker, "authority", {})
    page = second_press(worker)
    assert "Not started" in page.heading and f"/staff/cases/{case_id}/who-asks" in page.links()
    worker.browser.open(f"/staff/cases/{case_id}/who-asks")
    worker.browser.press({"authority": "agreed", "words": "We rang them. They agreed."}, form=0)
    page = worker.browser.open(f"/staff/cases/{case_id}/clock")
    assert "Running" in page.heading and "It came: whether they may ask" in page.main


def test_who_only_reads_sees_the_days_and_no_form(worker, staff):
    approver = staff.signed_in(Role.APPROVER)
    page = approver.browser.open(worker.browser.pages[-1].path)
    assert page.status == 200 and page.texts(".days__list li") and not page.dom.query("main form")


def test_an_answer_that_is_too_late_is_not_lost(worker, person):
    first_press(worker, "question", ASK)
    second_press(worker)
    person.browser.open("/mine/messages")
    first_press(worker, "answer", {"answer-how": "phone", "answer-on": clock.today().isoformat()})
    second_press(worker)
    page = person.browser.press({"our-answer": "In spring."}, to="/messages/answer")
    assert page.status == 422 and "We do not wait for that answer any more" in page.errors[0]


def test_the_warning_stands_on_the_case_five_working_days_before(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        from portal.core.calendars import add_months

        came = add_months(clock.today(), -1) + timedelta(days=4)  # the last day for a notice is a few days away
        at = clock.now().replace(year=came.year, month=came.month, day=came.day, hour=10)
        case_id = a_case(session, at=at).id
        session.commit()
    page = staff.signed_in(Role.CASEWORKER).browser.open(f"/staff/cases/{case_id}")
    assert "Do you need longer? The last day to tell them is" in page.main


def test_a_day_of_the_calendar_is_seen_before_it_counts(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, at=clock.now())
        session.commit()
        due, number = case.due_on, case.number
    approver = staff.signed_in(Role.APPROVER)
    assert "england-and-wales, holidays" in approver.browser.open("/staff/calendar").main
    said = {"day": due.isoformat(), "day_is": "holiday", "reason": "A royal day."}
    before = rows(app)
    page = approver.browser.press({**said, "reason": ""}, form=0)
    assert page.status == 422 and "Say where this was announced" in page.errors[0]
    assert worker_filled(approver, page)["day"] == due.isoformat()
    page = approver.browser.press(said, form=0)
    assert "Nothing is changed yet. 1 open case gets another due date." in page.main and number in page.main
    assert rows(app) == before
    page = approver.browser.press({"sure": "yes"}, form=0)
    assert "1 of 1 open cases" in page.main and number in page.texts("main td a")
    then = ENGLAND.roll(due + timedelta(days=1))
    assert rows(app)[1][0].due_on == then
    page = approver.browser.open("/staff/calendar")
    page = approver.browser.press(said, form=0)
    assert page.status == 422 and "is a bank holiday already" in page.errors[0]


def worker_filled(worker, page):
    return worker.browser.filled(page.forms()[0])


def test_every_right_has_a_clock_on_screen(app, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    with app.app_context(), db.sessionmaker() as session:
        ids = {
            right: a_case(session, f"otter {right}", right=Right(right), at=clock.now()).id
            for right in [*CLOCKS, "complaint"]
        }
        session.commit()
    for right, case_id in ids.items():
        page = worker.browser.open(f"/staff/cases/{case_id}/clock")
        can_ask = bool(page.dom.query("form[action$='/clock/question']"))
        assert can_ask is (CLOCKS.get(right) == "access"), right
        assert bool(page.dom.query("form[action$='/clock/extension']")) is (right != "complaint"), right


# (act, what is typed; a number stands for a day after receipt) and what the command is told of the same
SEQUENCES = {
    "asked, answered, longer": (
        [
            ("question", {**ASK, "question-asked_on": 2}),
            ("answer", {"answer-how": "phone", "answer-on": 7}),
            ("extension", MORE),
        ],
        lambda day, now: {"clarifications": [{"asked": day(2), "answered": day(7)}], "extension_notice": now},
    ),
    "asked, and nobody answers": (
        [("question", {**ASK, "question-asked_on": 4})],
        lambda day, _now: {"clarifications": [{"asked": day(4), "answered": None}]},
    ),
    "doubts that ended today": (
        [("identity", DOUBT), ("identity-met", {"identity-met-on": 10})],
        lambda _day, now: {"gates": [{"kind": "id", "received": now}]},
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_screens_agree_with_the_command(app, staff, name):
    acts, told = SEQUENCES[name]
    came = clock.today() - timedelta(days=10)

    def day(number):
        return (came + timedelta(days=number)).isoformat()

    with app.app_context(), db.sessionmaker() as session:
        case_id = a_case(session, at=clock.now() - timedelta(days=10)).id
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER)
    for act, typed in acts:
        worker.browser.open(f"/staff/cases/{case_id}/clock")
        first_press(worker, act, {key: day(value) if isinstance(value, int) else value for key, value in typed.items()})
        assert second_press(worker).status == 200
    request = {"received": came.isoformat(), "nation": "england-and-wales", **told(day, clock.today().isoformat())}
    said = dates_of(json.dumps({"requests": [request]}))["requests"][0]
    with app.app_context(), db.sessionmaker() as session:
        case = session.get(Case, case_id)
        assert (case.clock_state, case.due_on and case.due_on.isoformat()) == (said["state"], said["due"])
        assert [text for text, _ in case.working] == said["working"]
