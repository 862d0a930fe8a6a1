"""A real installation and Debian's Chromium. Skipped, with the reason, where one of them is missing."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete

from portal.accounts.models import ThrottleCounter
from tests.builders.elsewhere import ADDRESS, Elsewhere, open_elsewhere
from tests.builders.running import Running, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from portal.accounts.permissions import Role
    from tests.actors.person_on_screen import PersonOnScreen
    from tests.actors.worker_on_screen import WorkerOnScreen
    from tests.builders.browsers import BrowserMaker

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
MISSING = [name for name, found in (("playwright", find_spec("playwright")), ("chromium", CHROMIUM)) if not found]


class SkippedModule(pytest.Module):
    """A file of tests that is not even read: it would import what is not there."""

    def collect(self) -> list[pytest.Item]:
        """Skip, and say why."""
        pytest.skip(f"{' and '.join(MISSING)} not installed: make test-all installs it", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Read the files of this folder only where a browser can be driven."""
    return SkippedModule.from_parent(parent, path=module_path) if MISSING else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser, and may have to wait for it to start."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """The site that Exit goes to."""
    with open_elsewhere(tmp_path_factory.mktemp("elsewhere")) as site:
        yield site


@pytest.fixture(scope="session")
def candour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo, with a web server and a worker in processes of their own."""
    with start(tmp_path_factory.mktemp("candour"), demo=True, exit_url=ADDRESS) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(elsewhere: Elsewhere, candour: Running) -> Iterator[Browser]:
    """Debian's Chromium. It keeps left pages in memory, as people's browsers do: Playwright would switch that off.

    One for each module, because Playwright occupies this thread's event loop, which tests elsewhere have to find free.
    """
    from playwright.sync_api import sync_playwright

    flags = ["--disable-gpu", f"--host-resolver-rules={elsewhere.chromium_rules}"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # it refuses to run as root with it
    with sync_playwright() as drive:
        browser = drive.chromium.launch(
            executable_path=CHROMIUM, args=flags, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _no_tries_so_far(candour: Running) -> None:
    """Every browser here comes from one address; one test's wrong codes must not slow the next."""
    with candour.session() as session:
        session.execute(delete(ThrottleCounter))


@pytest.fixture
def open_browser(chromium: Browser, candour: Running) -> Iterator[BrowserMaker]:
    """Open browsers; in the end, what they did is judged."""
    from tests.builders.browsers import browsers

    with browsers(chromium, candour.address) as open_one:
        yield open_one


@pytest.fixture
def a_person(open_browser: BrowserMaker, candour: Running) -> Callable[..., PersonOnScreen]:
    """Make somebody with a phone."""
    from tests.builders.browsers import a_person_at

    return lambda user_name="Demo Kite", **options: a_person_at(candour, open_browser, user_name, **options)


@pytest.fixture
def person(a_person: Callable[..., PersonOnScreen]) -> PersonOnScreen:
    """One person is enough for most tests."""
    return a_person()


@pytest.fixture
def a_worker(open_browser: BrowserMaker, candour: Running) -> Callable[..., WorkerOnScreen]:
    """Make somebody new on the staff, at a desk, signed in."""
    from tests.builders.browsers import a_worker_at

    def make(*roles: Role, **options: Any) -> WorkerOnScreen:
        worker = a_worker_at(candour, open_browser, *roles, **options)
        worker.signs_in()
        return worker

    return make
