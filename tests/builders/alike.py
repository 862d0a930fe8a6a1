"""People whose stories must look alike from outside: their whole road is walked, and every byte of it written down.

Chance and time are the same for each of them, so that nothing has to be replaced before the bytes are compared: what
differs, differs because of what the register holds.
"""

import hashlib
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Role
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure
from portal.extensions import db
from portal.vault import box
from tests.actors.browser import HOME, Browser
from tests.actors.person import Person
from tests.builders.desk import a_disclosure, a_locked_entry, an_entry
from tests.builders.posting import led_to_sinks, work
from tests.builders.staffed import Staff
from tests.builders.telling import a_second_lead, locked_by_two

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)  # a Monday
MINUTE = timedelta(minutes=1)
THREE_MONTHS = timedelta(days=92)
BY_TEXT = {"way": "text", "value": "07700 900456", "hours": ["any"]}
SOME_ID = re.compile(r"/staff/register/[0-9a-f-]{36}")
DESKS = (Role.CASEWORKER, Role.APPROVER)  # neither may see a locked entry


@dataclass(frozen=True, slots=True)
class Story:
    """What the register holds before they ask, what a worker decides about it, and what happens to it then."""

    holds: Callable[[Session, Actor, Actor], None]
    decides: str = ""
    locks: bool = False


def nothing(_session: Session, _lead: Actor, _second: Actor) -> None:
    """The register holds nothing."""


def a_lock(session: Session, lead: Actor, second: Actor) -> None:
    """One entry that they must not be told of, as two said."""
    locked_by_two(session, a_disclosure(session, lead, a_locked_entry()), lead, second)


def an_open_one(session: Session, lead: Actor, _second: Actor) -> None:
    """One entry that may be told."""
    a_disclosure(session, lead, an_entry())


NONE = Story(nothing)
# each of these has to look, from outside, as if nothing were there
OUTSIDE = {
    "a locked entry": Story(a_lock),
    "an entry that is not theirs": Story(an_open_one, decides="refused"),
    "an entry locked on the way": Story(an_open_one, decides="confirmed", locks=True),
}
# each of these has to look so at the desk as well, for whoever may not see locked entries
INSIDE = frozenset({"a locked entry"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: who sent it, what came back, and the work that was done for it."""

    who: str
    what: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statements: tuple[tuple[str, tuple[Any, ...]], ...]
    opened: tuple[int, ...]


@dataclass
class Recorder:
    """Stands around the app, deals out the chance of each request, and writes everything down."""

    app: Flask
    who: str = "nobody"
    seen: list[Seen] = field(default_factory=list)
    jobs: list[tuple[Any, ...]] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    _statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    _opened: list[int] = field(default_factory=list)
    _times: Counter[str] = field(default_factory=Counter)
    _chance: Iterator[bytes] = field(default_factory=lambda: iter(()))

    def deal(self, label: str) -> None:
        """From now on chance is what follows from this label, and from nothing that was drawn before."""
        self._times[label] += 1
        self._statements, self._opened = [], []
        seed = hashlib.sha256(f"{label}#{self._times[label]}".encode()).hexdigest()
        self._chance = (hashlib.sha256(f"{seed}{number}".encode()).digest() for number in range(1_000_000))

    def draw(self, count: int) -> bytes:
        """In the place of `os.urandom`."""
        drawn = b""
        while len(drawn) < count:
            drawn += next(self._chance)
        return drawn[:count]

    def wsgi(self, inner: Any) -> Any:
        """Around the app: one request, one line."""

        def serve(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            what = f"{environ['REQUEST_METHOD']} {SOME_ID.sub('/staff/register/ID', environ['PATH_INFO'])}"
            self.deal(f"{self.who} {what}")
            told: list[Any] = []
            answer = inner(environ, lambda status, headers, *_: told.extend((status, headers)))
            body = b"".join(answer)
            answer.close()
            status, headers = told
            self.seen.append(Seen(self.who, what, int(status[:3]), tuple(headers), body, *self.work()))
            start_response(status, headers)
            return [body]

        return serve

    def work(self) -> tuple[tuple[tuple[str, tuple[Any, ...]], ...], tuple[int, ...]]:
        """The statements since chance was dealt, each with the shape of what it carried; the seals opened, by length."""
        return tuple(self._statements), tuple(self._opened)

    def note(self, _c: Any, _cursor: Any, statement: str, given: Any, _context: Any, _many: Any) -> None:
        """Hear a statement."""
        values = given.values() if isinstance(given, dict) else given
        self._statements.append((statement, tuple(map(_shape, values))))

    def unseal(self, real: Callable[..., bytes]) -> Callable[..., bytes]:
        """Around the opening of a seal."""

        def opens(key: bytes, sealed: bytes, place: str) -> bytes:
            self._opened.append(len(sealed))
            return real(key, sealed, place)

        return opens

    def of(self, *who: str) -> list[Seen]:
        """Everything that these saw, in order."""
        return [one for one in self.seen if one.who in who]


def _shape(value: Any) -> Any:
    return len(value) if isinstance(value, bytes | str) else type(value).__name__


@contextmanager
def recorded(app: Flask) -> Iterator[Recorder]:
    """Write down all that happens in this app. Chance is dealt out by the recorder."""
    recorder = Recorder(app)
    recorder.deal("the beginning")
    inner = app.wsgi_app
    with app.app_context():
        engine = db.engine
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", recorder.draw)
        patch.setattr(random, "_urandom", recorder.draw)
        patch.setattr(box, "unseal", recorder.unseal(box.unseal))
        patch.setattr(app, "wsgi_app", recorder.wsgi(inner))
        event.listen(engine, "before_cursor_execute", recorder.note)
        try:
            yield recorder
        finally:
            event.remove(engine, "before_cursor_execute", recorder.note)


def lives(app: Flask, story: Story) -> Recorder:
    """The whole road of one person: asked, worked on, approved, released, read; and read again three months later."""
    with time_machine.travel(NOON, tick=False) as clock, led_to_sinks(app) as sinks, recorded(app) as recorder:
        staff = Staff(app)
        lead = staff.actors[Role.SAFEGUARDING]
        with app.app_context(), db.sessionmaker() as session:
            story.holds(session, lead, a_second_lead(session))
            session.commit()
        person = Person(Browser(app))
        recorder.who = "person"
        person.asks(BY_TEXT)
        looks_in(recorder, person)
        is_answered(app, recorder, staff, story, lambda: looks_in(recorder, person))
        clock.shift(10 * MINUTE)
        recorder.deal("the text leaves")
        work(app, NOON + 11 * MINUTE)
        recorder.sent = [(text.to, text.text, text.headers["content-length"], text.body) for text in sinks.texts]
        looks_in(recorder, person)
        clock.shift(THREE_MONTHS)
        looks_in(recorder, Person(Browser(app), person.user_name, person.reference, person.words))
        assert not sinks.mails
        return recorder


def looks_in(recorder: Recorder, person: Person) -> None:
    """Come back with the code and open everything that there is to open."""
    recorder.who = "person"
    person.comes_back()
    for path in ("/mine", "/mine/answer", *(f"/mine/answer/{part}" for part in range(1, 5)), "/mine/whole",
                 "/mine/save", "/mine/document.pdf", "/mine/messages", "/mine/contact", "/mine/side/0/0",
                 "/mine/side/0/2", "/mine/side/0/4", "/cy/mine", "/cy/mine/answer"):  # fmt: skip
        person.browser.client.get(path, base_url=HOME)
    person.leaves()


def is_answered(app: Flask, recorder: Recorder, staff: Staff, story: Story, meanwhile: Callable[[], None]) -> None:
    """From the queue to the release, with a look at every page of the desk between two steps."""
    recorder.who = "caseworker"
    caseworker = staff.signed_in(Role.CASEWORKER)
    recorder.who = "approver"
    approver = staff.signed_in(Role.APPROVER)
    recorder.who = "caseworker"
    case = caseworker.opens_case().path

    def at_the_desk(*more: str) -> None:
        for role, worker in zip(DESKS, (caseworker, approver), strict=True):
            recorder.who = str(role)
            for page in (*pages_of_desk(app, case), *more):
                worker.browser.client.get(page, base_url=HOME)
        meanwhile()
        recorder.who = "caseworker"
        caseworker.browser.open(case)

    at_the_desk()
    caseworker.browser.press(to="/take")
    caseworker.knows_them(case)
    if story.decides:
        caseworker.browser.press({"decision": story.decides}, to="/matches/")
    if story.locks:
        lock_all(app)
    caseworker.browser.open(f"{case}/answer")
    caseworker.browser.press({"kind": "cannot-confirm"}, to="/letters")
    caseworker.browser.press({"send": "yes"})
    caseworker.browser.press({"prepare": "yes"})
    recorder.deal("the file is made")
    work(app, NOON)
    recorder.jobs.append(recorder.work())
    at_the_desk(f"{case}/answer/document.pdf")
    recorder.who = "approver"
    approver.browser.open(f"{case}/answer")
    approver.browser.press(to="/approve")
    meanwhile()
    recorder.who = "caseworker"
    caseworker.browser.open(f"{case}/answer")
    page = caseworker.browser.press({"contact_confirmed": "y"}, to="/release")
    assert "Released. They can read it now." in page.main, page.errors
    at_the_desk()


def pages_of_desk(app: Flask, case: str) -> list[str]:
    """Every page that asks for no more than a case, the register's page of an entry that is not there for them too."""
    paths = [SOME_CASE.sub(case.rsplit("/", 1)[1], rule.rule) for rule in app.url_map.iter_rules()
             if "GET" in (rule.methods or ()) and rule.rule.startswith("/staff/") and rule.arguments <= {"case_id"}]  # fmt: skip
    with app.app_context(), db.sessionmaker() as session:
        locked = [row.id for row in session.query(Disclosure).order_by(Disclosure.id) if row.is_locked]
    nobody = "00000000-0000-4000-8000-000000000000"
    return [*sorted(paths), f"/staff/register/{locked[0] if locked else nobody}"]


SOME_CASE = re.compile(r"<uuid:case_id>")


def lock_all(app: Flask) -> None:
    """Somebody finds out that they must not be told."""
    with app.app_context(), db.sessionmaker() as session:
        for row in session.query(Disclosure):
            row.told = k.Told.MUST_NOT
        session.commit()
