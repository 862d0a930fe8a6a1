"""The check that is under way, and what every act on it shares."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.audit import Action, record
from portal.core.errors import SomebodyElseChangedIt
from portal.identity import queries
from portal.identity.models import IdentityCheck


@dataclass(frozen=True, slots=True)
class Whose:
    """The request whose person it is about: its id, and the id of the data key its words are sealed under."""

    request_id: uuid.UUID
    key_id: str


def must_be_unchanged(check: IdentityCheck | None, seen_version: int) -> None:
    """Raise SomebodyElseChangedIt unless the check is as the worker saw it; 0 stands for "there was none"."""
    if (check.version if check else 0) != seen_version:
        raise SomebodyElseChangedIt


def open_check(session: Session, whose: Whose, actor: Actor, at: datetime) -> IdentityCheck:
    """The check that is under way, or a new one. Two begun at once meet in the number, and one is told so."""
    check = queries.current(session, whose.request_id)
    if check is not None and check.verdict is None:
        return check
    number = queries.next_number(session, whose.request_id)
    check = IdentityCheck(
        id=uuid.uuid4(), request_id=whose.request_id, number=number, opened_at=at, opened_by_id=actor.worker_id
    )
    session.add(check)
    session.flush()
    return check


def touch(session: Session, check: IdentityCheck) -> None:
    """A step is a change of the check: an old page of it is told so."""
    flag_modified(check, "number")
    session.flush()


def note(session: Session, action: Action, request_id: uuid.UUID, actor: Actor, at: datetime, **facts: str) -> None:
    """Write it into the trail, on the request."""
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=request_id, at=at, **facts)
