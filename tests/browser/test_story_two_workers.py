"""Two workers open one case. The second to press is told; what the first did stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen

WorkerMaker = Callable[..., WorkerOnScreen]


@pytest.fixture
def case(person: PersonOnScreen, a_worker: WorkerMaker) -> tuple[WorkerOnScreen, WorkerOnScreen]:
    """Two caseworkers who both look at a case that was just sent."""
    person.user_name = "Demo Two Desks"
    person.answers_the_questions()
    person.sends()
    first, second = a_worker(Role.CASEWORKER), a_worker(Role.CASEWORKER)
    first.finds_the_case_of(person.user_name)
    second.page.goto(first.page.url)
    return first, second


def test_the_second_worker_is_told_and_the_first_ones_work_stays(case: tuple[WorkerOnScreen, WorkerOnScreen]) -> None:
    first, second = case
    address = first.page.url
    first.takes_it()
    second.takes_it()
    assert "was not done" in second.text
    second.page.get_by_role("link", name="Look at the case again").click()
    assert second.page.url == address
    second.cannot("take")

    for worker in (first, second):
        worker.opens_the_answer()
    first.page.fill("[name=letter]", "Hello. This is what the first of us wrote.")
    first.presses_draft()
    second.page.fill("[name=letter]", "Hello. This is what the second of us wrote.")
    second.presses_draft()
    expect(second.page.locator("[data-errors]")).to_be_visible()
    expect(second.page.locator("[name=letter]")).to_have_value("Hello. This is what the second of us wrote.")
    first.page.reload()
    expect(first.page.locator("[name=letter]")).to_have_value("Hello. This is what the first of us wrote.")
