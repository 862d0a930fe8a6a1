"""Asking for each thing there is, on the smallest phone: how many screens, without scripts, by keyboard alone."""

from collections.abc import Callable

import pytest

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.asking_on_screen import asks_for, begins
from tests.builders.journeys import JOURNEYS, SCREENS

SMALL = {"width": 320, "height": 568}


@pytest.mark.check(16, "each thing that can be asked for, from the door to the code, without JavaScript at 320 px")
@pytest.mark.check(27, "6 screens for what was shared, 8 for a copy, 7 for deletion, 4 for a post, 3 for a complaint")
@pytest.mark.parametrize("right", JOURNEYS)
def test_every_thing_can_be_asked_for_without_scripts_on_the_smallest_phone(
    a_person: Callable[..., PersonOnScreen], right: str
) -> None:
    person = a_person(java_script_enabled=False)
    person.page.set_viewport_size(SMALL)
    screens = asks_for(person, right)
    assert screens == [f"/q/{number}" for number in range(1, len(JOURNEYS[right]) + 2)]
    assert len(screens) == SCREENS.get(right, 7)
    assert person.heading == "Sent. Now save your code"
    assert person.page.locator("[data-word]").count() == 4
    person.watch.found_nothing_wrong()


@pytest.mark.check(16, "a post taken down by keyboard alone")
def test_a_post_can_be_taken_down_by_keyboard_alone(person: PersonOnScreen) -> None:
    page = person.page
    begins(person, "remove")
    page.locator("[name=things]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/2")
    page.locator("[name=links]").focus()
    page.keyboard.type("My post about the sea.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/3")
    page.locator("main form button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/4")
    assert page.locator("[data-word]").count() == 4
