"""Three at night, a phone, a tired volunteer: an ambulance was called, and it is written down at once.

The screens, taps and keys are counted, because two minutes are promised.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.fingers import Fingers
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import PHONE

WorkerMaker = Callable[..., WorkerOnScreen]


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
