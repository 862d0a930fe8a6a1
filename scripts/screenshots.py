"""The pictures of README.md, taken by `make screens` together with all others. Everybody in them is made up."""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import DESK, PHONE
from tests.builders.road_on_screen import case_of
from tests.builders.rules_on_screen import OUTCOMES, picks
from tests.builders.running import Running
from tests.builders.watching import Watch

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "img"
MOST_BYTES = 150_000
COLOURS = 160  # flat drawings and words need no more; a third of the bytes


def photograph(browser: Browser, running: Running) -> None:
    """Photograph the phone, then the desk."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    photograph_phone(browser, running)
    photograph_desk(browser, running)


def photograph_phone(browser: Browser, running: Running) -> None:
    """What a young person sees."""
    person = PersonOnScreen(_page(browser, PHONE), Watch(running.address), running.address, "demo-robin")
    person.opens("/")
    take(person.page, "home")
    person.opens("/policies/confidentiality")
    take(person.page, "policy")
    person.opens("/would-you-tell")
    take(person.page, "would-you-tell")
    picks(person, *OUTCOMES["tell"])
    take(person.page, "would-you-tell-answer")
    person.opens("/what-we-keep/helpline#where-it-goes")
    take(person.page, "what-we-keep")
    person.opens("/policies/confidentiality/changes/2/3")
    take(person.page, "what-changed")
    person.answers_the_questions()
    person.sends()
    take(person.page, "done")
    person.types_the_code(running.demo["person"]["code"], running.demo["person"]["words"])
    take(person.page, "mine")
    person.opens("/mine/answer/2")
    take(person.page, "answer")


def photograph_desk(browser: Browser, running: Running) -> None:
    """What a caseworker, an approver and an editor see."""
    caseworker, approver, editor = (_worker(browser, running, role) for role in ("caseworker", "approver", "editor"))
    take(caseworker.page, "staff-queue")
    caseworker.opens(case_of(running, "demo-finch"))
    take(caseworker.page, "staff-case")
    approver.opens(case_of(running, "demo-willow") + "/answer")
    approver.page.locator(".gate").evaluate("gate => gate.previousElementSibling.scrollIntoView()")
    take(approver.page, "gate")
    editor.opens("/staff/policies")
    editor.page.locator('form[action$="/privacy/drafts"] button').click()
    editor.page.locator(".clauses").evaluate("table => table.previousElementSibling.scrollIntoView()")
    take(editor.page, "draft")
    editor.page.locator('form[action$="/drop"] button').click()  # so that the walk of the editors finds none


def take(page: Page, name: str) -> None:
    """Keep what is in the window, in few colours. Stops when the picture is too heavy for a page."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path.name} has {path.stat().st_size:,} bytes: more than {MOST_BYTES:,}")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def _page(browser: Browser, window: dict[str, int]) -> Page:
    return browser.new_context(viewport=window, device_scale_factor=2).new_page()


def _worker(browser: Browser, running: Running, role: str) -> WorkerOnScreen:
    told = next(worker for worker in running.demo["workers"] if worker["role"] == role)
    page = _page(browser, DESK)
    worker = WorkerOnScreen(page, running.address, told["email"], told["password"], told["totp_secret"])
    worker.signs_in()
    return worker
