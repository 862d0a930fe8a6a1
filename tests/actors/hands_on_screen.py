"""What several stories do at the desk: the two presses of an act on a clock, an answer that gives one thing and keeps
another, the second signature of a "not yet", telling somebody."""

from portal.core import clock
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.lettering import KEPT, WHY
from tests.builders.looked_at import picture

THINGS = "Your posts on our boards"


def opens_the_act(worker: WorkerOnScreen, act: str) -> None:
    """From the case to its clock, and the line of that act."""
    if not worker.page.url.endswith("/clock"):
        worker.page.get_by_role("link", name="Change the clock").click()
    worker.page.locator(f"#{act} > summary").click()


def sees_the_dates(worker: WorkerOnScreen, act: str) -> None:
    """The first press: old and new date."""
    worker.page.locator(f"#{act} button").first.click()
    worker.page.wait_for_load_state()
    fits(worker)


def makes_it_count(worker: WorkerOnScreen) -> None:
    """The second press."""
    worker.page.locator("button[name=sure]").click()
    worker.page.wait_for_load_state()
    fits(worker)


def fits(worker: WorkerOnScreen) -> None:
    """Nothing has to be scrolled sideways, and the drawing has the days of the list."""
    page = worker.page
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("svg.days circle").count() == page.locator(".days__list li").count()


def writes_a_refusal_in_part(worker: WorkerOnScreen, path: str) -> None:
    """Two decisions with their reasons, one deed, the letter that fits, the file."""
    worker.opens(f"{path}/answer")
    worker.writes_down("Write down a decision", "decisions", what=THINGS, decided="done")
    worker.writes_down(
        "Write down a decision", "decisions", what=KEPT, decided="not-done", grounds="legal-claims", words=WHY
    )
    today = clock.today().isoformat()  # what a worker reads off the wall
    worker.writes_down("Write down what was done", "deeds", system="vanilla", deed="deleted", done_on=today)
    worker.opens(f"{path}/letters")
    worker.sends_a_letter("part-refusal")
    worker.page.locator("button[name=prepare]").click()
    worker.waits_for_the_file()


def signs(second: WorkerOnScreen, entry: str) -> None:
    """From the page of today to the second signature of a "not yet"."""
    second.opens("/staff/today")
    second.page.get_by_role("link", name="waiting for a second signature").click()
    second.page.locator(f'main a[href="{entry}/telling"]').click()
    second.page.get_by_role("button", name="Sign it").click()
    second.page.get_by_role("button", name="Sign it").click()
    assert "Signed by two" in second.text


def tells(lead: WorkerOnScreen, words: str) -> None:
    """From where the duty to tell stands: write, look at it on a phone, send."""
    lead.page.get_by_role("link", name="Tell them now").click()
    assert "we told the ambulance team" in lead.page.input_value("[name=words]")
    lead.page.fill("[name=words]", words)
    lead.page.get_by_role("button", name="Look at it on a phone").click()
    for paragraph in words.split("\n\n"):
        assert paragraph in lead.page.locator(".look__phone").inner_text()
    picture(lead.page, "tell-preview")
    lead.page.get_by_role("button", name="Send it").click()
    assert "They have not opened it yet." in lead.text


def uses_our_one_letter(worker: WorkerOnScreen) -> None:
    """From the answer with nothing in it: the letter that everybody gets to whom there is nothing to tell."""
    worker.page.get_by_role("button", name="Look at our letter for that").click()
    worker.page.locator("button[name=send]").click()
    worker.page.locator("button[name=prepare]").click()
    worker.waits_for_the_file()
