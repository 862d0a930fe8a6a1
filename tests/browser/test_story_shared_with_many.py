"""Two people are in a study. One wants no part, and is not in it when it goes out. The other asks, and reads who got it.

With JavaScript and without.
"""

from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.asking_on_screen import begins, fills
from tests.builders.browsers import BrowserMaker, a_worker_at
from tests.builders.inspector import Inspector
from tests.builders.journeys import JOURNEYS
from tests.builders.running import Running
from tests.builders.sharing_on_screen import LAST_WEEK, recipients_desk, shares_desk, writes_a_set

LETTER = "Hello,\n\nYou asked what we told other people. You were part of a study. This letter says what they got."

PersonMaker = Callable[..., PersonOnScreen]
WorkerMaker = Callable[..., WorkerOnScreen]


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_one_opts_out_and_the_other_reads_who_received_it(
    script: bool, a_person: PersonMaker, a_worker: WorkerMaker
) -> None:
    kite = a_person(f"Demo Kite {script}", java_script_enabled=script)
    wren = a_person(f"Demo Wren {script}", java_script_enabled=script)
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)

    share = writes_a_set(lead, kite.user_name, wren.user_name)
    asks(kite, "objection")
    closes(share, lead, approver)
    assert kite.user_name not in lead.text and wren.user_name not in lead.text
    asks(wren, "shared")
    answers(caseworker, approver, wren.user_name)
    reads(wren)


def asks(person: PersonOnScreen, right: str) -> None:
    """From the door to the code, under their own name."""
    begins(person, right)
    for values in JOURNEYS[right][:-1]:
        fills(person.page, {**values, **({"user_name": person.user_name} if "user_name" in values else {})})
        person.presses()
    person.sends()
    assert len(person.words) == 4


def closes(share: str, lead: WorkerOnScreen, approver: WorkerOnScreen) -> None:
    """The set does not go out with somebody in it who objects, decided or not."""
    lead.page.locator('form[action$="/propose"] button').click()
    assert "Somebody in it wants no part in this." in lead.text
    lead.page.locator('form[action$="/check"] button').click()
    assert "Taken out: 1 to 7 people." in lead.text
    lead.page.locator('form[action$="/propose"] button').click()
    assert "Somebody else has to close it." in lead.text
    approver.page.goto(share)
    approver.page.fill("[name=shared_on]", LAST_WEEK)
    approver.page.locator('form[action$="/close"] button').click()
    assert "Closed. It went out." in approver.text
    lead.page.goto(f"{share}/people")
    assert "P-2" in lead.text and "P-1" not in lead.text


def answers(caseworker: WorkerOnScreen, approver: WorkerOnScreen, user_name: str) -> None:
    """The caseworker says that they are in it; somebody else approves the file that tells it."""
    caseworker.finds_the_case_of(user_name)
    case = caseworker.page.url
    caseworker.takes_it()
    caseworker.knows_them(case)
    caseworker.confirms_the_match()
    caseworker.opens_the_answer()
    caseworker.writes(LETTER)
    caseworker.waits_for_the_file()
    approver.page.goto(case)
    approver.opens_the_answer()
    approver.approves()
    caseworker.page.reload()
    caseworker.releases()


def reads(person: PersonOnScreen) -> None:
    """Who got it, what, when, why, and whether they could tell who it was."""
    person.types_the_code()
    person.follows("/mine/answer")
    assert "You were part of a study." in person.reads_on(1)
    told = person.reads_on(2)
    assert person.heading == "Other times we passed on information"
    for said in (
        "Demo University (a team that does studies)", "Chat notes of 40 people", "what helps when someone feels low",
        "They got a code and not your name.",
    ):  # fmt: skip
        assert said in told
    assert person.downloads("/mine/document.pdf").startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("role", "walk"), [(Role.SAFEGUARDING, shares_desk), (Role.CASEWORKER, recipients_desk)], ids=["sets", "recipients"]
)
def test_the_desks_of_other_shares_keep_every_promise(
    role: Role, walk: Callable[..., object], open_browser: BrowserMaker, candour: Running
) -> None:
    inspector = Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)
    worker = a_worker_at(candour, open_browser, role)
    inspector.prepare(worker.page)
    for name in walk(worker, candour):  # type: ignore[attr-defined]
        inspector.look(worker.page, name, public=False)
    assert inspector.report() == ""
