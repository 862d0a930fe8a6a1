"""Who is it, on the screen: one press where that will do, and nothing typed is lost where it will not."""

from uuid import UUID

import pytest

from portal.accounts.permissions import Role
from portal.cases.clock import ask_gate
from portal.cases.deadlines import GateKind
from portal.cases.kinds import Doubt
from portal.cases.queries import get
from portal.core import clock
from portal.extensions import db
from portal.requests.wishes import Asker, Asking
from tests.builders.desk import ENGLAND, a_case, a_worker

ASK = {"rung": "two-facts", "reason": "new-channel", "words": "They wrote from a new address.", "ask_by": "message"}
FACTS = {"kind_0": "first-time", "told_0": "Marchsecret", "fits_0": "yes",
         "kind_1": "who-with", "told_1": "Robinsecret", "fits_1": "yes"}  # fmt: skip


@pytest.fixture
def case(app, staff):
    with app.app_context(), db.sessionmaker() as session:
        case = a_case(session, asking=Asking(Asker.PARENT, name="Demo Parent"))
        session.commit()
        return f"/staff/cases/{case.id}"


@pytest.fixture
def worker(staff, case):
    worker = staff.signed_in(Role.CASEWORKER)
    worker.browser.open(f"{case}/who")
    return worker


def test_one_press_decides_it_where_they_use_a_way_we_know(worker, case):
    page = worker.browser.press({"channel": "account"}, to="/who/known")
    assert "Written down: it is them." in page.main and "Do they use a way we know?" not in page.main
    assert "It is them" in worker.browser.open(case).texts("#who")[0]


def test_the_helpers_authority_is_on_the_same_page(worker):
    assert f"{worker.browser.pages[-1].path.removesuffix('/who')}/who-asks" in worker.browser.pages[-1].links()


def test_two_facts_from_the_asking_to_the_decision(worker, case):
    page = worker.browser.press(ASK, to="/who/ask")
    assert "Asked." in page.main and "They wrote from a new address." in page.main
    assert "You do not need a passport." in worker.browser.open(case).main, "they read why, and what is not needed"
    worker.browser.open(f"{case}/who")
    page = worker.browser.press(FACTS, to="/who/facts")
    assert "Well enough" in page.main and "Marchsecret" in page.main and "Is deleted by itself on" in page.main
    page = worker.browser.press(to="/who/it-is-them")
    assert "Written down: it is them." in page.main


def test_a_second_press_on_an_old_page_changes_nothing(worker):
    old = worker.browser.pages[-1]
    worker.browser.press(ASK, to="/who/ask")
    worker.browser.pages.append(old)
    page = worker.browser.press(ASK, to="/who/ask")
    assert page.status == 422 and "Nothing was overwritten" in " ".join(page.errors)


@pytest.mark.parametrize(
    ("to", "values", "said", "kept"),
    [
        ("/who/ask", {**ASK, "words": ""}, "own words", "You do not need a passport"),
        ("/who/ask", {**ASK, "reason": ""}, "Say why you ask", "They wrote from a new address."),
        ("/who/ask", {**ASK, "ask_words": "Identification documentation necessitates organisational deliberation. " * 20},
         "", "They wrote from a new address."),
        ("/who/handles", {"handle_kind": "email", "value": "demo@demo.invalid", "link_why": ""}, "how you know",
         "demo@demo.invalid"),
        ("/who/understanding", {"capacity_words": "Kept words."}, "Say what you found", "Kept words."),
        ("/who/known", {"channel": ""}, "which way", ""),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_lost(worker, to, values, said, kept):
    page = worker.browser.press(values, to=to)
    assert page.status == 422 and page.errors and said in " ".join(page.errors), page.errors
    assert kept in page.html
    opened = page.dom.query("details[open]")
    assert opened or to == "/who/known", "what is wrong lies open"


def test_half_a_fact_is_refused_beside_its_field(worker):
    worker.browser.press(ASK, to="/who/ask")
    page = worker.browser.press({**FACTS, "told_1": "", "fits_0": ""}, to="/who/facts")
    assert page.status == 422 and len(set(page.errors)) == 2 and "Marchsecret" in page.html


def test_not_sure_tells_them_kindly(worker, case):
    worker.browser.press({"channel": "email", "seen_by_others": "y"}, to="/who/known")
    page = worker.browser.press({"why": "It could be anybody in the house.", "tell_by": "message"}, to="/who/not-sure")
    assert "Not sure yet" in page.main and "It could be anybody" in page.main
    told = worker.browser.open(case).main
    assert "You are not in trouble." in told and "anybody in the house" not in told


def test_a_document_is_asked_for_by_two(worker, staff, case):
    worker.browser.press({**ASK, "ask_by": "talk"}, to="/who/ask")
    worker.browser.press({**FACTS, "fits_1": "no"}, to="/who/facts")
    page = worker.browser.press({**ASK, "rung": "document", "reason": "not-enough"}, to="/who/ask")
    assert "has to say yes first" in page.main
    approver = staff.signed_in(Role.APPROVER)
    page = approver.browser.open(f"{case}/who")
    assert "Marchsecret" not in page.main, "who decides on the document does not read what they told"
    assert "may be asked for" in approver.browser.press({"allow": "yes"}, to="/who/document").main
    worker.browser.open(f"{case}/who")
    worker.browser.press(to="/who/document/ask")
    page = worker.browser.press({"paper": "passport", "how": "on-video", "fits": "yes"}, to="/who/seen")
    assert "Nothing of the document was kept." in page.main
    assert not page.dom.query("input[type=file]")


def test_a_handle_is_linked_and_taken_away(worker):
    page = worker.browser.press({"handle_kind": "email", "value": "demo@demo.invalid", "link_why": "Same account."},
                                to="/who/handles")  # fmt: skip
    assert "demo@demo.invalid" in page.main and "Same account." in page.main
    page = worker.browser.press(to="/unlink")
    assert "demo@demo.invalid" not in page.main


def test_understanding_is_written_down(worker):
    page = worker.browser.press({"view": "understands", "considered": ["own-wish"], "capacity_words": "Said so."},
                                to="/who/understanding")  # fmt: skip
    assert "They understand what they ask for. Said so." in page.main and "It is their own wish" in page.main
    assert "Scotland" not in page.main, "another nation's rule is not offered"


def test_knowing_who_it_is_starts_a_month_that_waited_for_it(app, worker, case):
    with app.app_context(), db.sessionmaker() as session:
        row, actor = get(session, UUID(case.rsplit("/", 1)[1])), a_worker(session, Role.CASEWORKER)
        ask = {"reason": Doubt.UNKNOWN_ADDRESS, "words": "They wrote from a new address."}
        ask_gate(session, row, GateKind.ID, **ask, calendar=ENGLAND, actor=actor, at=clock.now())
        session.commit()
    worker.browser.open(f"{case}/who")
    page = worker.browser.press({"channel": "account"}, to="/who/known")
    assert "The month starts today." in page.main
    assert "You showed us who you are on" in worker.browser.open(f"{case}/clock").main
