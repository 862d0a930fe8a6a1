"""The pages that explain the rules, in every state: asked, answered, wrong, empty. Generators, as in road_on_screen."""

from collections.abc import Iterator

from tests.actors.person_on_screen import PersonOnScreen
from tests.builders.inspector import Again
from tests.builders.road_on_screen import open_every_line

ASK_FIRST = "/policies/confidentiality"
# What the newest rules of The Mix make of it: (age, situation, place).
OUTCOMES = {
    "tell": ("under-13", "plan-to-end-life-now", "not-yet"),
    "may tell": ("16-17", "plan-to-end-life-within-30-days", "not-yet"),
    "keep": ("adult", "drug-use", "not-yet"),
    "it depends": ("13-15", "self-harm-not-life-threatening", "not-yet"),
    "nobody reads it": ("13-15", "something-else", "chatbot"),
}
SERVICES = {"with a date": "helpline", "with another end": "newsletter"}


def would_you_tell(person: PersonOnScreen) -> Iterator[str]:
    """Asked with nothing picked, with each outcome, and about some time ago; then the list."""
    person.opens("/would-you-tell")
    yield "would you tell, empty"
    open_every_line(person.page)
    yield Again("would you tell, every line open")
    person.presses()
    yield "would you tell, nothing picked"
    for outcome, picked in OUTCOMES.items():
        picks(person, *picked)
        yield f"would you tell, {outcome}" if outcome == "tell" else Again(f"would you tell, {outcome}")
    person.page.check("[name=when][value=before]")
    person.presses()
    yield Again("would you tell, said some time ago")
    person.opens("/would-you-tell/list")
    yield "would you tell, list"
    open_every_line(person.page)
    yield Again("would you tell, list with every age open")


def picks(person: PersonOnScreen, age: str, situation: str, place: str) -> None:
    """Pick, under lines that have to be opened first, and press."""
    open_every_line(person.page)
    for name, value in (("age", age), ("situation", situation), ("place", place)):
        person.page.check(f'[name={name}][value="{value}"]')
    person.presses()


def what_we_keep(person: PersonOnScreen) -> Iterator[str]:
    """The list, two services, and the day on which things go: wrong, to come, over."""
    page = person.page
    person.opens("/what-we-keep")
    yield "what we keep"
    for kind, service in SERVICES.items():
        person.opens(f"/what-we-keep/{service}")
        open_every_line(page)
        yield f"service {kind}" if service == "helpline" else Again(f"service {kind}")
    person.opens("/what-we-keep/helpline")
    person.presses()
    yield "when it goes, error"
    for state, year in (("still there", "2026"), ("gone", "2012")):
        person.opens("/what-we-keep/helpline")
        page.select_option("[name=month]", "3")
        page.fill("[name=year]", year)
        person.presses()
        yield f"when it goes, {state}" if state == "gone" else Again(f"when it goes, {state}")


def words(person: PersonOnScreen) -> Iterator[str]:
    """The list, one word, the three questions, and what they show: nothing picked, right and wrong."""
    page = person.page
    person.opens("/words")
    yield "words"
    open_every_line(page)
    yield Again("words, every line open")
    page.locator('main .words a[href^="/words/"]').first.click()
    yield "a word"
    person.opens("/words/check")
    yield "three questions"
    person.presses()
    yield "three questions, nothing picked"
    person.opens("/words/check")
    for group in page.locator("main form fieldset").all():
        group.locator("input").last.check()
    person.presses()
    yield Again("three questions, answered")


def finding(person: PersonOnScreen) -> Iterator[str]:
    """A search: empty, nothing typed, found, found after a slip, nothing found."""
    person.opens("/find")
    yield "find, empty"
    person.presses()
    yield "find, error"
    for state, typed in (("found", "tell my parents"), ("did you mean", "parnets"), ("nothing found", "xyzzyxqq")):
        person.opens("/find")
        person.page.fill("[name=words]", typed)
        person.presses()
        yield f"find, {state}" if state == "found" else Again(f"find, {state}")


def asking(person: PersonOnScreen) -> Iterator[str]:
    """A question about the rules: empty, wrong, sent; what others asked; which rules counted on a day."""
    page = person.page
    person.opens(f"{ASK_FIRST}/answers")
    yield "what others asked"
    person.opens(f"{ASK_FIRST}/ask")
    yield "a question, empty"
    person.presses()
    yield "a question, error"
    page.fill("[name=question]", "Would you tell my demo school?")
    person.sends()
    yield "a question, sent"
    person.opens(f"{ASK_FIRST}/which")
    person.presses()
    yield "which rules counted, error"
    for name, value in (("day", "9"), ("month", "3"), ("year", "2024")):
        page.fill(f"[name={name}]", value)
    person.presses()
    yield "which rules counted, one of these"
    page.check("[name=unsure]")
    person.presses()
    yield Again("which rules counted, day not known")


def another_charity(person: PersonOnScreen) -> Iterator[str]:
    """What differs with the pack of Maggie's: its words, its rules, its services."""
    for name, path in {
        "home": "/", "policy": "/policies/confidentiality", "what we keep": "/what-we-keep",
        "service": "/what-we-keep/online-support-group", "list": "/would-you-tell/list", "words": "/words",
        "cookies": "/cookies", "before you start": "/q/1",
    }.items():  # fmt: skip
        person.opens(path)
        open_every_line(person.page)
        yield Again(f"another charity, {name}")
    person.opens("/would-you-tell")
    picks(person, "16-17", "plan-to-end-life-now", "not-yet")
    yield Again("another charity, would you tell")
