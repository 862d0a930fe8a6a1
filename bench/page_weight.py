"""What a first visit costs on paid-for data: bytes over the wire and requests, page by page.

    make bench, or: PYTHONPATH=. python bench/page_weight.py

Each page is asked for as a browser does that was never here: the page, then every style sheet, script and picture it
names, packed where the server packs. Counted: the body and the headers of each answer. The goal for explainers is at
most 50 kB in at most 6 requests, no web font, no other host.
"""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from argon2 import profiles
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.accounts import passwords
from portal.extensions import db
from tests.actors.browser import HOME, Browser
from tests.actors.person import Person
from tests.builders.installed import make_settings, migrate

GOAL_BYTES, GOAL_REQUESTS = 50_000, 6
EXPLAINERS = ("/", "/policies/", "/policies/confidentiality", "/hide-your-visit", "/cookies")
QUESTIONS = ("/q/1", "/q/2", "/q/3", "/q/4", "/q/5", "/back")
LOADED = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src)="([^"]+)"')
ACCEPT = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one first view asked for."""

    page: int
    style: int
    script: int
    pictures: int
    requests: int
    elsewhere: int
    fonts: int

    @property
    def total(self) -> int:
        """All bytes."""
        return self.page + self.style + self.script + self.pictures

    @property
    def is_light(self) -> bool:
        """Whether it meets the goal."""
        alone = not self.elsewhere and not self.fonts
        return alone and self.total <= GOAL_BYTES and self.requests <= GOAL_REQUESTS


def weigh(client: FlaskClient, path: str) -> Weight:
    """Open one page with an empty cache."""
    answer = client.get(path, base_url=HOME, headers=ACCEPT)
    html = client.get(path, base_url=HOME).get_data(as_text=True)
    named = list(dict.fromkeys(LOADED.findall(html)))
    ours = [address for address in named if address.startswith("/")]
    sizes = {address: _size(client.get(address, base_url=HOME, headers=ACCEPT)) for address in ours}
    styles = "".join(client.get(a, base_url=HOME).get_data(as_text=True) for a in ours if a.endswith(".css"))
    return Weight(
        page=_size(answer),
        style=sum(size for address, size in sizes.items() if address.endswith(".css")),
        script=sum(size for address, size in sizes.items() if address.endswith(".js")),
        pictures=sum(size for address, size in sizes.items() if not address.endswith((".css", ".js"))),
        requests=1 + len(named),
        elsewhere=len(named) - len(ours),
        fonts=styles.count("@font-face"),
    )


def _size(answer: object) -> int:
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)  # type: ignore[attr-defined]
    return len(answer.get_data()) + len(headers)  # type: ignore[attr-defined]


def has_asked(app: Flask) -> FlaskClient:
    """A browser with every question answered, so that each can be opened."""
    person = Person(Browser(app))
    for values in ({}, {"ways": ["chat"]}, {"user_name": "Demo Bench"}, {"way": "code"}):
        if not values:
            person.browser.open("/q/1")
        person.browser.press(values)
    client: FlaskClient = person.browser.client
    return client


def main() -> None:
    """Weigh every page and print the table."""
    passwords.configure(profiles.CHEAPEST)
    with tempfile.TemporaryDirectory() as folder:
        settings = make_settings(Path(folder))
        migrate(settings)
        app = create_app(settings)
        weights = {path: weigh(app.test_client(), path) for path in EXPLAINERS}
        client = has_asked(app)
        weights |= {path: weigh(client, path) for path in QUESTIONS}
        with app.app_context():
            db.engine.dispose()
    print(f"{'page':<28} {'page':>7} {'style':>7} {'script':>7} {'pictures':>9} {'total':>7} {'requests':>9}")
    for path, w in weights.items():
        over = (
            "   over the goal" if w.total > GOAL_BYTES or w.requests > GOAL_REQUESTS or w.elsewhere or w.fonts else ""
        )
        print(f"{path:<28} {w.page:>7} {w.style:>7} {w.script:>7} {w.pictures:>9} {w.total:>7} {w.requests:>9}{over}")
    heaviest = max(weights.values(), key=lambda weight: weight.total)
    print(f"\nHeaviest: {heaviest.total / 1000:.1f} kB in {heaviest.requests} requests "
          f"(goal: {GOAL_BYTES // 1000} kB in {GOAL_REQUESTS}; fonts and other hosts: none)")  # fmt: skip


if __name__ == "__main__":
    main()
