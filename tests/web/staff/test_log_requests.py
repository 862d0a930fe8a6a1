"""Requests that came by phone, post, in person, by message or mail: as good as any other, from the day they came."""

import io
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts.permissions import Role
from portal.cases.models import Case
from portal.extensions import db
from portal.requests import queries as requests
from portal.requests.models import Request
from portal.safeguarding.models import SafeguardingFlag
from tests.actors.browser import HOME

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
CALL = {"channel": "phone", "received_on": "2026-11-20", "rights": ["access", "erasure"], "note": "Notesecret, please.",
        "user_name": "loud.otter", "way": "code", "wants_code": "y"}  # fmt: skip
HEAD = "Received: by in.demo.invalid; Mon, 23 Nov 2026 09:15:00 +0000\nFrom: Demo Kite <kite@demo.invalid>\n"
MAIL = HEAD + "Date: Mon, 23 Nov 2026 09:14:00 +0000\nSubject: Me\n\nSend me what you have.\n"
TOOL = HEAD + (
    "Date: Mon, 23 Nov 2026 09:14:00 +0000\nSubject: Subject access request\n\nName: Demo Wren\n"
    "Email: wren@demo.invalid\nTelephone: 07700 900123\nDate of birth: 3 May 2011\n"
)
LATE = HEAD + "Date: Wed, 18 Nov 2026 09:14:00 +0000\nSubject: Me\n\nSend me what you have.\n"


@pytest.fixture
def worker(staff):
    with time_machine.travel(NOON, tick=True):
        worker = staff.signed_in(Role.CASEWORKER)
        worker.browser.open("/staff/requests/new")
        yield worker


def logs(worker, **changes):
    return worker.browser.press({**CALL, **changes}, to="/requests/new")


def drops(worker, text):
    page = worker.browser.pages[-1]
    token = page.dom.query("main form input[name=csrf_token]")[0].attrs["value"]
    answer = worker.browser.client.post(
        "/staff/requests/mail", base_url=HOME, headers={"Referer": HOME + "/staff/requests/new"},
        data={"csrf_token": token, "eml": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), "a.eml")},
    )  # fmt: skip
    return worker.browser._seen(answer)


def stored(app):
    with app.app_context(), db.sessionmaker() as session:
        rows = session.scalars(select(Request)).all()
        return [(requests.opened(session, row.id), row.received_on, row.received_at) for row in rows]


def test_a_call_becomes_a_request_with_a_case_for_each_right(app, worker):
    page = logs(worker)
    assert page.heading == "Logged" and len(page.dom.query("[data-word]")) == 4
    assert "It came to us on 20 November 2026" in page.main and "by 21 December 2026" in page.main
    opened, day, _ = stored(app)[0]
    assert (opened.channel.value, day, opened.note) == ("phone", date(2026, 11, 20), "Notesecret, please.")
    assert opened.card.way.value == "code"
    with app.app_context(), db.sessionmaker() as session:
        assert {case.right.value for case in session.scalars(select(Case))} == {"access", "erasure"}
    assert "[data-word]" and not worker.browser.open(page.path).dom.query("[data-word]"), "shown once"


def test_the_code_that_was_handed_over_opens_the_request(app, worker, person):
    page = logs(worker)
    person.browser.open("/back")
    reference, words = page.texts("[data-reference]")[0], " ".join(page.texts("[data-word]"))
    assert person.browser.press({"reference": reference, "words": words}).path == "/mine"


def test_whoever_wants_no_code_gets_none(worker):
    worker.browser.pages[-1].dom.query("[name=wants_code]")[0].attrs.pop("checked")
    page = logs(worker, wants_code="")
    assert page.heading == "Logged" and not page.dom.query("[data-word]")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"channel": ""}, "Say how it came"),
        ({"rights": []}, "Tick what they ask for"),
        ({"received_on": ""}, "Give the day"),
        ({"received_on": "2026-11-29"}, "future"),
        ({"received_on": "2026-11-28", "received_time": "12:30"}, "future"),
        ({"received_on": "1999-01-01"}, "year"),
        ({"received_on": "2026-02-31"}, "date"),
        ({"user_name": ""}, "Give one thing"),
        ({"anonymous": "y"}, "Take this tick away"),
        ({"way": "email", "value": "nonsense"}, "Check the email"),
        ({"way": "text", "value": "01632 960001"}, "UK mobile"),
        ({"way": "call", "value": ""}, "Give the number"),
        ({"who": "parent"}, "name of whoever asks"),
    ],
    ids=str,
)
def test_a_refused_page_comes_back_with_everything_on_it(app, worker, change, said):
    page = logs(worker, **change)
    assert page.status == 422 and any(said in error for error in page.errors), page.errors
    assert "Notesecret, please." in page.html
    assert stored(app) == []


def test_half_past_midnight_in_summer_is_already_that_day(app, staff):
    with time_machine.travel(datetime(2026, 5, 31, 23, 45, tzinfo=UTC), tick=True):
        worker = staff.signed_in(Role.SAFEGUARDING)
        worker.browser.open("/staff/requests/new")
        page = logs(worker, received_on="2026-06-01", received_time="00:30")
        assert page.heading == "Logged", page.errors
        _, day, at = stored(app)[0]
        assert (day, at) == (date(2026, 6, 1), datetime(2026, 5, 31, 23, 30, tzinfo=UTC))


def test_a_request_of_this_morning_needs_no_time(app, staff):
    with time_machine.travel(datetime(2026, 11, 28, 8, 0, tzinfo=UTC), tick=True):
        worker = staff.signed_in(Role.CASEWORKER)
        worker.browser.open("/staff/requests/new")
        assert logs(worker, received_on="2026-11-28").heading == "Logged"


def test_pressed_twice_it_is_logged_once(app, worker):
    old = worker.browser.pages[-1]
    logs(worker)
    worker.browser.pages.append(old)
    page = logs(worker, another="y")
    assert page.status == 422 and "Nothing was sent twice" in " ".join(page.errors)
    assert len(stored(app)) == 1


def test_what_we_may_have_already_is_shown_first(app, worker):
    logs(worker)
    worker.browser.open("/staff/requests/new")
    page = logs(worker, user_name="LOUD.otter")
    assert page.status == 422 and "We may have this request already" in " ".join(page.errors)
    assert len([href for href in page.links() if "/staff/cases/" in href]) == 2
    page = worker.browser.press({"another": "y"}, to="/requests/new")
    assert page.heading == "Logged" and len(stored(app)) == 2


def test_words_of_danger_raise_the_flag_as_everywhere(app, worker):
    logs(worker, note="I want to die.")
    with app.app_context(), db.sessionmaker() as session:
        assert len(session.scalars(select(SafeguardingFlag)).all()) == 1


def test_a_mail_fills_the_form_and_is_logged_only_by_the_worker(app, worker):
    page = drops(worker, MAIL)
    assert page.status == 200 and "kite@demo.invalid" in page.html and stored(app) == []
    page = worker.browser.press({"rights": ["access"]}, to="/requests/new")
    assert page.heading == "Logged", page.errors
    opened, day, at = stored(app)[0]
    assert (opened.channel.value, day, at.time()) == ("email", date(2026, 11, 23), time(9, 15))
    assert opened.note == "Send me what you have."


def test_a_mail_of_the_regulators_tool(app, worker):
    page = drops(worker, TOOL)
    assert "the regulator’s tool" in page.main and "3 May 2011" in page.main  # as it is printed
    assert worker.browser.press({"rights": ["access"]}, to="/requests/new").heading == "Logged"
    opened, _, _ = stored(app)[0]
    assert opened.channel.value == "regulator"
    assert {(kind.value, typed) for kind, typed in opened.identifiers} == {
        ("nickname", "Demo Wren"), ("email", "wren@demo.invalid"), ("phone", "07700 900123"),
    }  # fmt: skip


def test_dates_that_do_not_agree_are_chosen_with_a_reason(app, worker):
    page = drops(worker, LATE)
    assert "do not agree" in page.main
    assert "Monday 23 November 2026, 09:15: when it arrived with us" in page.main
    page = worker.browser.press({"rights": ["access"]}, to="/requests/new")
    assert page.status == 422 and "Choose the day it came" in page.errors[0]
    page = worker.browser.press({"when": "written@2026-11-18T09:14"}, to="/requests/new")
    assert page.status == 422 and "why you chose" in " ".join(page.errors)
    page = worker.browser.press({"when": "written@2026-11-18T09:14", "came": "Camesecret."}, to="/requests/new")
    assert page.heading == "Logged", page.errors
    opened, day, _ = stored(app)[0]
    assert (day, opened.came) == (date(2026, 11, 18), "Camesecret.")
    case = next(href for href in page.links() if "/staff/cases/" in href)
    assert "Camesecret." in worker.browser.open(case).main


@pytest.mark.parametrize("text", ["", "no mail at all", b"\x00" * 100])
def test_what_is_no_mail_is_said_and_the_form_is_there(worker, text):
    page = drops(worker, text)
    assert page.status == 422 and "cannot be read as a mail" in " ".join(page.errors)


def test_a_large_mail_is_read_and_a_larger_one_is_not(app, worker, staff):
    with_file = MAIL + "x" * 3_000_000
    assert drops(worker, with_file).status == 200
    assert drops(worker, MAIL + "x" * (11 * 1024 * 1024)).status == 413
    client = staff.signed_in(Role.AUDITOR).browser.client
    answer = client.post("/staff/requests/mail", base_url=HOME, data={"eml": (io.BytesIO(with_file.encode()), "a.eml")})
    assert answer.status_code == 413, "nobody else may send more than a form"
