"""Somebody at the desk knows the person: they are kept out at once, and whoever else may, goes on."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.accounts.queries import find_active
from portal.audit import Action, record
from portal.cases.models import Case
from portal.cases.queries import of_request
from portal.casework.models import Conflict, HandOver
from portal.casework.persons import requests_of_one_person
from portal.casework.queries import known_to
from portal.core.errors import RuleBroken


def say(session: Session, case: Case, worker_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """Keep a worker out of every case of this person, linked ones too. What they had goes back to all.

    Anybody who may note may say it of themselves or of a colleague. Saying it twice changes nothing.
    Raises RuleBroken (no such worker), NotAllowed.
    """
    actor.must(Permission.CASE_NOTE)
    if find_active(session, worker_id) is None:
        raise RuleBroken("Pick who knows them", field="known_worker")
    for request_id in requests_of_one_person(session, case.request_id):
        shut_out(session, request_id, worker_id, said_by=actor.worker_id, at=at)
    record(
        session, Action.CASE_CONFLICT_SAID, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        entry=str(worker_id),
    )  # fmt: skip


def shut_out(
    session: Session, request_id: uuid.UUID, worker_id: uuid.UUID, *, said_by: uuid.UUID, at: datetime
) -> None:
    """Shut one request for a worker, and take its cases off them."""
    if request_id not in known_to(session, worker_id):
        row = Conflict(id=uuid.uuid4(), request_id=request_id, worker_id=worker_id, said_by_id=said_by, said_at=at)
        session.add(row)
    for case in of_request(session, request_id):
        if case.owner_id == worker_id:
            case.owner_id = None
            session.add(HandOver(id=uuid.uuid4(), case_id=case.id, from_id=worker_id, by_id=said_by, at=at))
    session.flush()


def carry_over(session: Session, request_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """After two cases were linked: whoever is kept out of one of the person's requests is kept out of all."""
    of_person = requests_of_one_person(session, request_id)
    query = select(Conflict.worker_id).where(Conflict.request_id.in_(of_person), Conflict.lifted_at.is_(None))
    for worker_id in set(session.scalars(query)):
        for one in of_person:
            shut_out(session, one, worker_id, said_by=actor.worker_id, at=at)


def lift(session: Session, case: Case, conflict_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """It was a mistake, says somebody who may review. Never by the worker themselves: the case is shut for them.

    Raises RuleBroken (lifted before, or not of this person), NotAllowed.
    """
    actor.must(Permission.CASE_REVIEW)
    query = select(Conflict).where(Conflict.id == conflict_id, Conflict.request_id == case.request_id)
    row = session.scalar(query.where(Conflict.lifted_at.is_(None)))
    if row is None or row.worker_id == actor.id:
        raise RuleBroken("That was lifted before. Nothing was changed.")
    row.lifted_at, row.lifted_by_id = at, actor.worker_id
    session.flush()
    record(
        session, Action.CASE_CONFLICT_LIFTED, actor_kind=actor.kind, actor_id=actor.id, subject=case.id, at=at,
        entry=str(row.worker_id),
    )  # fmt: skip
