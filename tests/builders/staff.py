"""Workers of the charity, for tests: obviously made up, cheap to sign in."""

import uuid
from datetime import UTC, datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.accounts import sessions, workers
from portal.accounts.actor import SYSTEM
from portal.accounts.kinds import Audience
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.core import clock

PASSWORD = "demo words for a worker"
ADDED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def a_worker_with_secret(
    session: Session,
    *roles: Role,
    name: str = "Demo Worker",
    email: str = "",
    password: str = PASSWORD,
    at: datetime = ADDED_AT,
) -> tuple[Worker, str]:
    """Take on a worker; give the secret of their second factor too. A caseworker unless roles are given."""
    return workers.add_worker(
        session,
        name=name,
        email=email or f"demo-{uuid.uuid4().hex[:8]}@candour.example",
        password=password,
        roles=roles or (Role.CASEWORKER,),
        actor=SYSTEM,
        at=at,
    )


def a_worker(session: Session, *roles: Role, name: str = "Demo Worker", email: str = "") -> Worker:
    """Take on a worker. A caseworker unless roles are given."""
    return a_worker_with_secret(session, *roles, name=name, email=email)[0]


def code_at(secret: str, at: datetime) -> str:
    """Read what the worker's app shows at that moment."""
    return pyotp.TOTP(secret).at(at)


def sign_in_as(client: FlaskClient, session: Session, worker: Worker, *, at: datetime | None = None) -> str:
    """Give the browser a session of this worker, without the two steps; commits. Returns the cookie's token."""
    told = {"_user_id": str(worker.id), "_fresh": True}
    token = sessions.open_session(session, Audience.WORKER, data=told, worker_id=worker.id, at=at or clock.now())
    session.commit()
    client.set_cookie("__Host-w", token, path="/", secure=True)
    return token
