"""Other shares on the screen: the desk that writes sets down, and a case with recipients to tell."""

from collections.abc import Iterator
from datetime import date, timedelta

from portal.accounts.permissions import Role
from portal.core import clock
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.desk import a_disclosure, an_entry
from tests.builders.desk import a_worker as an_actor
from tests.builders.running import Running
from tests.builders.sharing import a_change, a_closed_set, an_objection

LAST_WEEK = (date.today() - timedelta(days=7)).isoformat()  # noqa: DTZ011  # a day long past in any zone


def writes_a_set(worker: WorkerOnScreen, *people: str) -> str:
    """Write a set for research down and put these people in. Gives its address."""
    worker.opens("/staff/shares/new")
    worker.page.check('[name=kind][value="research"]')
    worker.page.check('[name=form][value="coded"]')
    for name, words in {
        "receiver_name": "Demo University",
        "what": "Chat notes of 40 people, with each name taken out.",
        "why": "They want to find out what helps when someone feels low.",
    }.items():
        worker.page.fill(f"[name={name}]", words)
    worker.presses()
    address = worker.page.url
    worker.page.locator('main a[href$="/people"]').click()
    worker.page.fill("[name=rows]", "\n".join(f"{name},P-{n}" for n, name in enumerate(people, start=1)))
    worker.page.locator('form[action$="/people"] button').first.click()
    worker.page.goto(address)
    return address


def shares_desk(worker: WorkerOnScreen, candour: Running) -> Iterator[str]:
    """The lead's desk: the list, forms with nothing in them and with faults, a set in each state, opt-outs."""
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/shares/new")
    yield "write down a set"
    worker.presses()
    yield "write down a set, error"
    address = writes_a_set(worker, "Demo Finch", "Demo Wren")
    yield "a set"
    page.goto(f"{address}/people")
    yield "who is in a set"
    page.fill("[name=rows]", "Demo Linnet\n,P-9\nDemo Linnet")
    page.locator('form[action$="/people"] button').first.click()
    yield "who is in a set, error"
    page.goto(address)
    page.locator('form[action$="/propose"] button').click()
    yield "a set that waits for a second person"
    worker.opens("/staff/shares")
    yield "other shares"
    with candour.session() as session:
        lead, approver = an_actor(session, Role.SAFEGUARDING, name="Demo Lead"), an_actor(session, Role.APPROVER)
        late = a_closed_set(session, lead, approver, "demo.dunnock,P-5").id
        an_objection(session, an_actor(session, Role.CASEWORKER), "demo.dunnock")
    worker.opens(f"/staff/shares/{late}")
    yield "a set with a late opt-out"
    worker.opens("/staff/opt-outs")
    yield "opt-outs"
    worker.presses()
    yield "opt-outs, error"
    worker.opens("/staff/opt-outs/lift")
    yield "take back an opt-out"
    worker.presses()
    yield "take back an opt-out, error"


def recipients_desk(worker: WorkerOnScreen, candour: Running) -> Iterator[str]:
    """A caseworker's desk: what waits, who got it, one recipient before and after they were told."""
    page = worker.page
    with candour.session() as session:
        lead = an_actor(session, Role.SAFEGUARDING, name="Demo Second Lead")
        a_disclosure(session, lead, an_entry("demo.siskin"))
        caseworker = an_actor(session, Role.CASEWORKER, name="Demo Second Worker")
        case = a_change(session, caseworker, user_name="demo.siskin")
        case_id = case.id
    worker.signs_in()
    worker.opens(f"/staff/cases/{case_id}/recipients")
    yield "recipients, not decided"
    page.locator('button[name=decision][value="confirmed"]').first.click()
    yield "recipients"
    worker.opens("/staff/recipients")
    yield "recipients to tell"
    worker.opens(f"/staff/cases/{case_id}/recipients")
    page.locator("main td a").first.click()
    yield "a recipient"
    page.locator('form[action$="/send"] button').first.click()
    yield "a recipient, error"
    page.fill("[name=words]", "On that day we gave you a name. It was spelled wrong. Please put it right.")
    page.check('[name=way][value="secure-email"]')
    page.fill("[name=sent_on]", clock.today().isoformat())
    page.fill("[name=proof]", "Their number 4711")
    page.locator('form[action$="/send"] button').first.click()
    yield "recipients, told"
    page.locator("main td a").first.click()
    yield "a recipient, told"
