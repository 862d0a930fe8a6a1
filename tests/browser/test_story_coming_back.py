"""A young person comes back, writes, is not happy, and loses their words; two workers answer.

Told twice: with JavaScript, and without.
"""

from collections.abc import Callable

import pytest

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen

ASKED = "Did you ring my demo nan?"
TOLD = "No. We did not ring her."
LATE = "It took too long."
FOUND = "You were right. We were slow, and we are sorry."
THREE_TO_COMPLAIN = ["/mine/not-happy", "/mine/not-happy/check", "/mine/not-happy/done"]
PersonMaker = Callable[..., PersonOnScreen]
WorkerMaker = Callable[..., WorkerOnScreen]


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_young_person_comes_back_and_is_heard(script: bool, a_person: PersonMaker, a_worker: WorkerMaker) -> None:
    person = a_person(f"Demo Heard {script}", java_script_enabled=script)
    caseworker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    approver = a_worker(Role.APPROVER, java_script_enabled=script)
    person.answers_the_questions()
    person.sends()
    person.types_the_code()
    writes_and_is_answered(person, caseworker)
    complains(person, caseworker, approver)
    loses_the_words(person, caseworker, approver)


def writes_and_is_answered(person: PersonOnScreen, caseworker: WorkerOnScreen) -> None:
    """To and fro inside the request. Each side sees what is new."""
    person.writes(ASKED)
    assert ASKED in person.text
    caseworker.looks_up(person.user_name)
    assert ASKED in caseworker.text
    caseworker.fills_and_presses("messages", message=TOLD)
    person.opens("/mine")
    assert "New We wrote to you on" in person.text
    person.follows("/mine/messages")
    assert TOLD in person.text


def complains(person: PersonOnScreen, caseworker: WorkerOnScreen, approver: WorkerOnScreen) -> None:
    """Three screens for the person; a receipt from staff, and an outcome that two of them stand for."""
    so_far = len(person.watch.screens)
    person.is_not_happy("late", LATE)
    assert person.watch.screens[so_far + 1 :] == THREE_TO_COMPLAIN
    assert "within 30 days" in person.text
    assert "Information Commission" in person.text
    caseworker.looks_up(person.user_name, "Complaint")
    assert LATE in caseworker.text
    case = caseworker.page.url
    caseworker.sends_a_letter("complaint-acknowledgement")
    caseworker.takes_it()
    caseworker.sends_a_letter("complaint-outcome", pick="upheld", found=FOUND, mended="We changed our dates.")
    person.opens("/mine/messages")
    assert FOUND not in person.text
    approver.page.goto(case)
    approver.fills_and_presses("complaint/tell")
    person.opens("/mine/messages")
    assert FOUND in person.text


def loses_the_words(person: PersonOnScreen, caseworker: WorkerOnScreen, approver: WorkerOnScreen) -> None:
    """One worker recognises them, another makes the words; the old ones and their visit end."""
    case = caseworker.page.url.partition("#")[0]
    caseworker.page.goto(case)  # another worker closed it meanwhile
    caseworker.asks_for_new_words("two-facts")
    caseworker.cannot("words/make")
    person.opens("/mine")
    assert "Did you ask for new words?" in person.text
    approver.page.goto(case)
    approver.fills_and_presses("words/make")
    new = approver.page.locator("[data-word]").all_inner_texts()
    approver.page.reload()
    assert approver.page.locator("[data-word]").count() == 0
    person.opens("/mine")
    assert person.heading == "Come back with your code"
    person.types_the_code()
    assert "We could not find that" in person.text
    person.types_the_code(words=" ".join(new))
    assert person.heading == "Where it is now"
