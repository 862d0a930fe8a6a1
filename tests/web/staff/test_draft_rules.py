"""Would you tell, under rules that are still written: what depends is said, and an editor can carry rules over."""

import pytest

from portal.accounts.permissions import Role
from portal.core import clock

HOMELESS = {"age": "16-17", "situation": "homeless", "place": "not-yet", "when": "now"}
TITLE = "I have no home, or may lose it"


@pytest.fixture
def draft(staff):
    """A draft of the real rules in which one reason has other words, and which starts today."""
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open("/staff/policies")
    draft = editor.browser.press(to="/confidentiality/drafts").path
    editor.browser.open(f"{draft}/front")
    editor.browser.press({"effective_on": clock.today().isoformat()}, to="/front")
    reword(editor, draft, "You have no home, or you soon could have none.")
    return draft


def reword(editor, draft, words):
    editor.browser.open(f"{draft}/clauses/homeless")
    assert editor.browser.press({"words": words}).status == 200


def published(staff, draft):
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open(draft)
    editor.browser.press(to="/ready")
    approver = staff.signed_in(Role.APPROVER)
    approver.browser.open(f"{draft}/publish")
    page = approver.browser.press({"read": "y"})
    assert "is published" in page.main, page.main


def asked(browser):
    browser.open("/would-you-tell")
    return browser.press(HOMELESS).heading


def test_what_will_depend_is_listed_before_it_is_published(staff, browser, draft):
    approver = staff.signed_in(Role.APPROVER)
    page = approver.browser.open(f"{draft}/publish")
    assert TITLE in page.texts("main li") and "I know something about terrorism" not in page.texts("main li")
    published(staff, draft)
    assert asked(browser) == "It depends, so ask us first"


def test_an_editor_says_that_a_rule_is_still_right_and_it_is_published_with_the_draft(staff, browser, draft):
    editor = staff.signed_in(Role.EDITOR)
    page = editor.browser.open(f"{draft}/rules")
    assert TITLE in page.main and "Now: We may tell" in page.main
    assert "Saved." in editor.browser.press({"homeless": "still-right"}).main
    page = editor.browser.open(f"{draft}/rules")
    assert editor.browser.filled(page.forms()[0])["homeless"] == "still-right"
    assert TITLE not in staff.signed_in(Role.APPROVER).browser.open(f"{draft}/publish").texts("main li")
    published(staff, draft)
    assert asked(browser) == "We may tell someone"


def test_a_clause_that_changes_again_has_to_be_looked_at_again(staff, browser, draft):
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open(f"{draft}/rules")
    editor.browser.press({"homeless": "still-right"})
    reword(editor, draft, "You do not have a home.")
    assert TITLE in staff.signed_in(Role.APPROVER).browser.open(f"{draft}/publish").texts("main li")
    published(staff, draft)
    assert asked(browser) == "It depends, so ask us first"


def test_a_clause_that_is_gone_cannot_be_said_to_be_right(staff, draft):
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open(f"{draft}/clauses/homeless/remove")
    editor.browser.press(to="/remove")
    page = editor.browser.open(f"{draft}/rules")
    assert "has no clause that could carry this rule" in page.main
    page = editor.browser.press({"homeless": "still-right"})
    assert page.status == 422


def test_a_stale_page_of_rules_changes_nothing(staff, draft):
    editor = staff.signed_in(Role.EDITOR)
    old = editor.browser.open(f"{draft}/rules")
    reword(editor, draft, "You do not have a home.")
    editor.browser.pages.append(old)
    page = editor.browser.press({"homeless": "still-right"})
    assert page.status == 422 and "Nothing was overwritten" in page.main


def test_rules_that_judge_nothing_have_nothing_to_carry_over(staff):
    editor = staff.signed_in(Role.EDITOR)
    editor.browser.open("/staff/policies")
    draft = editor.browser.press(to="/privacy/drafts").path
    assert "all of them stay as they are" in editor.browser.open(f"{draft}/rules").main
