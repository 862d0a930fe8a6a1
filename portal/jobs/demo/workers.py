"""Five demo workers. Their password is no secret; the second factor is made anew for each installation."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.accounts.queries import find_by_email
from portal.accounts.second_factor import secret_of
from portal.accounts.workers import add_worker

PASSWORD = "demo boat lantern otter"  # noqa: S105  # printed on purpose; the demo runs on one's own machine only
PEOPLE = {
    Role.CASEWORKER: "Demo Caseworker",
    Role.SAFEGUARDING: "Demo Safeguarding Lead",
    Role.APPROVER: "Demo Approver",
    Role.EDITOR: "Demo Editor",
    Role.ADMIN: "Demo Admin",
}


def email_of(role: Role) -> str:
    """An address that can never be anybody's."""
    return f"{role.value}@demo.invalid"


def add_workers(session: Session, *, at: datetime) -> dict[Role, Actor]:
    """The five workers, taken on the first time, as actors."""
    for role, name in PEOPLE.items():
        if find_by_email(session, email_of(role)) is None:
            add_worker(session, name=name, email=email_of(role), password=PASSWORD, roles=[role], actor=SYSTEM, at=at)
    return {role: worker_actor(_worker(session, role).id, frozenset({role})) for role in PEOPLE}


def sign_ins(session: Session) -> list[dict[str, str]]:
    """What to type to sign in as each of them."""
    return [
        {
            "role": role.value,
            "email": email_of(role),
            "password": PASSWORD,
            "totp_secret": secret_of(session, _worker(session, role)),
        }
        for role in PEOPLE
    ]


def _worker(session: Session, role: Role) -> Worker:
    worker = find_by_email(session, email_of(role))
    assert worker is not None  # noqa: S101  # add_workers took them on
    return worker
