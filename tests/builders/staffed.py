"""Workers who can really sign in, and browsers in their hands."""

from dataclasses import dataclass

from flask import Flask

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.extensions import db
from tests.actors.browser import Browser
from tests.actors.worker import Worker
from tests.builders.desk import AT, PASSWORD


@dataclass
class Staff:
    """One worker for each role, signed in on first use."""

    app: Flask

    def __post_init__(self) -> None:
        self.actors: dict[Role, Actor] = {}
        self._secrets: dict[Role, str] = {}
        self._workers: dict[Role, Worker] = {}
        with self.app.app_context(), db.sessionmaker() as session:
            for role in Role:
                worker, secret = add_worker(
                    session, name=f"Demo {role.value.title()}", email=f"{role.value}@demo.invalid", password=PASSWORD,
                    roles=[role], actor=SYSTEM, at=AT,
                )  # fmt: skip
                session.flush()
                self.actors[role] = worker_actor(worker.id, frozenset({role}))
                self._secrets[role] = secret
            session.commit()

    def signed_in(self, role: Role) -> Worker:
        """The worker of that role, at the desk."""
        if role not in self._workers:
            worker = Worker(Browser(self.app), f"{role.value}@demo.invalid", PASSWORD, self._secrets[role])
            page = worker.signs_in()
            assert page.status in {200, 403}, page.main
            self._workers[role] = worker
        return self._workers[role]
