"""Every page in every state, looked at in every way a person may see it.

Which acceptance checks this proves stands in docs/checks.md. Not run in Firefox and WebKit: only Chromium is at hand.
The instruments themselves are tried in test_instruments.py.
"""

import re
from collections import defaultdict
from functools import partial
from urllib.parse import urlsplit

import pytest

from scripts.pictured import pictured
from tests.actors.person_on_screen import PersonOnScreen
from tests.builders import road_on_screen as road
from tests.builders.browsers import BrowserMaker, a_worker_at
from tests.builders.inspector import Inspector
from tests.builders.running import Running
from tests.builders.walks import DESKS, PUBLIC

ENDING = "\u2013 Your information"
TITLE = re.compile("(Error: )?[^\u2013]+ \u2013 Your information")
# Words that tell a person who looks over a shoulder, or at a list of visits, what somebody came for.
TELLING = re.compile(
    r"abus|suicid|self.?harm|counsel|mental|police|delet|erasure|disclos|confiden|complain|charity|the mix|rape|drug"
    r"|violence|pregnan|helpline|crisis",
    re.IGNORECASE,
)


@pytest.fixture
def inspector(candour: Running) -> Inspector:
    """Knows the crisis lines that every page has to show."""
    return Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)


@pytest.mark.check(
    1, "axe by the tags of WCAG 2.0, 2.1 and 2.2, A and AA, on a phone and at a desk; its contrast in the dark"
)
@pytest.mark.check(
    2, "the box of the way out against the window and what lies on it, at three places, 320 x 568 and 1280 x 800"
)
@pytest.mark.check(3, "height of the bar against that of the window at 320 x 200")
@pytest.mark.check(
    4, "what has focus after each Tab, down and up again: its box against the bar, its ring, the second stop"
)
@pytest.mark.check(11, "what cookies, stores, databases, caches and service workers hold, on every page")
@pytest.mark.check(12, "every request of the browser; no other host exists for it")
@pytest.mark.check(15, "every address asked for, against the list of places in the site; no query")
@pytest.mark.check(
    17, "where each piece of text lies against the one before it in the source, with style sheets and without"
)
@pytest.mark.check(18, "width of the page against the window at 320 px, at 400 % and at 1280 px")
@pytest.mark.check(
    19, "boxes of all text and of what cuts it off, with WCAG's spacing at 320 px and with 200 % text at 390 px"
)
@pytest.mark.check(20, "styles of every element and what runs: no animation, no transition, no smooth scrolling")
@pytest.mark.check(21, "computed colours of all text over what is behind it, in five modes")
@pytest.mark.check(22, "the box of everything that can be pressed")
@pytest.mark.check(26, "names, ways and links of the block against the pack, between the words and the footer")
@pytest.mark.parametrize("part", PUBLIC)
def test_every_page_of_a_young_person_keeps_every_promise(
    part: str, person: PersonOnScreen, inspector: Inspector, candour: Running
) -> None:
    inspector.prepare(person.page)
    for name in PUBLIC[part](person, candour):
        inspector.look(person.page, name, public=True)
        without_picture(inspector, name)
    assert inspector.report() == ""


@pytest.mark.check(1, "the same at the desks of the staff, on a wide window")
@pytest.mark.parametrize("desk", DESKS)
def test_every_page_of_the_staff_keeps_every_promise(
    desk: str, open_browser: BrowserMaker, inspector: Inspector, candour: Running
) -> None:
    role, walk = DESKS[desk]
    worker = a_worker_at(candour, open_browser, role)
    inspector.prepare(worker.page)
    for name in walk(worker, candour):
        inspector.look(worker.page, name, public=False)
        without_picture(inspector, name)
    assert inspector.report() == ""


def without_picture(inspector: Inspector, name: str) -> None:
    """Note a screen that docs/screens/ does not show."""
    if name not in pictured():
        inspector.faults["no picture: make screens"].append(name)


@pytest.mark.check(
    14, "the title of every page of the walk: its shape, a list of telling words, how many addresses share it"
)
def test_titles_say_the_step_and_nothing_about_anybody_and_no_two_pages_share_one(
    person: PersonOnScreen, candour: Running
) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    one_phase = {"looking": road.PHASES["looking"]}  # every phase has the title of the one page they are shown on
    walks = {**PUBLIC, "coming back": partial(road.coming_back, phases=one_phase)}
    for walk in walks.values():
        for _ in walk(person, candour):
            path = re.sub(r"(/policies/[a-z-]+)/\d+", r"\1", urlsplit(person.page.url).path)  # one page, two addresses
            title = person.page.title()
            # the last page before sending is one page, however many questions came before it
            titles[title].add("/q/check" if title == f"Check {ENDING}" else path)
    assert [title for title in titles if not TITLE.fullmatch(title) or TELLING.search(title)] == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
    assert len(titles) > 20
