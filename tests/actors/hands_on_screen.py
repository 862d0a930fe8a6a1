"""What several stories do at the desk: the two presses of an act on a clock, an answer that gives one thing and keeps
another."""

from portal.core import clock
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.lettering import KEPT, WHY

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
