"""Three at night, a phone, a tired volunteer: an ambulance was called, and it is written down at once.

The screens, taps and keys are counted, because two minutes are promised. A tap takes a second and a half on a phone, a
key a third of a second, and reading a screen five: that is slow for somebody who does this every day.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import PHONE

WorkerMaker = Callable[..., WorkerOnScreen]
SMALLEST = {"width": 320, "height": 568}
TARGET, SECONDS_A_TAP, SECONDS_A_KEY, SECONDS_A_SCREEN = 44, 1.5, 0.34, 5
# what a finger has to hit: the label of a choice counts with it, and a link inside a sentence does not
SMALL = """() => [...document.querySelectorAll('.thumb button, .thumb a.button, .thumb input, .thumb select, .thumb textarea, .thumb summary, .thumb .thumb__quiet')]
  .filter(one => one.checkVisibility() && one.tabIndex >= 0 && one.type !== 'hidden')
  .map(one => [one, one.closest('.govuk-radios__item, .govuk-checkboxes__item') || one])
  .filter(([, box]) => box.getBoundingClientRect().height < 44)
  .map(([one, box]) => `${one.tagName} ${one.name || one.textContent.trim()} ${box.getBoundingClientRect().height}`)"""


@dataclass
class Fingers:
    """What a pair of thumbs does, counted."""

    worker: WorkerOnScreen
    taps: int = 0
    keys: int = 0
    screens: list[str] = field(default_factory=list)

    def sees(self, name: str) -> None:
        """A screen is read. Nothing on it is too small, and nothing sticks out of a small phone."""
        page = self.worker.page
        self.screens.append(name)
        assert page.evaluate(SMALL) == [], name
        page.set_viewport_size(SMALLEST)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        page.set_viewport_size(PHONE)
        if folder := os.environ.get("CANDOUR_LOOK"):
            page.screenshot(path=f"{folder}/{len(self.screens)}-{name}.png", full_page=True)

    def taps_on(self, selector: str, text: str = "") -> None:
        """One tap."""
        self.worker.page.locator(selector, has_text=text or None).locator("visible=true").last.click()
        self.worker.page.wait_for_load_state()
        self.taps += 1

    def picks(self, name: str, value: str) -> None:
        """One tap on a choice."""
        self.worker.page.locator(f'[name="{name}"][value="{value}"]').check()
        self.taps += 1

    def types(self, name: str, words: str) -> None:
        """One tap into the box, and a key for each letter."""
        self.worker.page.locator(f'[name="{name}"]').fill(words)
        self.taps += 1
        self.keys += len(words)

    def goes_on(self) -> None:
        """One tap on Continue."""
        self.worker.goes_on()
        self.taps += 1

    @property
    def seconds(self) -> float:
        """How long that takes."""
        return self.taps * SECONDS_A_TAP + self.keys * SECONDS_A_KEY + len(self.screens) * SECONDS_A_SCREEN


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_volunteer_logs_an_emergency_at_night_in_two_minutes(script: bool, a_worker: WorkerMaker) -> None:
    worker = a_worker(Role.CASEWORKER, java_script_enabled=script)
    page = worker.page
    page.set_viewport_size(PHONE)
    worker.opens("/staff/register")
    hand = Fingers(worker)
    hand.sees("register")
    hand.taps_on("main a.button", "Log an entry")

    hand.sees("happened")
    hand.picks("decision", "shared")
    hand.picks("urgency", "emergency")
    hand.picks("service", "chat")
    hand.goes_on()

    hand.sees("rule")
    hand.picks("clause", "confidentiality:3:plan-now")
    hand.types("why", "You had a plan to die tonight.")
    hand.goes_on()

    hand.sees("recipients")
    hand.picks("recipients-0-kind", "ambulance")
    hand.types("recipients-0-name", "Demo Ambulance")
    hand.picks("recipients-0-sent_by", "phone")
    hand.goes_on()

    hand.sees("pieces")
    for number, words in ((0, "first name"), (1, "your mobile"), (3, "your plan")):
        hand.picks(f"pieces-{number}-told", "y")
        hand.types(f"pieces-{number}-what", words)
    hand.goes_on()

    hand.sees("person")
    hand.types("user_name", "demo.owl")
    hand.picks("person_group", "child")
    hand.picks("consent", "not-asked")
    hand.picks("no_consent_reason", "not-reasonable")
    hand.picks("told", "after")
    hand.goes_on()

    hand.sees("check")
    assert "Demo Ambulance" in worker.text and "So that they could call you." in worker.text
    hand.taps_on("main button", "Log this entry")
    assert "Logged." in worker.text and "Demo Ambulance" in worker.text
    hand.sees("logged")
    print(f"{len(hand.screens)} screens, {hand.taps} taps, {hand.keys} keys: {hand.seconds:.0f} s")  # noqa: T201
    assert len(hand.screens) == 8 and hand.taps <= 32 and hand.keys <= 90
    assert hand.seconds <= 120


def test_a_draft_waits_for_whoever_began_it_and_is_thrown_away(a_worker: WorkerMaker) -> None:
    worker, other = a_worker(Role.CASEWORKER), a_worker(Role.CASEWORKER)
    worker.opens("/staff/register/log")
    worker.answers(decision="not-shared", urgency="not-urgent", service="boards")
    worker.goes_on()
    worker.answers(why="Half a thou")
    worker.page.get_by_role("button", name="Keep it for later").click()
    assert "Kept. Nothing is logged yet" in worker.text
    address = worker.page.locator('main a[href*="/register/log/"]').first.get_attribute("href") or ""
    other.opens("/staff/register")
    assert "Go on with a draft" not in other.text
    other.opens(address)
    assert "Half a thou" not in other.page.content()
    worker.opens(address)
    expect(worker.page.locator("[name=why]")).to_have_value("Half a thou")
    worker.page.get_by_role("link", name="Throw this draft away").click()
    worker.presses()
    assert "Thrown away." in worker.text and "Go on with a draft" not in worker.text
    worker.opens(address)
    assert "Half a thou" not in worker.page.content()
