"""What can be asked for here: the same words wherever it is said."""

import pytest

from tests.builders.packs import the_mix

EMAIL = the_mix().organisation.contacts.email
PAGES = ["/", "/policies/privacy", "/policies/privacy/1/for/13-17", "/what-we-keep/helpline"]


def lines_of(page):
    found = [node for node in page.dom.query("main p") if node.query("a")]
    words = [" ".join(node.to_text(separator=" ").split()) for node in found]
    return [line for line in words if "ask us for what is yours" in line or "also write to us:" in line]


@pytest.mark.parametrize("path", PAGES)
def test_it_is_said_in_the_same_words(browser, path):
    first, second = lines_of(browser.open(path))
    assert first.startswith("On this site, you can ask us for what is yours . Ask what we shared about you.")
    assert second.startswith("You can also write to us:")
    assert f"mailto:{EMAIL}" in browser.pages[-1].links()


def test_what_stays_private_is_the_first_thing_there_is(browser):
    page = browser.open("/")
    (door,) = [node for node in page.dom.query(".door__title a") if node.to_text(strip=True) == "What stays private"]
    assert door.attrs["href"] == "/policies/confidentiality"
    listed = [node.attrs["href"] for node in browser.open("/policies/").dom.query("main .keep a")]
    assert listed[0] == "/policies/confidentiality"


def test_a_long_address_may_end_its_line_after_its_signs(browser):
    assert "community@<wbr>themix.<wbr>org.<wbr>uk" in browser.open("/").html
