"""Two entries about one person, and two about people who look alike: a lead joins what belongs together and takes it
back; a caseworker sees how well each fits before they say that it is them."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.accounts.actor import worker_actor
from portal.accounts.permissions import Role
from portal.accounts.queries import list_with_role
from portal.core import clock
from portal.disclosures.service import log_disclosure
from portal.requests.kinds import IdentifierKind
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.desk import a_case, an_entry
from tests.builders.people import BORN, FIRST, NAME, PHONE
from tests.builders.running import Running

WorkerMaker = Callable[..., WorkerOnScreen]
Handles = tuple[tuple[IdentifierKind, str], ...]
SAM: Handles = ((FIRST, "Demo Sam"), (BORN, "3 May 2010"))


def logged(candour: Running, *each: Handles) -> list[uuid.UUID]:
    """Entries about somebody who goes by that, a month old."""
    with candour.session() as session:
        lead = list_with_role(session, Role.SAFEGUARDING)[0]
        actor, made = worker_actor(lead.id, frozenset({Role.SAFEGUARDING})), []
        for number, handles in enumerate(each):
            at = clock.now() - timedelta(days=40 - number)
            entry = an_entry(identifiers=handles, decided_at=at, shared_at=at, told_at=at, said_on=None)
            made.append(log_disclosure(session, entry, nation="england-and-wales", actor=actor, at=clock.now()).id)
        return made


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_lead_joins_what_is_one_persons_and_takes_it_back(
    script: bool, a_worker: WorkerMaker, candour: Running
) -> None:
    name, phone = f"demo.{script}", f"07700 90{int(script)}{clock.now().second:02}1"
    one, two = logged(candour, ((NAME, name), (PHONE, phone)), ((PHONE, phone),))
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    page = lead.page
    lead.opens(f"/staff/register/{one}")
    page.get_by_role("link", name="All entries about this person").click()
    assert "The same phone. A family may share a phone." in lead.text and name not in lead.text
    page.get_by_role("link", name="Show the names").click()
    assert name in lead.text
    page.get_by_role("link", name="Compare the two").click()
    assert "Is it one person?" in lead.text
    page.locator('form[action$="/join"] button').click()
    assert "Say how you know" in lead.text
    page.locator('form[action$="/join"] [name=reason][value=same-facts]').check()
    page.locator('form[action$="/join"] button').click()
    assert "2 entries, in the order in which it was decided" in lead.text
    lead.opens(f"/staff/register/people/{two}")
    assert "2 entries" in lead.text
    page.get_by_role("button", name="Undo this").click()
    assert "Undone. Everything is as it was before." in lead.text
    assert "This is the only entry" in lead.text


def test_two_with_one_first_name_and_birthday_are_flagged_and_a_yes_needs_a_reason(
    a_worker: WorkerMaker, candour: Running
) -> None:
    first, second = logged(candour, SAM, SAM)
    with candour.session() as session:
        case = f"/staff/cases/{a_case(session, at=clock.now(), identifiers=SAM).id}"
    worker = a_worker(Role.CASEWORKER)
    worker.opens(case)
    assert worker.text.count("Only the same first name and birthday. Many people share that.") == 2
    worker.opens(f"{case}/matches/{first}")
    worker.page.check("[name=decision][value=confirmed]")
    worker.page.locator("main form button").first.click()
    assert "Say how you know that it is them" in worker.text
    assert worker.page.is_checked("[name=decision][value=confirmed]")
    worker.page.check("[name=how][value=same-facts]")
    worker.page.locator("main form button").first.click()
    assert worker.text.count("About them") == 1 and worker.text.count("Needs a decision") == 1
    worker.opens(f"{case}/matches/{second}")
    worker.page.check("[name=decision][value=refused]")
    worker.page.locator("main form button").first.click()
    assert "Not about them" in worker.text
