"""Photograph every screen at both sizes into docs/screens/, and take the pictures of README.md anew (`make screens`).

Starts a demo of its own in a temporary folder and takes the walks of the browser tests. Everybody in it is made up.
Needs Chromium and what `make test-all` installs.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from scripts import screenshots
from scripts.pictured import INDEX, MOST_BYTES, SCREENS, SIZES, files_of, index
from tests.builders.browsers import a_person_at, a_worker_at, browsers
from tests.builders.running import Running, start
from tests.builders.walks import DESKS, PUBLIC

COLOURS = 128  # flat drawings and words need no more; with fewer, the light on the boat turns pink
DESK_COLOURS = 32  # the desk has no drawings


def main() -> int:
    """Take all pictures. Exit code 1 when they are too heavy to keep."""
    chromium = shutil.which("chromium") or sys.exit("chromium is not installed: make test-all")
    with (
        tempfile.TemporaryDirectory() as folder,
        start(Path(folder), demo=True) as running,
        sync_playwright() as drive,
    ):
        browser = drive.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        screenshots.photograph(browser, running)
        taken = Path(folder) / "screens"
        taken.mkdir()
        walks = photograph(browser, running, taken)
        browser.close()
        shutil.rmtree(SCREENS, ignore_errors=True)  # only now: a walk that breaks off leaves what was there
        shutil.copytree(taken, SCREENS)
    INDEX.write_text(index(walks), encoding="utf-8")
    weight = sum(path.stat().st_size for path in SCREENS.iterdir())
    print(f"{sum(map(len, walks.values()))} screens, {weight:,} bytes of at most {MOST_BYTES:,}")
    return int(weight > MOST_BYTES)


def photograph(browser: Browser, running: Running, folder: Path) -> dict[str, list[str]]:
    """Take every walk, with pictures into `folder`; gives the names of what was seen on each."""
    seen: dict[str, list[str]] = {}
    with browsers(browser, running.address) as open_one:
        for walk, goes in PUBLIC.items():
            person = a_person_at(running, open_one, "Demo Kite")
            seen[walk] = [take(person.page, name, folder) for name in goes(person, running)]
        for walk, (role, works) in DESKS.items():
            worker = a_worker_at(running, open_one, role)
            seen[f"desk: {walk}"] = [take(worker.page, name, folder, DESK_COLOURS) for name in works(worker, running)]
    return seen


def take(page: Page, name: str, folder: Path, colours: int = COLOURS) -> str:
    """Keep what a window of either size shows, in few colours. Two screens of one name would share a picture."""
    was = page.viewport_size
    for size, file in files_of(name).items():
        if (folder / file).exists():
            sys.exit(f"there are two screens of the name {name!r}")
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        few = picture.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
        few.save(folder / file, lossless=True, method=6)
    if was:
        page.set_viewport_size(was)
    return str(name)


if __name__ == "__main__":
    sys.exit(main())
