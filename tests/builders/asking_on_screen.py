"""Every journey of asking for something else than what was shared, at a real browser, each state of each question."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.inspector import Again
from tests.builders.journeys import JOURNEYS

# Questions that an earlier journey came past in every state.
LIKE_ANOTHER = {"How did we talk?", "Help us find you", "How can we reach you?", "Where is it?", "What should go?"}


def begins(person: PersonOnScreen, right: str) -> None:
    """Press the door of the first page, or pick it where all that can be asked for stands."""
    person.opens("/")
    door = person.page.locator(f'.door button[value="{right}"]')
    if door.count():
        door.click()
    else:
        person.opens("/q")
        person.page.check(f"[name=right][value={right}]")
        person.presses()
    person.page.wait_for_load_state()


def fills(page: Page, values: dict[str, Any]) -> None:
    """Answer one screen."""
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            choice = page.locator(f'[name="{name}"][value="{one}"]')
            if choice.count():
                choice.check()
            else:
                page.fill(f'[name="{name}"]', str(one))


def asks_for(person: PersonOnScreen, right: str) -> list[str]:
    """From the door to the code. Gives the address of each screen."""
    begins(person, right)
    screens = [person.path]
    for values in JOURNEYS[right]:
        own = {"user_name": person.user_name} if "user_name" in values else {}
        fills(person.page, values | own)
        person.presses()
        screens.append(person.path)
    return screens


def everything(person: PersonOnScreen) -> Iterator[str]:
    """What can be asked for, and every question of it that no other walk comes past, empty and wrong."""
    person.opens("/q")
    yield "all you can ask for"
    person.presses()
    yield "all you can ask for, error"
    for right in ("access", "erasure", "remove", "rectification", "objection", "restriction", "complaint"):
        yield from _journey(person, right)
    person.opens("/q/1")
    person.page.check("[name=for_somebody]")
    person.presses()
    yield "for someone else, empty"
    person.presses()
    yield "for someone else, error"


def _journey(person: PersonOnScreen, right: str) -> Iterator[str]:
    begins(person, right)
    for values in JOURNEYS[right]:
        known = person.heading in LIKE_ANOTHER or person.heading in {"Before you start", "Check, then send"}
        name = f"{right}, {person.path.removeprefix('/q/')}"
        yield Again(name) if known else name
        before = person.path
        if not known:
            person.presses()
            if person.path == before:
                yield Again(f"{name}, error")
            else:
                person.opens(before)
        fills(person.page, values)
        person.presses()
