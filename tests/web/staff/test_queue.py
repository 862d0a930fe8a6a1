"""Today and the list of cases, on the screen."""

import csv
import re
from io import StringIO
from urllib.parse import urlsplit

import icalendar
import pytest

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from portal.accounts.workers import add_worker
from portal.cases.counts import differences
from portal.cases.states import Status
from portal.core import clock
from portal.extensions import db
from portal.policies.kinds import AgeBand
from portal.requests.kinds import Right
from portal.web.cells import guarded
from portal.web.staff.task import ONE
from tests.actors.browser import HOME
from tests.builders.desk import AT, PASSWORD, a_flag, a_question, a_request
from tests.builders.queue import a_row


@pytest.fixture
def desk(app, staff):
    """Cases of many sorts, the dates seen from the day on which the test runs."""
    shift = (clock.today() - AT.date()).days
    with app.app_context(), db.sessionmaker() as session:
        mine = staff.actors[Role.CASEWORKER].id
        request, _ = a_request(session, "quiet.otter")
        twin, _ = a_request(session, "quiet.otter")
        a_row(session, request, number="AAAA0001", due=shift - 3, owner_id=mine, age_band=AgeBand.FROM_13)
        a_row(session, twin, number="AAAA0002", due=shift + 1)
        a_row(session, request, number="AAAA0003", due=shift + 2, right=Right.COMPLAINT, owner_id=mine)
        a_row(session, request, number="AAAA0004", due=None, owner_id=mine)
        a_row(session, request, number="AAAA0005", due=shift + 20, status=Status.CHECKING, owner_id=mine)
        a_row(session, request, number="AAAA0006", due=shift + 21, status=Status.APPROVED, owner_id=mine)
        a_row(session, request, number="AAAA0007", due=shift - 9, status=Status.ANSWERED)
        a_flag(session, user_name="loud.otter")
        a_question(session)
        session.commit()


def numbers(page):
    return page.texts("tbody td[data-label=Case] a")


def tasks(page):
    return {
        words: (int(count), href)
        for count, words, href in zip(
            page.texts(".tasks__count"),
            page.texts(".tasks__words"),
            [n.attrs["href"] for n in page.dom.query(".tasks__link")],
            strict=True,
        )
    }


@pytest.mark.parametrize(
    "role", [Role.CASEWORKER, Role.APPROVER, Role.SAFEGUARDING, Role.AUDITOR, Role.EDITOR, Role.ADMIN]
)
def test_today_shows_what_this_worker_may_do_and_each_task_leads_to_as_many(staff, desk, role):
    browser = staff.signed_in(role).browser
    page = browser.open("/staff/today")
    found = tasks(page)
    for words, (count, href) in found.items():
        behind = browser.open(href)
        assert behind.status == 200, words
        assert len(behind.dom.query("main tbody tr")) == count, words
        assert count != 1 or words not in ONE, f"{words} are more than one"
    assert ("Late case" in found) == (Permission.QUEUE_READ in ROLE_PERMISSIONS[role])
    assert ("Words of danger to look at" in found) == (Permission.FLAGS_READ in ROLE_PERMISSIONS[role])
    assert ("Complaint to acknowledge" in found) == (role is Role.CASEWORKER)
    assert ("Answer to approve" in found) == (role is Role.APPROVER)
    assert bool(found) == (role is not Role.ADMIN)


def test_nothing_to_do_says_so(staff):
    page = staff.signed_in(Role.CASEWORKER).browser.open("/staff/today")
    assert "Nothing needs you right now." in page.main


def test_a_list_says_days_in_words_and_age_and_no_name(staff, desk):
    page = staff.signed_in(Role.CASEWORKER).browser.open("/staff/")
    for words in ("3 days late", "1 day left", "Paused", "13 to 15", "Same person?"):
        assert words in page.main, words
    assert "otter" not in page.html
    counts = dict(re.findall(r"(In time|Late|Paused|Mine|To approve|Answered) (\d+)", " ".join(page.texts(".tabs"))))
    assert counts == {"In time": "5", "Late": "1", "Paused": "1", "Mine": "5", "To approve": "1", "Answered": "1"}


def test_filters_are_crumbs_that_can_be_taken_away_and_a_view_that_can_be_kept(staff, desk):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/?tab=open")
    form = next(f for f in browser.pages[-1].forms() if "narrow" in f.attrs.get("class", ""))
    codes = {**browser.filled(form), "right": "complaint", "due": "week"}
    page = browser.open("/staff/?" + "&".join(f"{k}={v}" for k, v in codes.items()))
    assert numbers(page) == ["AAAA0003"]
    assert page.texts(".chip--on") == ["Remove Asked: Complaint ×", "Remove Due: In the next 5 working days ×"]
    page = browser.press({"name": "Complaints"}, to="/views?")
    assert "View saved." in page.main and numbers(page) == ["AAAA0003"]
    page = browser.open(page.dom.query(".chip--on")[1].attrs["href"])
    assert page.texts(".chip--on") == ["Remove Asked: Complaint ×"]
    page = browser.open(next(n.attrs["href"] for n in page.dom.query(".chip") if "Complaints" in n.to_text()))
    assert numbers(page) == ["AAAA0003"]
    browser.open("/staff/views")
    refused = browser.press(
        {
            next(
                n.attrs["name"] for n in browser.pages[-1].dom.query("main input") if n.attrs["name"].endswith("name")
            ): " "
        },
        to="/rename",
    )
    assert refused.status == 422 and "Give it a name" in refused.errors
    browser.open("/staff/views")
    assert "You have no saved views" in browser.press(to="/delete").main


def test_a_view_without_a_name_is_refused_where_it_stands(staff, desk):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/?tab=late")
    page = browser.press({"name": ""}, to="/views?")
    assert page.status == 422 and page.errors[0] == "Give it a name" and numbers(page) == ["AAAA0001"]


@pytest.mark.parametrize(
    "query", ["right=x", "owner=x", "tab=late&due=x", "after=x", "before=2026-01-01_x", "age=99", "news=no", "sort=x"]
)
def test_a_made_up_list_is_not_found(staff, query):
    assert staff.signed_in(Role.CASEWORKER).browser.open(f"/staff/?{query}").status == 404


def test_what_else_stands_in_an_address_goes_no_further(staff, desk):
    browser = staff.signed_in(Role.CASEWORKER).browser
    page = browser.open("/staff/?tab=late&_external=1&_scheme=javascript&_anchor=x&z=1")
    assert page.status == 200
    assert all("javascript" not in (href or "") and "z=1" not in (href or "") for href in page.links())
    page = browser.press({"name": "Late ones"}, to="/views?")
    assert urlsplit(page.response.request.url).query == "tab=late"


# --- giving


def test_many_are_given_at_once_after_a_page_that_says_how_many(app, staff, desk):
    browser = staff.signed_in(Role.APPROVER).browser
    page = browser.open("/staff/?tab=open")
    boxes = [n.attrs["value"] for n in page.dom.query("input[name=cases]")]
    assert browser.press(to="/give").errors[0] == "Select a case"
    stale = [boxes[0], boxes[1][:-1] + "9", "nonsense"]
    browser.open("/staff/?tab=open")
    page = browser.press({"cases": stale}, to="/give")
    assert page.status == 200 and "1 of the 2 you chose can be given." in page.main
    page = browser.press(to="/give/now")
    assert page.status == 422 and page.errors[0] == "Choose who takes them"
    to = next(o.attrs["value"] for o in page.dom.query("option") if "Caseworker" in o.to_text())
    page = browser.press({"to": to}, to="/give/now")
    assert "1 case given." in page.main and page.path == "/staff/"
    with app.app_context(), db.sessionmaker() as session:
        assert differences(session) == {}


# --- finding


@pytest.mark.parametrize(
    ("typed", "path"), [("aaaa-0001", "/staff/cases/"), ("quiet.otter", "/staff/search"), ("nobody", "/staff/search")]
)
def test_what_is_looked_for_stands_in_no_address_and_no_page(staff, desk, typed, path, capsys):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/today")
    page = browser.press({"wanted": typed}, to="/search")
    assert page.path.startswith(path) and not urlsplit(page.response.request.url).query
    if path == "/staff/search":
        assert typed not in page.html
        assert len(numbers(page)) == (7 if typed == "quiet.otter" else 0)
        assert ("No case found" in page.main) == (typed == "nobody")
    logged = capsys.readouterr()
    assert typed not in logged.out + logged.err


def test_looking_for_nothing_is_refused(staff):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/search")
    page = browser.press({"wanted": " "}, to="/search")
    assert page.status == 422 and page.errors[0] == "Type what to look for"


# --- the case itself


def test_the_case_names_its_likely_twin_and_takes_an_age(staff, desk):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/today")
    page = browser.press({"wanted": "AAAA0002"}, to="/search")
    assert "Same person?" in page.main and "AAAA0001" in page.main
    page = browser.press({"age_band": "16-17"}, to="/age")
    assert "Age: 16 or 17" in page.main
    assert "16 or 17" in browser.open("/staff/?age=16-17").main
    browser.pages.append(page)
    assert browser.press({"age_band": "old"}, to="/age").status == 409


# --- a file for a spreadsheet


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert guarded(cell) == "'" + cell
    assert guarded("x" + cell) == "x" + cell


def test_the_file_holds_the_list_as_it_is_narrowed(app, staff, desk):
    with app.app_context(), db.sessionmaker() as session:
        evil, _ = add_worker(
            session,
            name="=cmd|'/c calc'!A1",
            email="evil@demo.invalid",
            password=PASSWORD,
            roles=[Role.CASEWORKER],
            actor=SYSTEM,
            at=AT,
        )
        session.flush()
        a_row(session, a_request(session)[0], number="AAAA0009", right=Right.COMPLAINT, owner_id=evil.id)
        session.commit()
    browser = staff.signed_in(Role.AUDITOR).browser
    browser.open("/staff/?tab=open&right=complaint")
    answer = browser.press(to="/cases.csv").response
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    table = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["Case"] for row in table] == ["AAAA0003", "AAAA0009"]
    assert table[0]["Asked"] == "Complaint" and table[0]["Days"] == "2 days left"
    assert table[1]["Who has it"] == "'=cmd|'/c calc'!A1"
    assert "otter" not in answer.get_data(as_text=True)
    assert "Download" not in staff.signed_in(Role.CASEWORKER).browser.open("/staff/").main


# --- a calendar


def test_a_calendar_program_reads_numbers_and_dates_and_nothing_else(app, staff, desk):
    browser = staff.signed_in(Role.CASEWORKER).browser
    browser.open("/staff/due-dates")
    page = browser.press(to="/due-dates")
    address = page.texts("code")[0]
    assert address.startswith(HOME) and address not in browser.open("/staff/due-dates").main
    answer = app.test_client().get(urlsplit(address).path, base_url=HOME)  # without a session
    assert (answer.status_code, answer.mimetype, answer.headers.get("Set-Cookie")) == (200, "text/calendar", None)
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [f"Case AAAA000{n} due" for n in (1, 3, 5, 6)]
    assert (events[1]["dtstart"].dt - clock.today()).days == 2
    assert {key for event in events for key in event} == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP"}
    browser.open("/staff/due-dates")
    browser.press(to="/due-dates/end")
    assert app.test_client().get(urlsplit(address).path, base_url=HOME).status_code == 404


def test_what_a_person_took_back_can_be_found_and_not_be_given_away(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        request, _ = a_request(session, "quiet.otter")
        a_row(session, request, number="AAAA0001", status=Status.WITHDRAWN)
        a_row(session, request, number="AAAA0002")
        session.commit()
    worker = staff.signed_in(Role.CASEWORKER).browser
    page = worker.open("/staff/")
    assert numbers(page) == ["AAAA0002"] and "Withdrawn 1" in page.texts("nav.tabs a")
    page = worker.open("/staff/?tab=withdrawn")
    assert numbers(page) == ["AAAA0001"] and not page.dom.query("form[action*='/give']")
    assert worker.open(page.dom.query("tbody td a")[0].attrs["href"]).status == 200
