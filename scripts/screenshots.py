"""Take the pictures of README.md anew: python -m scripts.screenshots (needs Chromium and requirements-dev.txt).

Starts a demo of its own in a temporary folder and photographs what people see. Everybody in it is made up.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.browsers import DESK, PHONE
from tests.builders.road_on_screen import case_of
from tests.builders.running import Running, start
from tests.builders.watching import Watch

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "img"
MOST_BYTES = 150_000
COLOURS = 160  # flat drawings and words need no more; a third of the bytes


def main() -> None:
    """Photograph the phone, then the desk."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or sys.exit("chromium is not installed: make test-all")
    with (
        tempfile.TemporaryDirectory() as folder,
        start(Path(folder), demo=True) as running,
        sync_playwright() as drive,
    ):
        browser = drive.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        photograph_phone(browser, running)
        photograph_desk(browser, running)
        browser.close()


def photograph_phone(browser: Browser, running: Running) -> None:
    """What a young person sees."""
    person = PersonOnScreen(_page(browser, PHONE), Watch(running.address), running.address, "demo-robin")
    person.opens("/")
    take(person.page, "home")
    person.opens("/policies/confidentiality")
    take(person.page, "policy")
    person.answers_the_questions()
    person.sends()
    take(person.page, "done")
    person.types_the_code(running.demo["person"]["code"], running.demo["person"]["words"])
    take(person.page, "mine")
    person.opens("/mine/answer/2")
    take(person.page, "answer")


def photograph_desk(browser: Browser, running: Running) -> None:
    """What a caseworker and an approver see."""
    caseworker, approver = (_worker(browser, running, role) for role in ("caseworker", "approver"))
    take(caseworker.page, "staff-queue")
    caseworker.opens(case_of(running, "demo-finch"))
    take(caseworker.page, "staff-case")
    approver.opens(case_of(running, "demo-willow") + "/answer")
    approver.page.locator(".gate").evaluate("gate => gate.previousElementSibling.scrollIntoView()")
    take(approver.page, "gate")


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


if __name__ == "__main__":
    main()
