"""Browsers of somebody's own: nothing in them yet, and what they did is judged in the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from portal.accounts.permissions import Role
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.running import Running
from tests.builders.staff import PASSWORD, a_worker_with_secret
from tests.builders.watching import Watch

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
BrowserMaker = Callable[..., tuple[Page, Watch]]


@contextmanager
def browsers(chromium: Browser, home: str) -> Iterator[BrowserMaker]:
    """Give a function that opens one. At the end all are closed, and none may have done what no page should."""
    with ExitStack() as open_ones:
        watches: list[Watch] = []

        def open_one(**options: Any) -> tuple[Page, Watch]:
            context = chromium.new_context(ignore_https_errors=True, **{"viewport": PHONE, **options})
            open_ones.callback(context.close)
            watch = Watch(home)
            watch.follow(context)
            watches.append(watch)
            return context.new_page(), watch

        yield open_one
        for watch in watches:
            watch.found_nothing_wrong()


def a_person_at(running: Running, open_one: BrowserMaker, user_name: str, **options: Any) -> PersonOnScreen:
    """Somebody with a phone."""
    return PersonOnScreen(*open_one(**options), home=running.address, user_name=user_name)


def a_worker_at(running: Running, open_one: BrowserMaker, *roles: Role, **options: Any) -> WorkerOnScreen:
    """Somebody new on the staff, at a desk, not signed in yet."""
    with running.session() as session:
        worker, secret = a_worker_with_secret(session, *roles, name="Demo " + " ".join(roles).title())
        email = worker.email
    page, watch = open_one(viewport=DESK, **options)
    return WorkerOnScreen(page, running.address, email, PASSWORD, secret, watch)
