"""Somebody outside was told about a young person, who could not be told. A second person signs that; later they are told,
and read it where they ask. Another one's entry is locked, and they read what somebody reads about whom there is nothing."""

import secrets
from collections.abc import Callable

import pytest

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.core import clock
from portal.disclosures.telling_states import Telling
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.desk import PASSWORD
from tests.builders.running import Running
from tests.builders.telling import brought_to

PersonMaker = Callable[..., PersonOnScreen]
WorkerMaker = Callable[..., WorkerOnScreen]
WORDS = "Hello,\n\nWe told a nurse about you in May. We were worried. You can ask us about it here."
LETTER = "Hello,\n\nYou asked what we told other people. This letter says what we found."


def a_lead(session, name: str) -> Actor:
    email = f"{secrets.token_hex(6)}@demo.invalid"
    worker, _ = add_worker(
        session, name=name, email=email, password=PASSWORD, roles=[Role.SAFEGUARDING], actor=SYSTEM, at=clock.now()
    )
    session.flush()
    return worker_actor(worker.id, frozenset({Role.SAFEGUARDING}))


def an_entry(candour: Running, user_name: str, state: Telling) -> str:
    """An entry that two leads brought there; gives its address."""
    with candour.session() as session:
        first, second = a_lead(session, "Demo First Lead"), a_lead(session, "Demo Second Lead")
        return f"/staff/register/{brought_to(session, state, first, second, user_name).id}"


def asks(person: PersonOnScreen) -> None:
    person.answers_the_questions()
    person.sends()
    person.proves_the_words()


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_who_could_not_be_told_is_told_later_and_reads_it(
    script: bool, a_person: PersonMaker, a_worker: WorkerMaker, candour: Running
) -> None:
    name = f"Demo Tern {script}"
    entry = an_entry(candour, name, Telling.UNSIGNED)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)

    signs(approver, entry)
    says_there_is_no_way(lead, entry)
    person = a_person(name, java_script_enabled=script)
    asks(person)
    person.types_the_code()
    person.opens("/mine")
    assert "nurse" not in person.text and "We wrote to you" not in person.text
    caseworker.finds_the_case_of(name)
    case = caseworker.page.url
    caseworker.takes_it()
    caseworker.knows_them(case)
    caseworker.confirms_the_match()
    lead.opens("/staff/today")
    lead.page.get_by_role("link", name="Found a way to tell them").click()
    lead.page.locator(f'main a[href="{entry}/telling"]').click()
    tells(lead)
    person.opens("/mine/messages")
    assert "We told a nurse about you in May." in person.text
    lead.opens(entry + "/telling")
    assert "They have opened it." in lead.text


def signs(approver: WorkerOnScreen, entry: str) -> None:
    """From the page of today to the signature."""
    approver.opens("/staff/today")
    approver.page.get_by_role("link", name="waiting for a second signature").click()
    approver.page.locator(f'main a[href="{entry}/telling"]').click()
    approver.page.get_by_role("button", name="Sign it").click()
    approver.page.get_by_role("button", name="Sign it").click()
    assert "Signed by two" in approver.text


def says_there_is_no_way(lead: WorkerOnScreen, entry: str) -> None:
    """What was tried, for staff."""
    lead.opens(entry + "/telling")
    lead.page.get_by_role("button", name="There is no way to reach them").click()
    lead.page.fill("[name=words]", "They left the chat. We have no number.")
    lead.page.get_by_role("button", name="There is no way to reach them").click()
    assert "No way to reach them" in lead.text


def tells(lead: WorkerOnScreen) -> None:
    """Write, look at it on a phone, send."""
    lead.page.get_by_role("link", name="Tell them now").click()
    assert "we told the ambulance team" in lead.page.input_value("[name=words]")
    lead.page.fill("[name=words]", WORDS)
    lead.page.get_by_role("button", name="Look at it on a phone").click()
    assert "We told a nurse about you in May." in lead.page.locator(".look__phone").inner_text()
    lead.page.get_by_role("button", name="Send it").click()
    assert "They have not opened it yet." in lead.text


def test_a_locked_entry_stays_invisible(a_person: PersonMaker, a_worker: WorkerMaker, candour: Running) -> None:
    """Two young people are answered: one with a locked entry, one with none. They read the same, and so do workers."""
    locked = an_entry(candour, "Demo Locked", Telling.LOCKED)
    caseworker, approver = a_worker(Role.CASEWORKER), a_worker(Role.APPROVER)
    seen = []
    for name in ("Demo Locked", "Demo Nothing"):
        person = a_person(name)
        asks(person)
        caseworker.finds_the_case_of(name)
        case = caseworker.page.url
        caseworker.takes_it()
        caseworker.knows_them(case)
        caseworker.opens_the_answer()
        caseworker.writes(LETTER)
        caseworker.waits_for_the_file()
        approver.page.goto(case)
        approver.opens_the_answer()
        approver.approves()
        caseworker.page.reload()
        caseworker.releases()
        person.types_the_code()
        seen.append([told(page, person, name) for page in (reads(person, "/mine"), reads(person, "/mine/whole"))])
    assert seen[0] == seen[1]
    for worker in (caseworker, approver):
        worker.opens(locked + "/telling")
        assert "Must not be told" not in worker.text
        worker.opens("/staff/register")
        assert locked not in worker.page.content()


def reads(person: PersonOnScreen, path: str) -> str:
    person.opens(path)
    return person.text


def told(text: str, person: PersonOnScreen, name: str) -> str:
    """What the page says, without what is theirs alone."""
    return text.replace(person.reference, "").replace(name, "")
