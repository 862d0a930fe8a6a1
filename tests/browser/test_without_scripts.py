"""Asking the rules without JavaScript, picking and typing with the keyboard alone where it counts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors.person_on_screen import PersonOnScreen


@pytest.fixture
def person(a_person: Callable[..., PersonOnScreen]) -> PersonOnScreen:
    """Somebody whose browser runs no scripts."""
    return a_person(java_script_enabled=False)


@pytest.mark.check(16, "would you tell: from the question to the answer without JavaScript, with the keyboard alone")
def test_what_would_be_told_can_be_asked_by_keyboard_alone(person: PersonOnScreen) -> None:
    page = person.page
    person.opens("/would-you-tell")
    page.locator("[name=age]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # past what "at risk" means, to the first line that opens
    while page.locator("summary:focus").count() == 0:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Tell me what you would do").press("Enter")
    page.wait_for_load_state()
    assert person.heading == "Yes, we would tell someone"
    expect(page.locator(".picked li")).to_have_text(["I plan to end my life now", "Under 13", "I have not said it yet"])


@pytest.mark.check(16, "when will mine go, the three questions, and finding: each answered without JavaScript")
def test_every_small_form_answers(person: PersonOnScreen) -> None:
    page = person.page
    person.opens("/what-we-keep/helpline")
    page.select_option("[name=month]", "3")
    page.fill("[name=year]", "2012")
    person.presses()
    assert person.heading == "Part of it should not show it was you by now"
    person.opens("/words/check")
    person.presses()
    assert person.heading == "What we meant"
    person.opens("/find")
    page.fill("[name=words]", "tell my parents")
    person.presses()
    expect(page.locator(".found__title").first).to_have_text("Would you tell my parents?")


@pytest.mark.check(16, "a question about the rules: sent, and found again with the code, without JavaScript")
@pytest.mark.check(27, "2 screens from a question about the rules to its code")
def test_a_question_is_asked_and_found_again(person: PersonOnScreen) -> None:
    person.opens("/policies/confidentiality/ask")
    person.page.fill("[name=question]", "Do you tell my demo nan?")
    person.sends()
    assert person.watch.screens == ["/policies/confidentiality/ask", "/q/6"]
    person.types_the_code()
    assert "Do you tell my demo nan?" in person.text
