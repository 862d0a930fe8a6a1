"""Somebody outside was told about a young person, who could not be told. A second person signs that; later they are told,
and read it where they ask. How a locked entry looks from outside is told in the story of the register."""

from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from portal.disclosures.telling_states import Telling
from tests.actors import hands_on_screen as hands
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.running import Running
from tests.builders.telling_on_screen import an_entry_at

PersonMaker = Callable[..., PersonOnScreen]
WorkerMaker = Callable[..., WorkerOnScreen]
WORDS = "Hello,\n\nWe told a nurse about you in May. We were worried. You can ask us about it here."


def asks(person: PersonOnScreen) -> None:
    person.answers_the_questions()
    person.sends()
    person.proves_the_words()


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_who_could_not_be_told_is_told_later_and_reads_it(
    script: bool, a_person: PersonMaker, a_worker: WorkerMaker, candour: Running
) -> None:
    name = f"Demo Tern {script}"
    entry = an_entry_at(candour, name, Telling.UNSIGNED)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)
    lead = a_worker(Role.SAFEGUARDING, java_script_enabled=script)
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)

    hands.signs(approver, entry)
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
    hands.tells(lead, WORDS)
    person.opens("/mine/messages")
    assert "We told a nurse about you in May." in person.text
    lead.opens(entry + "/telling")
    assert "They have opened it." in lead.text


def says_there_is_no_way(lead: WorkerOnScreen, entry: str) -> None:
    """What was tried, for staff."""
    lead.opens(entry + "/telling")
    lead.page.get_by_role("button", name="There is no way to reach them").click()
    lead.page.fill("[name=words]", "They left the chat. We have no number.")
    lead.page.get_by_role("button", name="There is no way to reach them").click()
    assert "No way to reach them" in lead.text
