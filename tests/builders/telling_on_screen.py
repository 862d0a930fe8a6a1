"""Entries of a running installation whose duty to tell two leads brought somewhere; and three months that go by."""

import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.core import clock
from portal.disclosures.duty.models import Duty, TellingStep
from portal.disclosures.models import Disclosure
from portal.disclosures.telling_states import Telling
from tests.builders.desk import PASSWORD
from tests.builders.running import Running
from tests.builders.telling import brought_to

THREE_MONTHS = timedelta(days=92)


def an_entry_at(candour: Running, user_name: str, state: Telling) -> str:
    """An entry that two leads brought there; gives its address."""
    with candour.session() as session:
        first, second = a_lead(session, "Demo First Lead"), a_lead(session, "Demo Second Lead")
        return f"/staff/register/{brought_to(session, state, first, second, user_name).id}"


def a_lead(session: Session, name: str) -> Actor:
    """One more lead, of this day."""
    email = f"{secrets.token_hex(6)}@demo.invalid"
    worker, _ = add_worker(
        session, name=name, email=email, password=PASSWORD, roles=[Role.SAFEGUARDING], actor=SYSTEM, at=clock.now()
    )
    session.flush()
    return worker_actor(worker.id, frozenset({Role.SAFEGUARDING}))


def three_months_pass(candour: Running) -> None:
    """Every entry, and all that was done to tell of it, becomes three months older."""
    with candour.session() as session:
        for table in (Disclosure.__table__, Duty.__table__, TellingStep.__table__):
            _make_older(session, table)


def _make_older(session: Session, table: Any) -> None:
    """Past the models: a step of telling is never changed by them."""
    own = table.primary_key.columns[0]
    for row in session.execute(select(table)).mappings().all():
        older = {name: value - THREE_MONTHS for name, value in row.items() if isinstance(value, date)}
        session.execute(update(table).where(own == row[own.name]).values(older))
