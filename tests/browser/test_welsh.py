"""Welsh at a real browser: the share journey without JavaScript, axe, and no line that is too long for a small phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.inspector import Inspector

PersonMaker = Callable[..., PersonOnScreen]
LOOKED_AT = [
    "/cy/",
    "/cy/policies/confidentiality",
    "/cy/what-we-keep/helpline",
    "/cy/would-you-tell",
    "/cy/back",
    "/cy/q/1",
]


@pytest.mark.check(16, "the journey of what was shared in Welsh, without JavaScript")
def test_somebody_asks_in_welsh_without_javascript(a_person: PersonMaker) -> None:
    person = a_person("Demo Barcud", java_script_enabled=False)
    page = person.page
    person.opens("/")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.get_by_role("button", name="Beth rannoch chi amdana i?").click()
    assert (person.path, person.heading) == ("/cy/q/1", "Cyn i ti ddechrau")
    person.presses()
    person.presses()  # nothing is picked
    assert "Mae problem" in person.text and "Dewisa un" in person.text
    page.check("[name=ways][value=chat]")
    person.presses()
    page.fill("[name=user_name]", person.user_name)
    person.presses()
    page.check("[name=way][value=code]")
    person.presses()
    assert person.user_name in person.text and "Sgwrs ar-lein" in person.text
    page.get_by_role("link", name="English", exact=True).click()
    assert person.path == "/q/5"
    assert person.user_name in person.text and "Online chat" in person.text
    page.get_by_role("link", name="Cymraeg").click()
    person.sends()
    assert (person.path, person.heading) == ("/cy/q/6", "Wedi’i anfon. Nawr cadwa dy god")
    person.opens("/cy/back")
    page.fill("[name=reference]", person.reference)
    page.fill("[name=words]", " ".join(person.words))
    person.presses()
    assert (person.path, person.heading) == ("/cy/mine", "Mae beth anfonaist ti gyda ni")
    assert "Cawson ni dy gais ar" in page.locator("main").text_content()
    person.leaves()
    page.wait_for_url("https://weather.test/**")


@pytest.mark.check(1, "first pages and questions in Welsh")
def test_welsh_pages_have_no_barrier_and_no_line_that_is_too_long(a_person: PersonMaker) -> None:
    person = a_person("Demo Barcud Dau")
    inspector = Inspector(())
    inspector.prepare(person.page)
    for path in LOOKED_AT:
        person.opens(path)
        inspector._as_it_is(person.page, path, public=False)
        person.page.set_viewport_size({"width": 320, "height": 568})
        inspector._ask(person.page, "sideways", path, "sideways")
        inspector._spaced_and_big(person.page, path)
        inspector._axe(person.page, path)
    person.opens("/cy/q/2")
    person.presses()
    inspector._axe(person.page, "/cy/q/2 with an error")
    assert inspector.report() == ""
