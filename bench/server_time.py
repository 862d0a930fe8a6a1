"""How long the server works on each page of the road, in the demo, with argon2 apart.

    make bench, or: PYTHONPATH=. python bench/server_time.py [--rounds 10]

One process walks the whole road again and again, from the policy to the released answer, on a fresh demo with SQLite.
A clock around the WSGI app counts from the first byte of the request to the last of the answer. argon2 is apart: it
runs with its cheapest parameters here (its price is a choice, about 60 ms, paid by four pages). Rendering is not in it
either: a worker process does that. Goal: no page over 100 ms.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from argon2 import profiles
from flask import Flask
from sqlalchemy import delete

from portal import create_app
from portal.accounts import passwords
from portal.accounts.models import ThrottleCounter
from portal.accounts.permissions import Role
from portal.extensions import db
from portal.jobs.worker import Worker as JobWorker
from tests.actors.browser import HOME, Browser, Page
from tests.actors.person import Person
from tests.actors.worker import Worker
from tests.builders.installed import make_settings, migrate
from tests.builders.staff import PASSWORD, a_worker_with_secret

GOAL_MS = 100
LETTER = "Hello,\n\nYou asked what we told other people. We told one team, one time. This letter says what we said."
EXPLAINERS = ("/", "/policies/", "/policies/confidentiality", "/hide-your-visit", "/cookies")
PARTS = (
    "/mine/answer",
    "/mine/answer/1",
    "/mine/answer/2",
    "/mine/answer/3",
    "/mine/save",
    "/mine/document.pdf",
    "/still-here",
)
ENTRY = {
    "decision": "shared", "urgency": "emergency", "decided_on": "2026-10-01", "decided_time": "21:10",
    "shared_on": "2026-10-01", "shared_time": "21:14", "clause": "confidentiality:3:plan-now", "consent": "not-asked",
    "why": "You had a plan to end your life that night.", "no_consent_reason": "not-reasonable", "told": "after",
    "told_on": "2026-10-02", "recipients-0-kind": "ambulance", "recipients-0-name": "Demo Ambulance Control",
    "fields-0-what": "your first name", "fields-0-why": "So that they could ask for you.",
}  # fmt: skip


Times = dict[tuple[str, str], list[tuple[float, float]]]


class Clock:
    """Stands around the app and notes, for each endpoint and method, how long each request took.

    In milliseconds, of the clock on the wall and of the processor: on a busy machine the second is the truer one.
    """

    def __init__(self, app: Flask) -> None:
        self._app, self._inner = app, app.wsgi_app
        self.times: Times = defaultdict(list)
        app.wsgi_app = self  # type: ignore[method-assign]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve one request, to its last byte."""
        endpoint = self._app.url_map.bind_to_environ(environ).match()[0]
        wall, processor = time.perf_counter(), time.process_time()
        answer = self._inner(environ, start_response)
        body = list(answer)
        answer.close()  # type: ignore[attr-defined]  # werkzeug's answers have it
        taken = ((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000)
        self.times[str(endpoint), environ["REQUEST_METHOD"]].append(taken)
        return body


def walk_the_road(app: Flask, number: int) -> None:
    """Everybody does their part once, with browsers of their own."""
    person = Person(Browser(app), user_name=f"Demo Bench {number}")
    caseworker, lead, approver = list(staff(app, number))
    for path in EXPLAINERS:
        person.browser.open(path)
    lead.browser.open("/staff/register")
    lead.browser.open("/staff/register/new")
    must_say(lead.browser.press(ENTRY | {"user_name": person.user_name}), "Logged")
    person.asks()
    person.browser.open("/q/6")
    person.browser.press({"words": " ".join(person.words)})
    answer(app, caseworker, approver, person.user_name)
    read(person)


def staff(app: Flask, number: int) -> Iterator[Worker]:
    """Three workers who have just signed in."""
    for role in (Role.CASEWORKER, Role.SAFEGUARDING, Role.APPROVER):
        with app.app_context(), db.sessionmaker() as session:
            session.execute(delete(ThrottleCounter))
            worker, secret = a_worker_with_secret(session, role, name=f"Demo {role.value} {number}")
            email = worker.email
            session.commit()
        signed_in = Worker(Browser(app), email, PASSWORD, secret)
        signed_in.signs_in()
        yield signed_in


def answer(app: Flask, caseworker: Worker, approver: Worker, user_name: str) -> None:
    """From the queue to the released answer."""
    desk = caseworker.browser
    for tab in ("late", "mine", "checking", "answered", "open"):
        desk.open(f"/staff/?tab={tab}")
    desk.open("/staff/today")
    case = desk.press({"wanted": user_name}, to="/search").path
    desk.open(f"{case}/clock")
    desk.open(case)
    desk.press(to="/take")
    caseworker.knows_them(case)
    desk.press({"decision": "confirmed"}, to="/matches/")
    desk.open(f"{case}/answer")
    desk.press({"letter": LETTER})
    desk.press({"letter": LETTER, "prepare": "yes"})
    with app.app_context():
        JobWorker(db.sessionmaker).run_due()
    desk.open("/staff/account")
    approver.browser.open(f"{case}/answer")
    approver.browser.client.get(f"{case}/answer/document.pdf", base_url=HOME)
    approver.browser.open("/staff/jobs")
    approver.browser.open(f"{case}/answer")
    approver.browser.press(to="/approve")
    desk.open(f"{case}/answer")
    must_say(desk.press({"contact_confirmed": "y", "odd_hour": "they-asked"}, to="/release"), "Released")


def read(person: Person) -> None:
    """Come back, read every part, take the file, leave."""
    must_say(person.comes_back(), "Your answer is here")
    for path in PARTS:
        person.browser.client.get(path, base_url=HOME)
    person.leaves()
    person.browser.open("/away")


def must_say(page: Page, words: str) -> None:
    """Stop when the road does not lead on: the figures would be those of error pages."""
    if words not in page.main:
        raise SystemExit(f"The road is broken at {page.path}, which does not say {words!r}: {page.errors}")


def table(times: Times) -> str:
    """One line for each endpoint, slowest first."""
    lines = [f"{'endpoint':<34} {'':<5} {'times':>5} {'median ms':>10} {'slowest':>8} {'processor':>10}"]
    medians = {
        key: (median(wall for wall, _ in taken), median(cpu for _, cpu in taken)) for key, taken in times.items()
    }
    for (endpoint, method), (wall, cpu) in sorted(medians.items(), key=lambda item: -item[1][0]):
        taken = times[endpoint, method]
        line = f"{endpoint:<34} {method:<5} {len(taken):>5} {wall:>10.1f} {max(taken)[0]:>8.1f} {cpu:>10.1f}"
        lines.append(line + ("   over the goal" if wall > GOAL_MS else ""))
    slowest = max(wall for wall, _ in medians.values())
    return "\n".join([*lines, "", f"Slowest page: {slowest:.1f} ms (goal: no page over {GOAL_MS} ms)"])


def main() -> None:
    """Walk, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    passwords.configure(profiles.CHEAPEST)
    with tempfile.TemporaryDirectory() as folder:
        settings = make_settings(Path(folder), public_url="http://127.0.0.1:8000")
        migrate(settings)
        app = create_app(settings)
        app.test_cli_runner().invoke(args=["demo", "load"], catch_exceptions=False)
        clock = Clock(app)
        walk_the_road(app, 0)  # the first walk fills caches, as the first visitor of the day does
        clock.times.clear()
        for number in range(1, rounds + 1):
            walk_the_road(app, number)
        with app.app_context():
            db.engine.dispose()
    print(table(clock.times))


if __name__ == "__main__":
    main()
