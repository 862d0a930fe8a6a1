"""Somebody was away too long, or is about to be. Acceptance check 30, and "expired session mid-form"."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import func, select

from portal.accounts.permissions import Role
from portal.requests.models import Request
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.road_on_screen import code_of, let_time_pass
from tests.builders.running import Running

CLEARED = "You were away, so we cleared it. Nothing was sent."


@pytest.mark.check(
    30, "a form sent too late, with and without JavaScript: what is said, requests in the store, the draft"
)
@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_form_sent_after_being_away_too_long_is_cleared_and_says_so(
    script: bool, a_person: Callable[..., PersonOnScreen], candour: Running
) -> None:
    person = a_person(java_script_enabled=script)
    person.answers_the_questions()
    before = count_requests(candour)
    let_time_pass(candour)
    person.presses()
    assert CLEARED in person.text
    assert count_requests(candour) == before
    person.opens("/q/5")
    assert person.user_name not in person.text


@pytest.mark.check(30, "a request that lay open too long")
def test_a_request_that_lay_open_too_long_is_closed(person: PersonOnScreen, candour: Running) -> None:
    person.types_the_code(*code_of(candour, "demo-otter"))
    let_time_pass(candour)
    person.opens("/mine/answer/1")
    assert CLEARED in person.text


def test_a_worker_who_was_away_signs_in_again_and_loses_no_address(
    a_worker: Callable[..., WorkerOnScreen], candour: Running
) -> None:
    worker = a_worker(Role.CASEWORKER)
    let_time_pass(candour)
    worker.opens("/staff/register")
    expect(worker.page.locator("[name=password]")).to_be_visible()
    assert "Nothing was saved" in worker.text


@pytest.mark.check(30, "a clock of the test: no offer at 17:50, one after 18:00, taken with Enter")
def test_two_minutes_before_the_end_more_time_is_offered_and_the_keyboard_takes_it(person: PersonOnScreen) -> None:
    page = person.page
    page.clock.install()
    person.opens("/q/1")
    more_time = page.get_by_role("status").get_by_role("button")
    page.clock.run_for("17:50")
    expect(more_time).to_have_count(0)
    page.clock.run_for("00:15")
    expect(more_time).to_be_visible()
    more_time.focus()
    with page.expect_response("**/still-here") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(more_time).to_have_count(0)
    page.clock.run_for("17:00")
    expect(more_time).to_have_count(0)
    assert page.url.endswith("/q/1")


@pytest.mark.check(30, "a clock of the test: the page after 20:05, and the draft")
def test_when_the_time_is_up_the_page_closes_and_the_draft_is_gone(person: PersonOnScreen) -> None:
    page = person.page
    page.clock.install()
    person.answers_the_questions()
    page.clock.run_for("20:05")
    page.wait_for_url("**/away")
    assert CLEARED in person.text
    person.opens("/q/5")
    assert person.user_name not in person.text


@pytest.mark.check(30, "a network that is slow: the page is blank, and asks for the next one once")
def test_on_a_slow_network_the_page_of_the_end_is_asked_for_once(person: PersonOnScreen) -> None:
    """Asked again each second, the first answer would be broken off by the second, and none would ever arrive."""
    page = person.page
    page.clock.install()
    asked: list[str] = []

    def keep_waiting(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=204)

    page.route("**/away", keep_waiting)
    person.answers_the_questions()
    with page.expect_request("**/away"):
        page.clock.run_for("20:05")
    page.clock.run_for("00:10")
    expect(page.get_by_role("alert")).to_have_text("Loading.")
    assert len(asked) == 1


def count_requests(candour: Running) -> int:
    """How many requests there are."""
    with candour.session() as session:
        return session.scalar(select(func.count()).select_from(Request)) or 0
