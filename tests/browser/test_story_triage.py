"""The morning at the desk, with the keyboard alone: what waits, whose it is, who takes it."""

from collections.abc import Callable

from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.by_keyboard import goes_to


def test_a_new_case_is_given_to_a_worker_with_the_keyboard_alone(
    person: PersonOnScreen, a_worker: Callable[..., WorkerOnScreen]
) -> None:
    person.user_name = "Demo Morning"
    person.answers_the_questions()
    person.sends()
    worker = a_worker(Role.CASEWORKER)
    page = worker.page
    worker.opens("/staff/today")
    goes_to(page, "New cases that nobody has")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/?*owner=nobody*")
    expect(page.get_by_role("link", name="Clear filters")).to_be_visible()
    chosen = page.locator("main tbody tr a").first.inner_text()
    goes_to(page, "Select case")
    page.keyboard.press("Space")
    goes_to(page, "Give the selected cases")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Give cases to a worker")
    assert "1 of the 1 you chose can be given" in worker.text
    goes_to(page, "Who takes them?")
    page.keyboard.press("ArrowDown")
    goes_to(page, "Give 1 case")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 case given.")).to_be_visible()
    expect(page.locator("main tbody")).not_to_contain_text(chosen)
