"""Every journey of a young person, from a door of the first page to the code: what is answered on each screen."""

from typing import Any

from tests.actors.browser import Browser, Page

FIND = {"user_name": "quiet.otter"}
WAYS = {"ways": ["chat"]}
CODE = {"way": "code"}
SEND: dict[str, Any] = {}

JOURNEYS: dict[str, tuple[dict[str, Any], ...]] = {
    "shared": ({}, WAYS, FIND, CODE, SEND),
    "access": (
        {}, {"copy_of": "one-thing", "copy_words": "My chat in May."}, WAYS, {**FIND, "facts": "May, and my cat."},
        {"forms": ["screen", "large-print"]}, CODE, SEND,
    ),
    "erasure": ({}, {"things": ["account", "notes"]}, {**FIND, "links": "My notes."}, {"copy_first": "no"}, CODE, SEND),
    "remove": (
        {"things": ["post"], "change": "edit", "under_18": "yes"},
        {"links": "https://community.themix.org.uk/post/1", "new_words": "Hello."}, SEND,
    ),
    "rectification": ({}, {"wrong": "My age.", "instead": "I am 15."}, WAYS, FIND, CODE, SEND),
    "dispute": ({}, {"my_side": "It was not like that."}, WAYS, FIND, CODE, SEND),
    "restriction": ({}, {"freeze": "The note of my call."}, WAYS, FIND, CODE, SEND),
    "objection": ({}, {"uses": ["research", "observed"]}, WAYS, FIND, CODE, SEND),
    "portability": ({}, {"carry": "My posts."}, WAYS, FIND, CODE, SEND),
    "complaint": ({"troubles": ["late"], "trouble_words": "You did not write."}, SEND),
}  # fmt: skip
SCREENS = {"shared": 6, "access": 8, "erasure": 7, "remove": 4, "complaint": 3}


def begins(browser: Browser, *rights: str) -> Page:
    """Press a door of the first page; several rights are picked on the page with all of them."""
    browser.open("/" if len(rights) == 1 else "/q")
    return browser.press({"right": list(rights)}, to="/q")


def goes_to(browser: Browser, right: str, screen: int) -> Page:
    """Answer everything before that screen."""
    page = begins(browser, right)
    for values in JOURNEYS[right][: screen - 1]:
        page = browser.press(values)
    return page


def goes_through(browser: Browser, right: str) -> Page:
    """From the door to the code."""
    page = begins(browser, right)
    for values in JOURNEYS[right]:
        page = browser.press(values)
    return page
