"""What stands beside an entry and belongs into its answer: who decided, which rule counted, what was put right."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Worker
from portal.accounts.permissions import Role
from portal.core.errors import NotFound
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure, DisclosureCorrection
from portal.policies.queries import version_in_force
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class SentCorrection:
    """Something that was put right with whoever was told. `to`: their name, as the entry has it."""

    to: str
    sent_at: datetime
    sent_by: k.SentBy
    what: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Facts from around an entry. Workers are roles here, never names.

    `agreed_by`: None where the entry names no second worker. `counted`: the version in force when it was said.
    """

    decided_by: frozenset[Role] = frozenset()
    agreed_by: frozenset[Role] | None = None
    counted: int | None = None
    corrections: tuple[SentCorrection, ...] = ()


def beside(session: Session, row: Disclosure) -> Beside:
    """Gather them. Raises KeyDestroyed."""
    return Beside(
        decided_by=_roles(session, row.decided_by_id) or frozenset(),
        agreed_by=_roles(session, row.approved_by_id),
        counted=_counted(session, row),
        corrections=_corrections(session, row),
    )


def _roles(session: Session, worker_id: uuid.UUID | None) -> frozenset[Role] | None:
    worker = session.get(Worker, worker_id) if worker_id else None
    return worker.trusted_with if worker else None


def _counted(session: Session, row: Disclosure) -> int | None:
    if row.said_on is None:
        return None
    try:
        version = version_in_force(session, row.policy, row.said_on)
    except NotFound:
        return None
    return version.number if version else None


def _corrections(session: Session, row: Disclosure) -> tuple[SentCorrection, ...]:
    """What was sent since, oldest first."""
    box = vault_of(session).box(row.key_id)
    names = {recipient.id: box.get(recipient, "name") for recipient in row.recipients}
    sent = session.scalars(
        select(DisclosureCorrection)
        .where(DisclosureCorrection.disclosure_id == row.id)
        .order_by(DisclosureCorrection.sent_at, DisclosureCorrection.id)
    )
    return tuple(
        SentCorrection(names.get(one.recipient_id, ""), one.sent_at, one.sent_by, box.get(one, "what")) for one in sent
    )
