"""Every page of the road in every state, looked at in every way a person may see it.

These are the acceptance checks 1-4, 11, 12, 14, 15, 18-22 and 26. Not run in Firefox and WebKit: only Chromium is at
hand. The instruments themselves are tried in test_instruments.py.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

import pytest

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders import road_on_screen as road
from tests.builders.browsers import BrowserMaker, a_worker_at
from tests.builders.inspector import Inspector
from tests.builders.running import Running

TITLE = re.compile("(Error: )?[^\u2013]+ \u2013 Your information")
# Words that tell a person who looks over a shoulder, or at a list of visits, what somebody came for.
TELLING = re.compile(
    r"abus|suicid|self.?harm|counsel|mental|police|delet|erasure|disclos|confiden|complain|charity|the mix|rape|drug"
    r"|violence|pregnan|helpline|crisis",
    re.IGNORECASE,
)
PUBLIC: dict[str, Callable[[PersonOnScreen, Running], Iterator[str]]] = {
    "explainers": lambda person, _: road.explainers(person),
    "questions": lambda person, _: road.questions(person),
    "coming back": road.coming_back,
    "the answer": road.reading,
}
DESKS: dict[str, tuple[Role, Callable[[WorkerOnScreen, Running], Iterator[str]]]] = {
    "sign-in": (Role.AUDITOR, lambda worker, _: road.signing_in(worker)),
    "caseworker": (Role.CASEWORKER, road.caseworkers_desk),
    "safeguarding lead": (Role.SAFEGUARDING, lambda worker, _: road.leads_desk(worker, "Demo Walk")),
    "approver": (Role.APPROVER, road.approvers_desk),
}


@pytest.fixture
def inspector(candour: Running) -> Inspector:
    """Knows the crisis lines that every page has to show."""
    return Inspector(candour.app.extensions["candour"].pack.organisation.crisis_lines)


@pytest.mark.parametrize("part", PUBLIC)
def test_every_page_of_a_young_person_keeps_every_promise(
    part: str, person: PersonOnScreen, inspector: Inspector, candour: Running
) -> None:
    inspector.prepare(person.page)
    for name in PUBLIC[part](person, candour):
        inspector.look(person.page, name, public=True)
    assert inspector.report() == ""


@pytest.mark.parametrize("desk", DESKS)
def test_every_page_of_the_staff_keeps_every_promise(
    desk: str, open_browser: BrowserMaker, inspector: Inspector, candour: Running
) -> None:
    role, walk = DESKS[desk]
    worker = a_worker_at(candour, open_browser, role)
    inspector.prepare(worker.page)
    for name in walk(worker, candour):
        inspector.look(worker.page, name, public=False)
    assert inspector.report() == ""


def test_titles_say_the_step_and_nothing_about_anybody_and_no_two_pages_share_one(
    person: PersonOnScreen, candour: Running
) -> None:
    titles: dict[str, set[str]] = defaultdict(set)
    one_phase = {"looking": road.PHASES["looking"]}  # every phase has the title of the one page they are shown on
    walks = {**PUBLIC, "coming back": partial(road.coming_back, phases=one_phase)}
    for walk in walks.values():
        for _ in walk(person, candour):
            path = re.sub(r"(/policies/[a-z-]+)/\d+", r"\1", urlsplit(person.page.url).path)  # one page, two addresses
            titles[person.page.title()].add(path)
    assert [title for title in titles if not TITLE.fullmatch(title) or TELLING.search(title)] == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}
    assert len(titles) > 20
