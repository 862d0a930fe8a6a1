"""Every page of the road in every state, looked at in every way. One walk; each test reads what it found.

These are the acceptance checks 1-4, 11, 12, 14, 15, 18-22 and 26. Not run in Firefox and WebKit: only Chromium is at
hand.
"""

import re
from collections import defaultdict

import pytest
from playwright.sync_api import Browser

from portal.accounts.permissions import Role
from tests.builders import road_on_screen as road
from tests.builders.browsers import a_person_at, a_worker_at, browsers
from tests.builders.inspector import Inspector
from tests.builders.running import Running

pytestmark = pytest.mark.timeout(400)

TITLE = re.compile("(Error: )?[^\u2013]+ \u2013 Your information")
# Words that tell a person who looks over a shoulder, or at a list of visits, what somebody came for.
TELLING = re.compile(
    r"abus|suicid|self.?harm|counsel|mental|police|delet|erasure|disclos|confiden|complain|charity|the mix|rape|drug"
    r"|violence|pregnan|helpline|crisis",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def found(chromium: Browser, candour: Running) -> Inspector:
    """Walk the road of the young person, then the desks."""
    inspector = Inspector()
    with browsers(chromium, candour.address) as open_one:
        person = a_person_at(candour, open_one, "Demo Walk")
        for walk in (road.explainers(person), road.questions(person), road.coming_back(person, candour)):
            for name in walk:
                inspector.look(person.page, name, public=True)
        lead, caseworker, approver = (
            a_worker_at(candour, open_one, role) for role in (Role.SAFEGUARDING, Role.CASEWORKER, Role.APPROVER)
        )
        for name in road.signing_in(caseworker):
            inspector.look(caseworker.page, name, public=False)
        for name in road.caseworkers_desk(caseworker, candour):
            inspector.look(caseworker.page, name, public=False)
        lead.signs_in()
        for name in road.leads_desk(lead, "Demo Walk"):
            inspector.look(lead.page, name, public=False)
        approver.signs_in()
        for name in road.approvers_desk(approver, candour):
            inspector.look(approver.page, name, public=False)
    return inspector


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("axe", id="axe-finds-nothing"),
        pytest.param("exit", id="the-way-out-is-always-on-the-screen"),
        pytest.param("exit share", id="the-way-out-leaves-85-percent-of-the-screen"),
        pytest.param("second stop", id="the-second-press-of-tab-reaches-the-way-out"),
        pytest.param("focus", id="no-focused-control-is-hidden-or-without-a-ring"),
        pytest.param("traces", id="nothing-stays-on-the-device"),
        pytest.param("sideways", id="nothing-scrolls-sideways-at-320-px-and-400-percent"),
        pytest.param("spacing", id="spaced-out-words-are-all-there"),
        pytest.param("motion", id="nothing-moves"),
        pytest.param("contrast", id="words-stand-out-7-to-1-in-every-colour-mode"),
        pytest.param("targets", id="every-control-is-large-enough-to-press"),
    ],
)
def test_on_every_page(found: Inspector, claim: str) -> None:
    faults = found.faults[claim]
    assert not faults, f"{len(faults)}:\n" + "\n".join(faults)


def test_titles_say_the_step_and_nothing_about_anybody(found: Inspector) -> None:
    odd = {n: t for n, (t, _) in found.titles.items() if not TITLE.fullmatch(t) or TELLING.search(t)}
    assert not odd


def test_no_two_pages_share_a_title(found: Inspector) -> None:
    pages: dict[str, set[str]] = defaultdict(set)
    for title, path in found.titles.values():
        if not path.startswith("/staff"):
            pages[title.removeprefix("Error: ")].add(re.sub(r"(/policies/[a-z-]+)/\d+", r"\1", path))
    assert {title: paths for title, paths in pages.items() if len(paths) > 1} == {}


def test_help_is_in_one_place_in_one_order_on_every_page(found: Inspector, candour: Running) -> None:
    lines = candour.app.extensions["candour"].pack.organisation.crisis_lines
    expected = {"links": [line.href for line in lines], "inPlace": True}
    words = {name: block and block.pop("words") for name, block in found.crisis.items()}
    assert {name: block for name, block in found.crisis.items() if block != expected} == {}
    assert len(set(words.values())) == 1
    for line in lines:
        assert line.name in words["home"]
        assert line.how in words["home"]
