"""Asking with the keys alone: Tab, the arrows, Space, Enter and letters. Nothing is pointed at."""

from typing import Any

from playwright.sync_api import Page

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.journeys import JOURNEYS

FAR = 150  # stops with Tab on one page: more, and nobody gets there
HERE = """e => (e = document.activeElement,
    {name: e.name || '', value: e.value || '', kind: e.type || '', checked: !!e.checked,
     button: e.matches('main form button'), door: e.matches('.door button'), path: e.pathname || ''})"""
SAYS = """e => (e = document.activeElement,
    e === document.body ? '' : (e.labels && e.labels[0] ? e.labels[0] : e).innerText || '')"""


def goes(page: Page, **wanted: Any) -> dict[str, Any]:
    """Press Tab until what has the focus is that."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        here: dict[str, Any] = page.evaluate(HERE)
        if all(here[name] == value for name, value in wanted.items()):
            return here
    raise AssertionError(f"{wanted} cannot be reached with the keyboard")


def goes_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says that."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if words in page.evaluate(SAYS):
            return
    raise AssertionError(f"{words!r} cannot be reached with the keyboard")


def asks_by_keyboard(person: PersonOnScreen, right: str) -> list[str]:
    """From the door to the code. Gives the address of each screen."""
    page = person.page
    person.opens("/")
    if page.locator(f'.door button[value="{right}"]').count():
        goes(page, door=True, value=right)
        presses(page)
    else:
        goes(page, path="/q")
        presses(page)
        fills(page, {"right": [right]})
        submits(page)
    screens = [person.path]
    for values in JOURNEYS[right]:
        fills(page, values)
        submits(page)
        screens.append(person.path)
    return screens


def fills(page: Page, values: dict[str, Any]) -> None:
    """Answer one screen. An answer that stands there already is left alone."""
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            kind = page.locator(f'[name="{name}"]').first.get_attribute("type")
            if kind == "radio":
                _picks(page, name, one)
            elif kind == "checkbox":
                if not goes(page, name=name, value=one)["checked"]:
                    page.keyboard.press("Space")
            else:
                goes(page, name=name)
                page.keyboard.type(str(one))


def _picks(page: Page, name: str, value: str) -> None:
    here = goes(page, name=name)
    if here["value"] == value and not here["checked"]:
        page.keyboard.press("Space")
    for _ in range(FAR):
        here = page.evaluate(HERE)
        if here["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value!r} is not among the answers")


def submits(page: Page) -> None:
    """Go on, by the first button of the page's own words."""
    goes(page, button=True)
    presses(page)


def presses(page: Page) -> None:
    """Press what has the focus, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
