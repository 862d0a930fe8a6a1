"""Asking for each thing there is, on the smallest phone: how many screens, without scripts, by keyboard alone."""

from collections.abc import Callable

import pytest

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.asking_on_screen import asks_for
from tests.builders.by_keyboard import asks_by_keyboard
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


@pytest.mark.check(16, "each thing that can be asked for, by keyboard alone, without JavaScript at 320 px")
@pytest.mark.parametrize("right", JOURNEYS)
def test_every_thing_can_be_asked_for_by_keyboard_alone(a_person: Callable[..., PersonOnScreen], right: str) -> None:
    person = a_person(java_script_enabled=False)
    person.page.set_viewport_size(SMALL)
    assert len(asks_by_keyboard(person, right)) == SCREENS.get(right, 7)
    assert person.heading == "Sent. Now save your code"
    assert person.page.locator("[data-word]").count() == 4
