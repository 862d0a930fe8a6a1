"""A portal to be killed: web servers and workers in processes of their own, and a look into what they left behind."""

import os
import secrets
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from portal import create_app
from portal.accounts import sessions
from portal.accounts.actor import Actor
from portal.accounts.kinds import Audience
from portal.answers.queries import content_of
from portal.answers.service import keep_file
from portal.answers.service.render import Made
from portal.audit import Action, AuditEvent, verify
from portal.cases.models import Case
from portal.cases.service import take
from portal.config import Settings
from portal.core import clock
from portal.core.engine import reading
from portal.core.errors import PortalError
from portal.documents import render_pdf
from portal.extensions import db
from portal.requests.models import Identifier, Request
from portal.requests.queries import words_hash_of
from portal.vault import vault_of
from portal.web.actors import MARK, REQUEST, WORDS
from tests.actors.sender import OnTheWire
from tests.builders.desk import a_case, known, prepare
from tests.builders.installed import let_go, make_settings
from tests.builders.nursery import Child, Nursery
from tests.builders.wire import send

WEB = ("gunicorn", "app:app", "--bind", "fd://{door}", "--no-control-socket", "--workers", "1", "--threads", "4",
       "--log-level", "warning")  # fmt: skip
WORKER = ("flask", "--app", "app", "jobs", "run")


@dataclass
class Site:
    """An installation whose processes come and go. The door stays: whoever comes while nobody serves waits there."""

    nursery: Nursery
    settings: Settings
    folder: Path
    door: socket.socket
    app: Flask
    sessions: sessionmaker[Session]
    children: list[Child] = field(default_factory=list)

    @property
    def home(self) -> str:
        """Where browsers find it."""
        return self.settings.public_url

    def start_web(self) -> Child:
        """One more web server at the door."""
        return self.start(*WEB, door=self.door)

    def start_worker(self) -> Child:
        """One more worker."""
        return self.start(*WORKER)

    def start(self, *command: str, door: socket.socket | None = None) -> Child:
        """Start a program with the settings of this installation."""
        log = self.folder / f"{command[0]}-{secrets.token_hex(4)}.log"
        child = self.nursery.start(*command, environment=environment_of(self.settings), log=log, door=door)
        self.children.append(child)
        return child

    def wait_until_open(self) -> None:
        """Come back once somebody serves."""
        assert send(self.home, "/healthz").status == 200

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on the business database; commits at the end."""
        with self.sessions() as session:
            yield session
            session.commit()

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session that only reads, and so waits for nobody."""
        with reading(), self.sessions() as session:
            yield session

    def said(self) -> str:
        """What all processes wrote so far."""
        return "\n".join(child.said for child in self.children)


@contextmanager
def open_site(nursery: Nursery, folder: Path, database_url: str) -> Iterator[Site]:
    """Make a site of the installation in `folder`; nothing of it runs yet. Kills in the end what still does."""
    on_server = {"queue_url": database_url} if database_url.startswith("postgresql") else {}
    with socket.create_server(("127.0.0.1", 0), backlog=256) as door:
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        settings = make_settings(folder, database_url, public_url=address, **on_server)
        app = create_app(settings)
        with app.app_context():
            site = Site(nursery, settings, folder, door, app, db.sessionmaker)
        try:
            yield site
        finally:
            for child in site.children:
                if nursery.code_of(child.pid) is None:
                    child.kill()
            let_go(app)


def environment_of(settings: Settings, **changes: str | None) -> dict[str, str]:
    """The settings as a process of its own reads them; a name changed to None is left out."""
    given = {f"CANDOUR_{name.upper()}": value for name, value in settings if value not in (None, "")}
    plain = {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in given.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CANDOUR_")}
    changed = {f"CANDOUR_{name}": value for name, value in changes.items()}
    return {name: value for name, value in {**inherited, **plain, **changed}.items() if value is not None}


def left_in_halves(session: Session) -> list[str]:
    """What a killed process left half done: requests without case, cases without request, seals that do not open."""
    found = [fault for request in session.scalars(select(Request)) for fault in _halves(session, request)]
    cases, requests = (session.scalar(select(func.count()).select_from(table)) for table in (Case, Request))
    if cases != requests:
        found.append(f"{requests} requests, {cases} cases")
    if session.get_bind().dialect.name == "sqlite":
        found += [row for row in session.scalars(text("PRAGMA integrity_check")) if row != "ok"]
        found += [f"foreign key: {row}" for row in session.execute(text("PRAGMA foreign_key_check"))]
    verdict = verify(session)
    return found if verdict.ok else [*found, f"audit chain broken at {verdict.first_broken}"]


def _halves(session: Session, request: Request) -> Iterator[str]:
    cases = session.scalars(select(Case).where(Case.request_id == request.id)).all()
    if len(cases) != 1 or any(case.due_on is None or not case.working for case in cases):
        yield f"{request.id}: {len(cases)} cases"
    for action, subject in ((Action.REQUEST_RECEIVED, request.id), *((Action.CASE_DEADLINE_SET, c.id) for c in cases)):
        if count_events(session, action, subject) != 1:
            yield f"{subject}: not one {action}"
    box = vault_of(session).box(request.key_id)
    sealed = [(request, "reference"), (request, "answers"), (request, "contact_card")]
    identifiers = session.scalars(select(Identifier).where(Identifier.request_id == request.id)).all()
    if not identifiers:
        yield f"{request.id}: no identifier"
    for row, column in (*sealed, *((one, "value") for one in identifiers)):
        try:
            box.get(row, column)
        except PortalError as error:
            yield f"{request.id}: {column} does not open: {type(error).__name__}"


def count_events(session: Session, action: Action, subject: object) -> int:
    """How often that stands in the trail about that subject."""
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
    return session.scalar(query.where(AuditEvent.subject == subject)) or 0


def made_answers(session: Session, caseworker: Actor, count: int) -> list[uuid.UUID]:
    """Cases whose answers wait for approval, each with a sealed file of its own; the bytes are made once."""
    vault, at, pdf = vault_of(session), clock.now(), b""
    cases = []
    for number in range(count):
        case = a_case(session, f"kite.{number}", at=at)
        take(session, case, actor=caseworker, at=at)
        known(session, case.request_id, caseworker, at=at)
        answer = prepare(session, case, caseworker, at=at)
        pdf = pdf or render_pdf(content_of(session, answer))
        box = vault.box(case.request.key_id)
        made = Made(vault.files.put(box, f"answers.pdf:{answer.id}", pdf), (), answer.prepared_at)
        keep_file(session, {"answer_id": str(answer.id)}, made, at=at)
        cases.append(case.id)
    return cases


def worker_at(site: Site, worker_id: uuid.UUID) -> OnTheWire:
    """A worker who has signed in, in a browser of their own."""
    told = {"_user_id": str(worker_id), "_fresh": True}
    with site.session() as session:
        token = sessions.open_session(session, Audience.WORKER, data=told, worker_id=worker_id, at=clock.now())
    return OnTheWire(site.home, {"__Host-w": token})


def person_at(site: Site, request_id: uuid.UUID) -> OnTheWire:
    """Somebody who has proved the words of their request."""
    with site.session() as session:
        told = {REQUEST: str(request_id), WORDS: words_hash_of(session, request_id)[-MARK:]}
        token = sessions.open_session(session, Audience.PERSON, data=told, at=clock.now())
    return OnTheWire(site.home, {"__Host-s": token})


@contextmanager
def put_away(*paths: Path) -> Iterator[None]:
    """Take files or folders away, and bring them back as they were."""
    kept = [(path, path.with_name(f"{path.name}.away")) for path in paths if path.exists()]
    for path, away in kept:
        path.rename(away)
    try:
        yield
    finally:
        for path, away in kept:
            if path.exists():
                path.unlink()
            away.rename(path)
