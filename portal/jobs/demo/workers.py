"""Seven demo workers, two of them caseworkers of different teams.

Their password is no secret; the second factor is made anew for each installation.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.accounts.queries import find_by_email
from portal.accounts.second_factor import secret_of
from portal.accounts.workers import add_worker, set_team

PASSWORD = "demo boat lantern otter"  # noqa: S105  # printed on purpose; the demo runs on one's own machine only
SECOND = "caseworker-2"
DAY, NIGHT = "day-desk", "night-desk"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody made up who works there. `code` stands before the @ of their address."""

    code: str
    name: str
    role: Role
    team: str = ""

    @property
    def email(self) -> str:
        """An address that can never be anybody's."""
        return f"{self.code}@demo.invalid"


PEOPLE = (
    Colleague(Role.CASEWORKER.value, "Demo Caseworker", Role.CASEWORKER, DAY),
    Colleague(SECOND, "Demo Second Caseworker", Role.CASEWORKER, NIGHT),
    Colleague(Role.SAFEGUARDING.value, "Demo Safeguarding Lead", Role.SAFEGUARDING),
    Colleague(Role.APPROVER.value, "Demo Approver", Role.APPROVER),
    Colleague(Role.EDITOR.value, "Demo Editor", Role.EDITOR),
    Colleague(Role.ADMIN.value, "Demo Admin", Role.ADMIN),
    Colleague(Role.AUDITOR.value, "Demo Auditor", Role.AUDITOR),
)


def add_workers(session: Session, *, at: datetime) -> dict[str, Actor]:
    """All of them, taken on the first time, as actors by their code, which is their role where there is one of it."""
    for one in PEOPLE:
        if find_by_email(session, one.email) is None:
            worker, _ = add_worker(
                session, name=one.name, email=one.email, password=PASSWORD, roles=[one.role], actor=SYSTEM, at=at
            )
            set_team(session, worker, one.team, actor=SYSTEM, at=at)
    return {one.code: worker_actor(_worker(session, one).id, frozenset({one.role})) for one in PEOPLE}


def sign_ins(session: Session) -> list[dict[str, str]]:
    """What to type to sign in as each of them."""
    return [
        {
            "role": one.role.value,
            "name": one.name,
            "email": one.email,
            "password": PASSWORD,
            "totp_secret": secret_of(session, _worker(session, one)),
        }
        for one in PEOPLE
    ]


def _worker(session: Session, one: Colleague) -> Worker:
    worker = find_by_email(session, one.email)
    assert worker is not None  # noqa: S101  # add_workers took them on
    return worker
