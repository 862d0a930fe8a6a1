"""The desk among itself: a note, a task that is chased, a hand-over; a glass that is broken and looked at; a friend."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.accounts.actor import SYSTEM
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.accounts.workers import set_team
from portal.cases.models import Case
from portal.core import clock
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.running import Running

WorkerMaker = Callable[..., WorkerOnScreen]
WHY = "They rang the night line and nobody else is here."


@pytest.fixture
def case(person: PersonOnScreen, a_worker: WorkerMaker) -> WorkerOnScreen:
    """A caseworker with a case that was just sent, and has just been taken."""
    person.user_name = "Demo Errand"
    person.answers_the_questions()
    person.sends()
    worker = a_worker(Role.CASEWORKER)
    worker.finds_the_case_of(person.user_name)
    worker.takes_it()
    return worker


def opened(worker: WorkerOnScreen, words: str) -> None:
    """Open a folded part of the page."""
    worker.page.locator("main summary").filter(has_text=words).first.click()


def press(worker: WorkerOnScreen, form: str, button: str) -> None:
    """Press a button of the form that is sent to an address with that end."""
    worker.page.locator(f'form[action$="{form}"]').get_by_role("button", name=button, exact=True).click()
    worker.page.wait_for_load_state()


def give_to_team(candour: Running, number: str, team: str) -> None:
    """What an installation with teams sets on the command line and on the page."""
    with candour.session() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        case.team = team
        owner = session.get_one(Worker, case.owner_id)
        set_team(session, owner, team, actor=SYSTEM, at=clock.now())
        session.commit()


def test_a_case_goes_round_the_desk(case: WorkerOnScreen, a_worker: WorkerMaker, candour: Running) -> None:
    first, second = case, a_worker(Role.CASEWORKER)
    address = first.page.url.split("#")[0]
    number = first.page.locator("h1").inner_text().split()[1]

    first.page.fill("[name=note]", "They rang. They would rather read than talk.")
    press(first, "/notes", "Save the note")
    opened(first, "Ask somebody for something")
    first.page.fill("[name=what]", "Send what the boards hold.")
    first.page.fill("[name=whom]", "Boards team")
    first.page.fill("[name=due]", (date.today() + timedelta(days=2)).isoformat())  # noqa: DTZ011  # what a browser types
    press(first, "/tasks", "Ask")
    first.page.locator('form[action*="/tasks/"]').get_by_role("button", name="Chase").click()
    expect(first.page.locator("main")).to_contain_text("Chased.")

    second.page.goto(address)
    expect(second.page.locator(".present")).to_contain_text("has this open since")
    opened(first, "Hand it over")
    receiver = next(
        option for option in first.page.locator("#to option").all() if option.get_attribute("value") == "all"
    )
    first.page.select_option("#to", receiver.get_attribute("value"))
    first.page.fill("[name=hand_note]", "Mornings are best.")
    press(first, "/hand-over", "Hand it over")
    second.page.reload()
    press(second, "/take-over", "Take it over")
    expect(second.page.locator("main")).to_contain_text("The case is yours.")
    expect(second.page.locator("main")).to_contain_text("Mornings are best.")

    lead, approver = a_worker(Role.SAFEGUARDING), a_worker(Role.APPROVER)
    give_to_team(candour, number, "night-desk")
    path = address.removeprefix(candour.address)
    lead.opens(path)
    assert "cannot find that page" in lead.text
    lead.opens("/staff/another-team")
    lead.page.fill("[name=number]", number)
    lead.page.fill("[name=glass_reason]", WHY)
    lead.presses()
    assert "You opened a case of another team" in lead.text
    approver.opens("/staff/reviews")
    approver.page.locator('main a[href*="/staff/reviews/"]').last.click()
    assert WHY in approver.text
    approver.page.check('[name=looked][value="fine"]')
    approver.presses()
    assert "Written down." in approver.text

    opened(second, "Somebody knows this person")
    second.page.check("[name=known_sure]")
    press(second, "/knows-them", "Keep them out")
    assert "Kept out from now on." in second.text and number not in second.text
    second.page.goto(address)
    assert "cannot find that page" in second.text
