"""Whether time tells a locked entry from no entry at all.

    make bench, or: PYTHONPATH=. python bench/cannot_be_confirmed.py [--tries 200] [--roads 20]

Two people are asked about in turn, in an order that chance decides: of one the register holds an entry that they must
not be told of, of the other it holds nothing. Measured is what either of them, or anybody at the desk who may not see
locked entries, could put a clock on: each page that the person opens, each page of the case, and the acts behind them.
There are two figures: the clock on the wall and the time of the processor. On a busy machine the second is truer.

The two are compared pair by pair: the median of the differences, and how often chance alone gives as much when it turns
the pairs around (a permutation test of 2,000 turns). "Told apart" is what chance gives less often than once in a
hundred, counted over all lines together. That the same work is done at all is not measured but tested, statement by
statement: `tests/web/test_cannot_be_confirmed.py`.
"""

import argparse
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from argon2 import profiles
from flask import Flask
from sqlalchemy.orm import Session

from portal import create_app
from portal.accounts import passwords
from portal.accounts.actor import Actor
from portal.accounts.permissions import Role
from portal.answers import queries as answers
from portal.answers import service as acts
from portal.answers.models import Answer
from portal.cases import service as cases
from portal.cases.models import Case
from portal.core import clock
from portal.disclosures.queries import suggestions
from portal.extensions import db
from portal.requests.kinds import Right
from tests.actors.browser import HOME, Browser
from tests.actors.person import Person
from tests.builders.desk import ENGLAND, a_disclosure, a_locked_entry, a_request, known, make, prepare
from tests.builders.installed import make_settings, migrate
from tests.builders.staffed import Staff

NEVER = 0.01
TURNS = 2_000
LOCKED, NOTHING = "locked", "nothing"
READ = (
    "/mine", "/mine/answer", "/mine/answer/1", "/mine/answer/2", "/mine/answer/3", "/mine/whole", "/mine/save",
    "/mine/document.pdf", "/mine/messages",
)  # fmt: skip
OF_DESK = ("", "/answer", "/answer/preview", "/letters", "/who", "/clock")

Pair = tuple[float, float]
Measured = dict[str, dict[str, list[Pair]]]


def timed(act: Callable[[], Any]) -> tuple[Pair, Any]:
    """Milliseconds on the wall and of the processor, and what came of it."""
    wall, processor = time.perf_counter(), time.process_time()
    came = act()
    return ((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000), came


class Desk:
    """People who ask, and the workers who answer them."""

    def __init__(self, app: Flask, measured: Measured) -> None:
        self.app, self.measured, self.count = app, measured, 0
        self.staff = Staff(app)
        self.caseworker, self.approver, self.lead = (
            self.staff.actors[role] for role in (Role.CASEWORKER, Role.APPROVER, Role.SAFEGUARDING)
        )

    def answers_both(self) -> dict[str, tuple[Person, str]]:
        """One more pair, from the request to the release, each act measured in turn. Gives the people and the cases."""
        self.count += 1
        with self.app.app_context(), db.sessionmaker() as session:
            made = {who: self._asks(session, who) for who in random.sample((LOCKED, NOTHING), 2)}
            session.commit()
            pair = {who: session.get_one(Case, case_id) for who, (_, case_id) in made.items()}
            for name, act in self._steps(session).items():
                for who in random.sample(list(pair), 2):
                    taken, _ = timed(lambda act=act, case=pair[who]: (act(case), session.commit()))  # type: ignore[misc]
                    self.measured[f"act: {name}"][who].append(taken)
        return {who: (person, f"/staff/cases/{case_id}") for who, (person, case_id) in made.items()}

    def _asks(self, session: Session, who: str) -> tuple[Person, Any]:
        name = f"demo.{who}.{self.count:05}"
        if who == LOCKED:
            a_disclosure(session, self.lead, a_locked_entry(name))
        request, code = a_request(session, name, at=clock.now())
        case = cases.open_case(session, request, Right.SHARED, calendar=ENGLAND, actor=self.caseworker, at=clock.now())
        return Person(Browser(self.app), name, code.reference, list(code.words)), case.id

    def _steps(self, session: Session) -> dict[str, Callable[[Case], Any]]:
        by, at = self.caseworker, clock.now

        def answer(case: Case) -> Answer:
            return session.query(Answer).filter_by(case_id=case.id).one()

        return {
            "take it": lambda case: cases.take(session, case, actor=by, at=at()),
            "know them": lambda case: known(session, case.request_id, by, at=at()),
            "look into the register": lambda case: suggestions(session, case),
            "prepare it": lambda case: prepare(session, case, by, at=at()),
            "make the file": lambda case: make(session, answer(case), at=at()),
            "look at the gate": lambda case: self._gate(session, case),
            "approve it": lambda case: self._approve(session, case, answer(case)),
            "release it": lambda case: acts.release(session, case, contact_confirmed=True, actor=by, at=at()),
        }

    def _gate(self, session: Session, case: Case) -> None:
        answers.gate_for(session, case, actor=self.approver, today=clock.today())

    def _approve(self, session: Session, case: Case, answer: Answer) -> None:
        by: Actor = self.approver
        acts.approve(session, case, sha256=answer.pdf_sha256 or "", actor=by, at=clock.now())


def opens_everything(desk: Desk, pair: dict[str, tuple[Person, str]], tries: int) -> None:
    """Come back, read, look at the desk: each page by each of the two, again and again, in turn."""
    worker = desk.staff.signed_in(Role.CASEWORKER).browser
    for person, _ in pair.values():
        person.comes_back()
    for number in range(tries + 1):
        comes_back(desk, pair, keep=number > 0)
        for path in (*READ, *OF_DESK):
            for who in random.sample(list(pair), 2):
                person, case = pair[who]
                browser, where = (person.browser, path) if path in READ else (worker, case + path)
                taken, page = timed(lambda b=browser, w=where: b.client.get(w, base_url=HOME))  # type: ignore[misc]
                if page.status_code not in {200, 303}:
                    raise SystemExit(f"The road is broken at {where}: {page.status_code}")
                if number:  # the first round fills caches
                    desk.measured[path if path in READ else f"desk: case{path}"][who].append(taken)


def comes_back(desk: Desk, pair: dict[str, tuple[Person, str]], *, keep: bool) -> None:
    """The press that compares the words: the one thing an outsider can do to somebody else's code."""
    for who in random.sample(list(pair), 2):
        person, _ = pair[who]
        person.browser.open("/back")
        taken, page = timed(person.comes_back)
        if page.path != "/mine":
            raise SystemExit(f"The road is broken at /back: {page.errors}")
        if keep:
            desk.measured["/back, the form and the press"][who].append(taken)


def chance_gives_as_much(differences: list[float]) -> float:
    """How often turning pairs around at random gives a median as far from nothing as the one that was measured."""
    seen = abs(median(differences))
    fair = random.Random(1)  # the same verdict for the same figures
    turned = (abs(median(fair.choice((d, -d)) for d in differences)) for _ in range(TURNS))
    return (1 + sum(found >= seen for found in turned)) / (1 + TURNS)


def table(measured: Measured) -> str:
    """One line for each thing that can be timed."""
    first = f"{'what':<32} {'tries':>5} {'locked ms':>10} {'nothing ms':>10} {'apart µs':>9} {'chance':>7}"
    lines = [f"{first}   {'processor: apart µs':>20} {'chance':>7}"]
    told_apart = []
    for name, by_whom in measured.items():
        ours, theirs = by_whom[LOCKED], by_whom[NOTHING]
        walls, processors = ([a[n] - b[n] for a, b in zip(ours, theirs, strict=True)] for n in (0, 1))
        by_wall, by_processor = chance_gives_as_much(walls), chance_gives_as_much(processors)
        lines.append(
            f"{name:<32} {len(ours):>5} {median(w for w, _ in ours):>10.2f} {median(w for w, _ in theirs):>10.2f} "
            f"{median(walls) * 1000:>9.0f} {by_wall:>7.3f}   {median(processors) * 1000:>20.0f} {by_processor:>7.3f}"
        )
        if min(by_wall, by_processor) < NEVER / (2 * len(measured)):
            told_apart.append(name)
    verdict = f"Told apart: {', '.join(told_apart) or 'nothing'} (goal: nothing)"
    return "\n".join([*lines, "", verdict])


def main() -> None:
    """Walk, then print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--roads", type=int, default=20)
    given = parser.parse_args()
    passwords.configure(profiles.CHEAPEST)
    measured: Measured = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as folder:
        settings = make_settings(Path(folder))
        migrate(settings)
        app = create_app(settings)
        desk = Desk(app, measured)
        pair = desk.answers_both()
        measured.clear()  # the first ones fill caches
        opens_everything(desk, pair, given.tries)
        for _ in range(given.roads):
            desk.answers_both()
        with app.app_context():
            db.engine.dispose()
    print(table(measured))


if __name__ == "__main__":
    main()
