"""The first whole way through, as two people live it, and what it leaves behind."""

import json
import logging

import pytest
from sqlalchemy import inspect, text

from portal.accounts.permissions import Role
from portal.audit import verify
from portal.extensions import db
from tests.builders.desk import LETTER, a_disclosure

NOTE = "zanzibar-note: did you ring my nan"
CARD = {"way": "text", "value": "07700 900456", "code_word": "mango-word", "times": "after tea-time", "hours": ["any"]}
SECRETS = ["quiet.otter", "zanzibar", "my nan", "07700 900456", "+447700900456", "mango-word", "after tea-time"]
# what staff wrote, in the letter and in the register
WRITTEN = [
    "You asked what we told others",
    "Demo Ambulance Control",
    "that night",
    "A crew came",
    "We did not share your chat",
]


@pytest.fixture
def road(app, person, staff, run_jobs, capfd, caplog):
    """Everything up to the released answer."""
    caplog.set_level(logging.DEBUG)
    lead = staff.actors[Role.SAFEGUARDING]
    with app.app_context(), db.sessionmaker() as session:
        a_disclosure(session, lead)
        session.commit()
    person.asks(CARD, note=NOTE, month="before zanzibar")
    caseworker = staff.signed_in(Role.CASEWORKER)
    case = caseworker.opens_case()
    caseworker.browser.press(to="/take")
    caseworker.knows_them(case.path)
    caseworker.browser.press({"decision": "confirmed"}, to="/matches/")
    answer = f"{case.path}/answer"
    caseworker.browser.open(answer)
    caseworker.browser.press({"letter": LETTER, "prepare": "yes"})
    assert run_jobs() == 1
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(answer)
    approver.browser.press(to="/approve")
    caseworker.browser.open(answer)
    caseworker.browser.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release")
    return person


def test_the_person_reads_what_was_shared_part_by_part(road):
    page = road.comes_back()
    assert (page.path, page.heading) == ("/mine", "Your answer is here")
    page = road.browser.open("/mine/answer")
    parts = [href for href in page.links() if href.startswith("/mine/answer/")]
    told = " ".join(road.browser.open(path).main for path in dict.fromkeys(parts))
    for words in (
        "ambulance",
        "your first name",
        "We did not share your chat",
        "Information Commission",
        "A crew came",
    ):
        assert words in told


def test_the_person_downloads_a_file_with_a_name_that_says_nothing(road):
    road.comes_back()
    answer = road.browser.client.get("/mine/document.pdf", base_url="https://candour.test")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'inline; filename="document.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_step_is_in_the_timeline_and_the_chain_holds(app, road, staff):
    case = staff.signed_in(Role.CASEWORKER).opens_case_in("answered")
    said = " ".join(case.texts(".timeline__title"))
    for step in ("Request received", "Due date worked out", "Case taken", "Entry matched", "Answer prepared",
                 "File made", "Answer approved", "Answer released"):  # fmt: skip
        assert step in said
    with app.app_context(), db.sessionmaker() as session:
        assert verify(session).ok


def test_nothing_the_person_typed_stands_open_anywhere(app, road, folder, capfd, caplog):
    road.comes_back()
    road.browser.open("/mine/answer/1")
    secrets = [*SECRETS, *WRITTEN, road.reference.replace(" ", ""), road.reference, " ".join(road.words)]
    piles = {"log lines": caplog.text.encode(), "output": "".join(capfd.readouterr()).encode()}
    piles |= {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    with app.app_context(), db.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            rows = [list(map(_plain, row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
            piles[f"table {table}"] = json.dumps(rows).encode()
    found = [
        (where, secret)
        for where, pile in piles.items()
        for secret in secrets
        if secret.lower().encode() in pile.lower()
    ]
    assert found == []
    assert any("candour.db" in where or "table requests" in where for where in piles)


def _plain(value):
    return value.decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_what_is_searched_for_would_be_found(tmp_path):
    """The search above can fail: a word that stands open is seen."""
    (tmp_path / "leak").write_bytes(b"..Quiet.Otter..")
    assert any(b"quiet.otter" in p.read_bytes().lower() for p in tmp_path.rglob("*") if p.is_file())
