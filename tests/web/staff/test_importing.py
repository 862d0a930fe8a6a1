"""An old log at the desk: brought, mapped, tried, mended, taken and undone, by pressing buttons only."""

import csv
import io

import pytest
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.audit import Action, AuditEvent
from portal.disclosures.importing import reading
from portal.disclosures.importing.models import RegisterImport
from portal.disclosures.models import Disclosure
from portal.extensions import db
from tests.actors.browser import HOME
from tests.builders.importing import a_workbook, an_import, in_rows

START = "/staff/register/import"
LOG = (
    "Date,Username,Who was told,Reason,Informed\r\n"
    "03/04/2019,secret.otter,Police,Secret reason,after\r\n"
    "04/05/2019,loud.heron,The neighbour,Another,no\r\n"
    "soon,calm.kite,Police,Broken,after\r\n"
)


@pytest.fixture
def lead(staff):
    return staff.signed_in(Role.SAFEGUARDING)


def brings(worker, data=LOG, path=START):
    worker.browser.open(START)
    token = worker.browser.pages[-1].dom.query("main form input[name=csrf_token]")[0].attrs["value"]
    answer = worker.browser.client.post(
        path, base_url=HOME, headers={"Referer": HOME + START}, follow_redirects=True,
        data={"csrf_token": token, "file": (io.BytesIO(data if isinstance(data, bytes) else data.encode()), "secret.csv")},
    )  # fmt: skip
    return worker.browser._seen(answer)


def maps(worker, **words):
    worker.browser.press()
    told = next(
        name
        for name in worker.browser.filled(worker.browser.pages[-1].forms()[0])
        if name.startswith("word_told_") and name.endswith("1")
    )
    return worker.browser.press(
        {"day_order": "day", "word_recipient_kind_1": "other", told: "not-yet", "look_again_on": "2199-01-04", **words}
    )


def count(app, model):
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(model))


def events(app, *actions):
    with app.app_context(), db.sessionmaker() as session:
        return [
            event.action
            for event in session.scalars(select(AuditEvent).order_by(AuditEvent.number))
            if event.action in actions
        ]


def test_a_log_comes_in_by_buttons_alone(app, lead, run_jobs):
    page = brings(lead)
    assert page.heading == "What do the columns mean?"
    assert "secret.otter · loud.heron · calm.kite" in page.main and "CSV in UTF-8, with commas" in page.main
    page = lead.browser.press()
    assert page.heading == "What do the words mean?"
    assert "03/04/2026 is 3 April" in page.main and "“The neighbour” means" in page.main
    page = lead.browser.press()
    assert page.status == 422 and {"Say what “The neighbour” means", "Say what “no” means"} <= set(page.errors)
    filled = {"day_order": "day", "word_recipient_kind_1": "other", "word_told_1": "not-yet"}
    page = lead.browser.press(filled)
    assert (page.status, set(page.errors)) == (422, {"Say when somebody looks at these again"})
    page = lead.browser.press({"look_again_on": "2000-01-01"})
    assert (page.status, set(page.errors)) == (422, {"Choose a day that is still to come"})
    page = lead.browser.press({"look_again_on": "2199-01-04"})
    assert "0 of 3 rows so far" in page.main and "Look again" in page.main
    run_jobs()
    page = lead.browser.open(page.path)
    assert "Take the 2 rows" in page.main and "A: Day of the decision This is not a day we can read" in page.main
    assert count(app, Disclosure) == 0
    assert "secret" not in page.html.lower() and "kite" not in page.html
    lead.browser.press(to="/take")
    run_jobs()
    page = lead.browser.open(page.path)
    assert "In the register 2 rows" in page.main and count(app, Disclosure) == 2
    shown = lead.browser.open("/staff/register")
    assert "Not yet" in shown.main
    lead.browser.open(
        shown.links()[[h.startswith("/staff/register/") and len(h) > 40 for h in shown.links()].index(True)]
    )
    assert (
        "This entry came from an old log" in lead.browser.pages[-1].main
        and "Not recorded" in lead.browser.pages[-1].main
    )
    lead.browser.open(page.path)
    page = lead.browser.press(to="/finish")
    assert "What stood in it is destroyed" in page.main
    page = lead.browser.press(to="/undo")
    run_jobs()
    assert "Taken out again 2 rows" in lead.browser.open(page.path).main
    assert count(app, Disclosure) == 0


def test_the_report_holds_no_word_and_the_rows_to_mend_hold_all(app, lead, run_jobs):
    brings(lead, LOG.replace("Broken", '"=HYPERLINK(0)"'))
    page = maps(lead)
    run_jobs()
    page = lead.browser.open(page.path)
    answer = lead.browser.client.get(f"{page.path}/report.csv", base_url=HOME)
    assert answer.get_data(as_text=True).lstrip("\ufeff").splitlines() == [
        "Row,What became of it,Column,Field,Why", "4,refused,A,Day of the decision,This is not a day we can read",
    ]  # fmt: skip
    form = next(f for f in page.forms() if "left.csv" in f.attrs["action"])
    answer = lead.browser.client.post(
        form.attrs["action"], base_url=HOME, data=lead.browser.filled(form), headers={"Referer": HOME + page.path}
    )
    text = answer.get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert rows[1] == ["soon", "calm.kite", "Police", "'=HYPERLINK(0)", "after", "This is not a day we can read"]
    assert (answer.headers["Cache-Control"], len(rows)) == ("no-store", 2)
    assert events(app, Action.IMPORT_EXPORTED) == ["import:exported"]
    mended = text.replace("soon", "05/06/2019")
    page = brings(lead, mended)
    assert "=HYPERLINK(0)" in page.main and "'=HYPERLINK" not in page.main


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", reading.NOTHING),
        (b"a,b\n", reading.NO_ROWS),
        (b"%PDF-1.4", reading.ANOTHER),
        (b'Date,Username\n1,2\n3,"4\n', "never closed"),
        (b"Date,Username\n" + b"x" * (11 * 1024 * 1024), ""),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(app, lead, data, words):
    page = brings(lead, data)
    assert page.status == (422 if words else 413) and words in page.main
    assert count(app, RegisterImport) == 0
    assert not words or page.texts(".govuk-error-message")


def test_a_workbook_comes_in_the_same_way(lead):
    page = brings(lead, a_workbook(in_rows([line.split(",") for line in LOG.splitlines()])))
    assert "an .xlsx workbook, its first sheet" in page.main


def test_a_mistake_about_the_columns_is_said_beside_it_and_nothing_chosen_is_lost(lead):
    brings(lead)
    page = lead.browser.press({"column_1": "", "column_3": "why", "column_4": "why"})
    assert (page.status, set(page.errors)) == (422, {"You chose “Why we told” for two columns."})
    assert lead.browser.filled(page.forms()[0])["column_3"] == "why"
    page = lead.browser.press({"column_4": ""})
    assert page.status == 422 and "found by" in page.main
    page = lead.browser.press({"column_1": "user-name", "column_4": "no-such"})
    assert page.status == 422


def test_flagged_rows_are_ticked_page_by_page(app, lead, run_jobs):
    brings(lead, "Date,Username\n" + "23/11/2019,one.otter\n" * 30)
    lead.browser.press()
    page = lead.browser.press()
    run_jobs()
    page = lead.browser.open(page.path)
    assert "Take the 1 row" in page.main and "The same day, person and recipient as row 2" in page.main
    older = next(href for href in page.links() if "flagged=27" in href)
    second = lead.browser.open(older)
    assert len(second.dom.query("input[name=ticked]")) == 4
    page = lead.browser.press({"ticked": ["28", "30"], "shown": ["28", "29", "30", "31"]}, to="/ticks")
    assert "of which 2 ticked" in page.main and "Take the 3 rows" in page.main
    lead.browser.press(to="/take")
    run_jobs()
    assert count(app, Disclosure) == 3


def test_throwing_it_away_leaves_nothing(app, lead):
    page = brings(lead)
    page = lead.browser.open(page.path.removesuffix("/columns"))
    page = lead.browser.press(to="/drop")
    assert "Thrown away" in page.main
    assert lead.browser.open(f"{page.path}/columns").status == 404
    assert (count(app, Disclosure), events(app, Action.IMPORT_OPENED)) == (0, ["import:opened"])


def test_a_page_that_is_behind_changes_nothing(app, lead):
    page = brings(lead)
    path = page.path.removesuffix("/columns")
    lead.browser.open(path)
    for act in ("take", "finish", "undo"):
        token = lead.browser.pages[-1].dom.query("main form input[name=csrf_token]")[0].attrs["value"]
        answer = lead.browser.client.post(
            f"{path}/{act}", base_url=HOME, data={"csrf_token": token}, headers={"Referer": HOME + path}
        )
        assert answer.status_code == 422 and "moved on" in answer.get_data(as_text=True), act
        lead.browser._seen(answer)


def test_what_stands_in_a_log_is_for_whoever_brought_it(app, staff, lead):
    with app.app_context(), db.sessionmaker() as session:
        from tests.builders.desk import a_worker

        other = an_import(session, a_worker(session, Role.SAFEGUARDING, name="Demo Other"))
        session.commit()
        path = f"{START}/{other.id}"
    assert "Only Demo Other can say" in lead.browser.open(path).main
    assert [lead.browser.open(f"{path}/{page}").status for page in ("columns", "words")] == [404, 404]
    assert events(app, Action.IMPORT_OPENED) == []


def test_a_large_file_is_let_in_from_nobody_else(app, staff):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open("/staff/account")
    token = worker.browser.pages[-1].dom.query("input[name=csrf_token]")[0].attrs["value"]
    data = {"csrf_token": token, "file": (io.BytesIO(b"a,b\n" * 500_000), "a.csv")}
    answer = worker.browser.client.post(START, base_url=HOME, data=data, headers={"Referer": HOME + "/staff/account"})
    assert answer.status_code in {403, 413}


@pytest.mark.parametrize("query", ["flagged=x", "refused=-1", "flagged=123456789"])
def test_an_address_that_nobody_made_is_not_found(app, staff, lead, query):
    page = brings(lead)
    assert lead.browser.open(f"{page.path.removesuffix('/columns')}?{query}").status == 404


@pytest.mark.parametrize("before", ["x", "2026-11-23T10:00:00_00000000-0000-0000-0000-000000000000"])
def test_a_key_that_nobody_made_is_not_found(lead, before):
    assert lead.browser.open(f"{START}?before={before}").status == 404
    assert lead.browser.open(f"{START}/untold?before={before}").status == 404
