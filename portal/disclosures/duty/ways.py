"""Through which request the person of an entry can be told: one of theirs, in which it is known that it is them."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases import queries as cases
from portal.cases.models import Case
from portal.cases.states import Status
from portal.casework.queries import may_open
from portal.disclosures import queries as register
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.models import DisclosureMatch
from portal.disclosures.queries import OpenedDisclosure
from portal.identity.queries import is_known
from portal.requests import queries as requests
from portal.requests.identifiers import normalise
from portal.requests.intake import ContactCard
from portal.requests.models import Identifier
from portal.vault import KeyDestroyed, vault_of


class Obstacle(StrEnum):
    """Why nothing may be told through a request."""

    NOT_KNOWN = "not-known"  # it is not decided that it is them
    SOMEBODY_ELSE = "somebody-else"  # a helper asks, and reads what comes
    REFUSED = "refused"  # a worker said that the entry is not about them


@dataclass(frozen=True, slots=True)
class Way:
    """A request that may be theirs, with the first of its cases; `obstacle`: None when they can be told there."""

    case: Case
    card: ContactCard
    obstacle: Obstacle | None


def ways(session: Session, entry: OpenedDisclosure, *, actor: Actor, at: datetime) -> Sequence[Way]:
    """Where the person could be told, those without an obstacle first. A case that is shut for the worker is none."""
    found = list(_ways(session, entry, actor, at))
    return sorted(found, key=lambda way: (way.obstacle is not None, -way.case.created_at.timestamp()))


def _ways(session: Session, entry: OpenedDisclosure, actor: Actor, at: datetime) -> Iterator[Way]:
    for request_id in sorted(_candidates(session, entry)):
        mine = [case for case in cases.of_request(session, request_id) if case.status is not Status.WITHDRAWN]
        mine = [case for case in mine if may_open(session, actor, case, at=at)]
        if not mine or not register.is_about(session, entry.row.id, [request_id]):
            continue
        try:
            opened = requests.opened(session, request_id)
        except KeyDestroyed:
            continue
        refused = _was_refused(session, entry.row.id, request_id)
        yield Way(mine[0], opened.card, _obstacle(session, request_id, opened.asking.is_somebody_else, refused=refused))


def _obstacle(session: Session, request_id: uuid.UUID, is_somebody_else: bool, *, refused: bool) -> Obstacle | None:
    if refused:
        return Obstacle.REFUSED
    if is_somebody_else:
        return Obstacle.SOMEBODY_ELSE
    return None if is_known(session, request_id) else Obstacle.NOT_KNOWN


def _candidates(session: Session, entry: OpenedDisclosure) -> set[uuid.UUID]:
    """Requests that give one of the entry's names, and those of cases to which a worker matched it."""
    vault = vault_of(session)
    indexes = {vault.blind(kind.value, normalise(kind, value)) for kind, value in entry.identifiers}
    by_name = select(Identifier.request_id).where(Identifier.blind_index.in_(sorted(indexes)))
    by_match = _matches(entry.row.id, MatchDecision.CONFIRMED)
    return {*session.scalars(by_name), *session.scalars(by_match)}


def _was_refused(session: Session, disclosure_id: uuid.UUID, request_id: uuid.UUID) -> bool:
    return request_id in session.scalars(_matches(disclosure_id, MatchDecision.REFUSED)).all()


def _matches(disclosure_id: uuid.UUID, decision: MatchDecision) -> Select[uuid.UUID]:
    query = select(Case.request_id).join(DisclosureMatch, DisclosureMatch.case_id == Case.id)
    return query.where(DisclosureMatch.disclosure_id == disclosure_id, DisclosureMatch.decision == decision)
