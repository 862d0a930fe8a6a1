"""What a first visit feels like on a slow phone, measured by Chromium itself: slow 4G, a processor four times slower.

    make bench, or: PYTHONPATH=. python bench/first_view.py [--rounds 5]

A demo of its own runs as `make run` starts it. Each page is opened in browsers that were never there; medians count.
Goals: the largest part within 1.5 s, 50 ms blocked, 0.02 shifted, 50 kB in 6 requests.
"""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from tests.builders.running import start

COLUMNS = (
    f"{'page':<28} {'first ms':>9} {'largest ms':>11} {'blocked ms':>11} {'shifted':>8} {'bytes':>7} {'requests':>9}"
)


def main() -> None:
    """Measure, then print the table; say so where there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    chromium = shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None:
        print("Not measured: chromium or playwright is not installed (make test-all installs both).")
        return
    measure(chromium, rounds)


def measure(chromium: str, rounds: int) -> None:
    """Open every page `rounds` times."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not there on every machine that benches

    from tests.builders.first_view import PAGES, FirstView, Goal, first_view  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory() as folder,
        start(Path(folder), demo=True) as running,
        sync_playwright() as drive,
    ):
        browser = drive.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        first_view(browser, running.address)  # the first visit of the day fills caches of the server
        print(COLUMNS)
        for path in PAGES:
            views = [first_view(browser, running.address + path) for _ in range(rounds)]
            middle = FirstView(*(_middle(views, name) for name in FirstView.__slots__))
            missed = Goal().missed_by(middle)
            print(line(path, middle) + (f"   over the goal: {', '.join(missed)}" if missed else ""))
        browser.close()
    goal = Goal()
    print(f"\nGoals: largest {goal.largest_ms} ms, blocked {goal.blocked_ms} ms, shifted {goal.shifted},"
          f" {goal.size} bytes in {goal.requests} requests")  # fmt: skip


def line(path: str, view: object) -> str:
    """One line of the table."""
    first, largest, blocked, shifted, size, requests = (getattr(view, name) for name in view.__slots__)  # type: ignore[attr-defined]
    return f"{path:<28} {first:>9.0f} {largest:>11.0f} {blocked:>11.0f} {shifted:>8.3f} {size:>7} {requests:>9}"


def _middle(views: Sequence[object], name: str) -> float:
    return median(getattr(view, name) for view in views)


if __name__ == "__main__":
    main()
