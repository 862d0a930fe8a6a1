"""Two stories: words of danger in a form, and a phone that other people use. With JavaScript and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.road_on_screen import code_of
from tests.builders.running import Running

WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])


@WITH_AND_WITHOUT
def test_somebody_writes_that_they_want_to_die_and_is_met_with_help(
    script: bool, a_person: Callable[..., PersonOnScreen], a_worker: Callable[..., WorkerOnScreen]
) -> None:
    person = a_person(user_name=f"Demo Danger {script}", java_script_enabled=script)
    person.opens("/q/1")
    person.presses()
    person.page.check("[name=ways][value=chat]")
    person.presses()
    person.page.fill("[name=user_name]", person.user_name)
    person.page.fill("[name=note]", "I dont want to be here anymore")
    person.presses()
    help_first = person.page.get_by_role("region", name="Are you safe right now?")
    expect(help_first).to_be_visible()
    box = help_first.bounding_box()
    assert box is not None
    assert box["y"] < person.page.locator("h1").bounding_box()["y"]  # type: ignore[index]
    expect(help_first.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    assert "danger" not in person.page.title().lower() and person.page.url.endswith("/q/4")
    person.page.check("[name=way][value=code]")
    person.presses()
    expect(help_first).to_have_count(0)
    person.sends()
    assert person.reference

    lead = a_worker(Role.SAFEGUARDING)
    lead.opens("/staff/")
    assert "Words of danger. Look before anything else." in lead.text
    lead.opens("/staff/flags")
    assert person.user_name not in lead.text
    lead.page.locator("main td a").last.click()
    lead.page.locator("summary", has_text="Read what they wrote").click()
    assert "I dont want to be here anymore" in lead.text
    lead.page.check("[name=outcome][value=helped]")
    lead.page.get_by_role("button", name="Close this flag").click()
    assert "Closed." in lead.text

    person.types_the_code()
    assert "danger" not in person.text.lower()


@WITH_AND_WITHOUT
def test_on_a_phone_that_others_use_the_answer_is_read_and_nothing_is_left(
    script: bool, a_person: Callable[..., PersonOnScreen], candour: Running
) -> None:
    person = a_person(java_script_enabled=script)
    reference, words = code_of(candour, "demo-otter")
    person.opens("/back")
    person.page.fill("[name=reference]", reference)
    person.page.fill("[name=words]", words)
    person.page.check("[name=shared]")
    person.presses()
    assert "If you do nothing for 5 minutes, we clear it for you." in person.text
    person.follows("/mine/answer")
    assert "Save" not in person.text
    person.page.locator("main ol a").last.click()
    assert person.page.locator("main button").all_inner_texts() == ["Finish and clear this visit"]
    with person.page.expect_response("**/mine/document.pdf") as answer:
        person.opens("/mine/document.pdf")
    assert answer.value.status == 403
    assert person.heading == "Here you can read it, but not save it"
    person.opens("/mine")
    person.page.get_by_role("button", name="Finish and clear this visit").click()
    person.opens("/mine")
    assert person.page.url.endswith("/back")


def test_on_a_phone_that_others_use_the_page_closes_after_five_minutes(
    person: PersonOnScreen, candour: Running
) -> None:
    page = person.page
    page.clock.install()
    person.opens("/q/1")
    page.check("[name=shared]")
    person.presses()
    more_time = page.get_by_role("status").get_by_role("button")
    page.clock.run_for("02:50")
    expect(more_time).to_have_count(0)
    page.clock.run_for("00:15")
    expect(more_time).to_be_visible()
    assert "Other people use this phone or computer." in page.get_by_role("status").inner_text()
    page.clock.run_for("02:00")
    page.wait_for_url("**/away")
