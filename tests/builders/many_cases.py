"""Very many cases, written straight into the tables, and a caseworker who looks at them: for bench/queue.py.

The same proportions at every size: 7 in 100 cases are open, of which one in ten is late and one in twenty paused; half
belong to one of five teams, the last of which has few. The caseworker is of that team, and has cases of others. What waits
to be read is 200 messages at every size: a backlog does not grow with the archive.
"""

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, delete, insert, select, text

from portal import create_app
from portal.accounts.models import ThrottleCounter
from portal.accounts.permissions import Role
from portal.cases.counts import rebuild
from portal.cases.models import Case
from portal.cases.shelves import NEVER, Shelf, shelf_of
from portal.cases.states import CLOSED, Status
from portal.core import clock
from portal.extensions import db
from portal.messages.kinds import MessageKind, Sender
from portal.messages.models import RequestMessage
from portal.policies.kinds import AgeBand
from portal.requests.code import ALPHABET
from portal.requests.kinds import Channel, IdentifierKind, Right
from portal.requests.models import Identifier, Request
from tests.actors.browser import HOME, Browser
from tests.actors.worker import Worker
from tests.builders.desk import a_case
from tests.builders.installed import PostgresServer, let_go, make_settings, migrate, postgres_server
from tests.builders.staff import PASSWORD, a_worker_with_secret

FOLDER = Path("build/bench-queue")
BATCH = 10_000
WORKERS, UNREAD = 40, 200
OPEN, WITHDRAWN, PAUSED, BY_PORTAL, NOBODYS = 0.07, 0.02, 0.05, 0.9, 0.8
SOUGHT = "demo.sought"  # the user name that is looked for, of one person in the middle
RIGHTS = (
    Right.ACCESS,
    Right.SHARED,
    Right.ERASURE,
    Right.REMOVE,
    Right.RECTIFICATION,
    Right.COMPLAINT,
    Right.PORTABILITY,
)
RIGHT_WEIGHTS = (30, 25, 20, 10, 8, 6, 1)
OPEN_STAGES = (Status.RECEIVED, Status.IN_PROGRESS, Status.CHECKING, Status.APPROVED)
OPEN_WEIGHTS = (40, 40, 14, 6)
TEAMS, TEAM_WEIGHTS = (None, "north", "south", "east", "west", "small"), (500, 150, 150, 100, 99, 1)
AGES = (None, AgeBand.UNDER_13, AgeBand.FROM_13, AgeBand.FROM_16, AgeBand.ADULT, AgeBand.ADULT_AT_RISK)
AGE_WEIGHTS = (50, 2, 20, 18, 9, 1)


@dataclass
class Desk:
    """One portal with so many cases, and a caseworker at it."""

    size: int
    app: Flask
    worker: Worker
    owner: str
    case: uuid.UUID | None = None

    def asks(self, path: str, form: dict[str, str] | None = None) -> tuple[float, float]:
        """Milliseconds from the first byte of the request to the last of the answer: on the wall, of the processor."""
        taken: list[tuple[float, float]] = []
        inner, client = self.app.wsgi_app, self.worker.browser.client

        def timed(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
            wall, processor = time.perf_counter(), time.process_time()
            body = list(inner(environ, start_response))
            taken.append(((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000))
            return body

        self.app.wsgi_app = timed  # type: ignore[method-assign]
        try:
            answer = (
                client.post(path, base_url=HOME, data=form, headers={"Referer": HOME + "/"})
                if form
                else client.get(path, base_url=HOME)
            )
        finally:
            self.app.wsgi_app = inner  # type: ignore[method-assign]
        if answer.status_code != (303 if form else 200):
            raise SystemExit(f"{path} answered {answer.status_code}: the figures would be those of an error page")
        return taken[0]


def rows(
    size: int, owners: list[uuid.UUID], key_id: str, today: date
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """A request, its identifier and its case, again and again; the same ones for the same size."""
    dice = random.Random(size)  # figures, not secrets
    stages = dice.choices
    for number in range(size):
        is_open = dice.random() < OPEN
        status = (
            stages(OPEN_STAGES, OPEN_WEIGHTS)[0]
            if is_open
            else (Status.WITHDRAWN if dice.random() < WITHDRAWN else Status.ANSWERED)
        )
        age = dice.randint(0, 33) if is_open else dice.randint(34, 1500)
        received = today - timedelta(days=age)
        right = stages(RIGHTS, RIGHT_WEIGHTS)[0]
        clock_state = "stopped" if is_open and dice.random() < PAUSED and right is not Right.COMPLAINT else "running"
        due = None if clock_state == "stopped" else received + timedelta(days=30)
        channel = Channel.PORTAL if dice.random() < BY_PORTAL else Channel.PHONE
        owner = None if status is Status.RECEIVED and dice.random() < NOBODYS else dice.choice(owners)
        at = datetime(received.year, received.month, received.day, 9, tzinfo=UTC)
        request_id, case_id = uuid.UUID(int=dice.getrandbits(128)), uuid.UUID(int=dice.getrandbits(128))
        yield (
            {
                "id": request_id, "key_id": key_id, "submission": f"{number:032x}",
                "reference_index": f"{dice.getrandbits(256):064x}", "reference": b"x" * 40, "words_hash": "x" * 90,
                "channel": channel, "language": "en", "received_at": at, "received_on": received, "answers": b"x" * 120,
                "contact_card": b"x" * 120,
            },
            {
                "id": uuid.UUID(int=dice.getrandbits(128)), "request_id": request_id, "kind": IdentifierKind.USER_NAME,
                "blind_index": f"{dice.getrandbits(256):064x}", "value": b"x" * 60,
            },
            {
                "id": case_id, "request_id": request_id, "number": number_of(number), "right": right, "status": status,
                "shelf": shelf_of(status, clock_state, right), "channel": channel,
                "age_band": stages(AGES, AGE_WEIGHTS)[0], "team": stages(TEAMS, TEAM_WEIGHTS)[0], "received_on": received, "clock_state": clock_state,
                "due_on": due, "sort_on": due or NEVER, "paused_days": 0, "working": [], "owner_id": owner,
                "created_at": at, "closed_at": at if status in CLOSED else None, "version": 1,
            },
        )  # fmt: skip


def number_of(number: int) -> str:
    """Eight characters, a different eight for each number."""
    letters = ""
    for _ in range(8):
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def fill(app: Flask, size: int) -> None:
    """Write the rows, then the indexes, the counts and what the planner needs to know."""
    with app.app_context(), db.sessionmaker() as session:
        owners = [a_worker_with_secret(session, Role.CASEWORKER, name=f"Demo Owner {n}")[0].id for n in range(WORKERS)]
        sought = session.info["vault"].blind(IdentifierKind.USER_NAME.value, SOUGHT)
        key_id = session.info["vault"].new_key("request")
        session.commit()
        with db.engine.begin() as connection:
            indexes = [index for table in (Case, Identifier) for index in table.__table__.indexes]
            for index in indexes:
                index.drop(connection)
            _write(connection, size, owners, key_id, sought)
            for index in indexes:
                index.create(connection)
        rebuild(session)
        session.commit()
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def _write(connection: Connection, size: int, owners: list[uuid.UUID], key_id: str, sought: str) -> None:
    batch: list[tuple[dict[str, Any], ...]] = []
    every = max(1, size // UNREAD)
    for number, row in enumerate(rows(size, owners, key_id, clock.today())):
        if number == size // 2:
            row[1]["blind_index"] = sought
        batch.append(row)
        if len(batch) == BATCH or number == size - 1:
            for table, part in zip((Request, Identifier, Case), zip(*batch, strict=True), strict=True):
                write_rows(connection, table.__table__, list(part))
            unread = [_message(r[0]["id"]) for n, r in enumerate(batch, number - len(batch) + 1) if n % every == 0]
            if unread:
                write_rows(connection, RequestMessage.__table__, unread)
            batch.clear()


def write_rows(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    """As fast as the database takes them."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    columns = ", ".join(f'"{name}"' for name in rows[0])
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row.values()])


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return value.value if isinstance(value, Enum) else value


def _message(request_id: uuid.UUID) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(), "request_id": request_id, "kind": MessageKind.NOTE, "sender": Sender.PERSON,
        "submission": uuid.uuid4().hex, "body": b"x" * 80, "sent_at": clock.now(),
    }  # fmt: skip


@contextmanager
def desks(kind: str, sizes: list[int]) -> Iterator[list[Desk]]:
    """A portal for each size, filled if it is not, with a caseworker who has just signed in."""
    with ExitStack() as stack:
        server = None
        if kind == "postgresql":
            server = PostgresServer(stack.enter_context(postgres_server(FOLDER)))
        found = []
        for size in sizes:
            folder = FOLDER / f"{kind}-{size}-{clock.today()}"
            is_new = not (folder / "filled").exists() or server is not None
            folder.mkdir(parents=True, exist_ok=True)
            settings = make_settings(folder.resolve(), server.database(f"bench_{size}") if server else "")
            if is_new:
                migrate(settings)
            app = create_app(settings)
            stack.callback(let_go, app)
            if is_new:
                fill(app, size)
                (folder / "filled").touch()
            found.append(_desk(app, size))
        yield found


def _desk(app: Flask, size: int) -> Desk:
    with app.app_context(), db.sessionmaker() as session:
        session.execute(delete(ThrottleCounter))
        worker, secret = a_worker_with_secret(session, Role.CASEWORKER, name="Demo Bench")
        owner = str(
            session.query(Case.owner_id).filter(Case.owner_id.is_not(None), Case.status == "checking").limit(1).scalar()
        )
        email, worker.team = worker.email, "small"
        for case in session.scalars(select(Case).where(Case.shelf == Shelf.RUNNING, Case.team == "north").limit(20)):
            case.owner_id = worker.id
        case = a_case(session, f"demo.bench.{uuid.uuid4()}").id
        session.commit()
    signed_in = Worker(Browser(app), email, PASSWORD, secret)
    signed_in.signs_in()
    return Desk(size, app, signed_in, owner, case)


def pages(desk: Desk) -> dict[str, tuple[str, dict[str, str] | None]]:
    """What is asked: a name, a path, and what is posted."""
    token = desk.worker.browser.open("/staff/").dom.query("input[name=csrf_token]")[0].attrs["value"]
    middle = f"{clock.today() + timedelta(days=15)}_{uuid.UUID(int=0)}"
    old = f"{clock.today() - timedelta(days=700)}_{uuid.UUID(int=0)}"
    return {
        "Today": ("/staff/today", None),
        "Queue, first page": ("/staff/", None),
        "Queue, in the middle": (f"/staff/?after={middle}", None),
        "Queue, backwards": (f"/staff/?before={middle}", None),
        "Queue, newest first": ("/staff/?sort=newest", None),
        "Late": ("/staff/?tab=late", None),
        "Paused": ("/staff/?tab=paused", None),
        "New messages": ("/staff/?tab=news", None),
        "To approve": ("/staff/?tab=checking", None),
        "Answered": ("/staff/?tab=answered", None),
        "Answered, in the middle": (f"/staff/?tab=answered&after={old}", None),
        "Filter: a rare right": ("/staff/?right=portability", None),
        "Filter: owner": (f"/staff/?owner={desk.owner}", None),
        "Filter: nobody has it": ("/staff/?owner=nobody", None),
        "Filter: a rare age": ("/staff/?age=adult-at-risk", None),
        "Filter: due this week": ("/staff/?due=week", None),
        "Filter: rare right, newest answered": ("/staff/?tab=answered&right=portability", None),
        "Filter: two that meet seldom": ("/staff/?right=portability&age=adult-at-risk", None),
        "Filter: two that never meet": ("/staff/?tab=answered&right=portability&channel=regulator", None),
        "Case page": (f"/staff/cases/{desk.case}", None),
        "Search by number": ("/staff/search", {"wanted": number_of(777), "csrf_token": token}),
        "Search by identifier": ("/staff/search", {"wanted": SOUGHT, "csrf_token": token}),
    }  # fmt: skip
