"""The clock of a case and the bank holidays in every state, and our question at /mine. Generators, as in road_on_screen."""

import secrets
from collections.abc import Iterator
from datetime import date, timedelta

from portal.accounts.actor import SYSTEM
from portal.accounts.permissions import Role
from portal.cases.clock import ask_question
from portal.cases.kinds import Unclear
from portal.cases.service import open_case
from portal.core import clock
from portal.requests.kinds import Right
from tests.actors.person_on_screen import PersonOnScreen
from tests.actors.worker_on_screen import WorkerOnScreen
from tests.builders.desk import ENGLAND, a_case, a_request, a_worker
from tests.builders.lettering import LETTER_SET
from tests.builders.road_on_screen import open_every_line
from tests.builders.running import Running

QUESTION = "Which year do you mean?"


def the_clock(worker: WorkerOnScreen, running: Running) -> Iterator[str]:
    """A clock that runs, a question that is wrong, seen and asked, and the same of an erasure."""
    at = clock.now()
    with running.session() as session:
        access = a_case(session, f"demo-{secrets.token_hex(4)}", right=Right.ACCESS, at=at - timedelta(days=12)).id
        erasure = a_case(session, f"demo-{secrets.token_hex(4)}", right=Right.ERASURE, at=at).id
    page = worker.page
    worker.signs_in()
    worker.opens(f"/staff/cases/{access}/clock")
    open_every_line(page)
    yield "clock"
    page.locator("#question button").first.click()
    yield "clock, error"
    page.check("[name=question-about][value=which-time]")
    page.fill("[name=question-question]", QUESTION)
    page.locator("#question button").first.click()
    yield "clock, before it counts"
    page.locator("button[name=sure]").click()
    open_every_line(page)
    yield "clock, stopped"
    worker.opens(f"/staff/cases/{access}")
    yield "case, stopped clock"
    worker.opens(f"/staff/cases/{erasure}/clock")
    yield "clock, erasure"


def the_calendar(worker: WorkerOnScreen, running: Running) -> Iterator[str]:
    """The list, a day that is wrong, seen and said."""
    with running.session() as session:
        due = a_case(session, f"demo-{secrets.token_hex(4)}", at=clock.now()).due_on or date.max
    page = worker.page
    worker.signs_in()
    worker.opens("/staff/calendar")
    yield "bank holidays"
    worker.presses()
    yield "bank holidays, error"
    page.fill("[name=day]", due.isoformat())
    page.check("[name=day_is][value=holiday]")
    page.fill("[name=reason]", "A royal day, said on the site of the government.")
    worker.presses()
    yield "bank holidays, before it counts"
    page.locator("button[name=sure]").click()
    yield "bank holidays, said"


def our_question(person: PersonOnScreen, running: Running) -> Iterator[str]:
    """The request while we wait for an answer, the question, and an answer that is empty and sent."""
    at = clock.now()
    with running.session() as session:
        request, code = a_request(session, f"demo-{secrets.token_hex(4)}", at=at, rights=(Right.ACCESS,))
        case = open_case(session, request, Right.ACCESS, calendar=ENGLAND, actor=SYSTEM, at=at)
        worker = a_worker(session, Role.CASEWORKER, name=f"Demo {secrets.token_hex(4)}")
        ask_question(
            session, case, QUESTION, about=Unclear.WHICH_TIME, submission=secrets.token_hex(16), letters=LETTER_SET,
            calendar=ENGLAND, actor=worker, at=at,
        )  # fmt: skip
    person.types_the_code(code.reference, " ".join(code.words))
    open_every_line(person.page)
    yield "mine, we ask"
    person.opens("/mine/messages")
    yield "messages, we ask"
    person.presses()
    yield "messages, we ask, error"
    person.page.fill("[name=our-answer]", "My last year at school.")
    person.presses()
    yield "messages, answered"
