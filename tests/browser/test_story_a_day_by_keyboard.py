"""The main presses of a day at the desk with the keyboard alone: Tab, the arrows, Space, Enter and letters."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from portal.core import clock
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.by_keyboard import goes, goes_to, presses
from tests.builders.desk import a_case
from tests.builders.running import Running

NAME, NOTE = "Demo Keys", "They would rather read than talk."


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_sorting_opening_taking_and_noting_need_no_mouse(
    script: bool, a_worker: Callable[..., WorkerOnScreen], candour: Running
) -> None:
    with candour.session() as session:
        number = a_case(session, f"{NAME} {script}", at=clock.now()).number
    worker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    page = worker.page
    worker.opens("/staff/today")
    goes_to(page, "New cases that nobody has")
    presses(page)
    assert "Nobody yet" in worker.text

    worker.opens("/staff/today")
    goes(page, name="wanted")
    page.keyboard.type(number.lower())
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number in page.locator("h1").inner_text()

    goes_to(page, "Take this case")
    presses(page)
    expect(page.locator("#who-has-it + p")).to_have_text("You.")

    goes(page, name="note")
    page.keyboard.type(NOTE)
    goes_to(page, "Save the note")
    presses(page)
    expect(page.locator(".said--note")).to_contain_text(NOTE)

    goes_to(page, "Topics")
    page.keyboard.press("Enter")  # opens the line
    goes(page, name="topics", value="loss")
    page.keyboard.press("Space")
    goes_to(page, "Save the topics")
    presses(page)
    expect(page.get_by_label("It speaks of")).to_have_text("Loss")
