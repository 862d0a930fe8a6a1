"""The desks of editors and of those who answer questions, in every state. Generators, as in road_on_screen."""

from collections.abc import Iterator

from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.road_on_screen import open_every_line

HARD = "We " + "tell you all of it in one go and never stop to breathe " * 2 + "at all."


def editors_desk(worker: WorkerOnScreen) -> Iterator[str]:
    """Policies, a new version in the making, each of its pages; it is dropped in the end."""
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/policies")
    yield "policies desk"
    page.locator('form[action$="/privacy/drafts"] button').click()
    draft = page.url
    yield "draft"
    page.locator("main .clauses a").first.click()
    yield "clause"
    page.fill("[name=words]", HARD)
    worker.presses()
    yield "clause with problems"
    for name, path in {
        "top": "/front", "new clause": "/new-clause", "as a reader": "/as/under-13", "old and new": "/compare",
        "publish": "/publish",
    }.items():  # fmt: skip
        page.goto(draft + path)
        open_every_line(page)
        yield f"draft, {name}"
    page.goto(f"{draft}/new-clause")
    worker.presses()
    yield "new clause, error"
    page.goto(draft)
    yield "draft with problems"
    page.locator('form[action$="/drop"] button').click()
    yield "draft, dropped"


def questions_desk(worker: WorkerOnScreen) -> Iterator[str]:
    """The list of questions, one that waits, its answer and its wording."""
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/questions")
    yield "questions"
    page.locator('main a[href^="/staff/questions/"]').first.click()
    yield "question"
    worker.presses()
    yield "question, error"
    page.fill("[name=answer]", "Yes. You can ask us, and then we look.")
    worker.presses()
    yield "question, answered"
    page.fill("[name=public_question]", "Does Demo Kite know?")
    page.locator('form[action$="/wording"] button').click()
    yield "wording, error"


def publishing_desk(worker: WorkerOnScreen) -> Iterator[str]:
    """The wordings that wait for a second person, and one of them."""
    worker.signs_in()
    worker.opens("/staff/publishing")
    yield "to publish"
    worker.page.locator('main a[href^="/staff/publishing/"]').first.click()
    yield "wording"


def admins_desk(worker: WorkerOnScreen) -> Iterator[str]:
    """The figures; workers, inviting one, letting one go; the access review; what an admin signs in with."""
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/team")
    yield "team"
    worker.opens("/staff/workers")
    yield "workers"
    page.get_by_role("link", name="Invite somebody").click()
    yield "invite somebody"
    worker.presses()
    yield "invite somebody, error"
    page.fill("[name=name]", "Demo Heron")
    page.fill("[name=email]", worker.email.replace("@", ".heron@"))
    page.check("[value=caseworker]")
    worker.presses()
    yield "code to hand over"
    page.goto(page.locator(".hash").inner_text())
    yield "set up"
    worker.opens("/staff/workers")
    page.get_by_role("link", name="Demo Caseworker").first.click()
    yield "a worker"
    page.get_by_role("link", name="Deactivate").click()
    yield "deactivate a worker"
    worker.opens("/staff/access-reviews")
    yield "access reviews"
    page.locator("main .button").first.click()
    yield "access review"
    for name, path in {
        "second factor": "second-factor", "new password": "password", "password again": "password-again",
        "recovery codes, gone": "recovery-codes",
    }.items():  # fmt: skip
        worker.opens(f"/staff/account/{path}")
        yield name
