"""Reads of requests. Opening sealed values takes the request's own key."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.requests.identifiers import normalise
from portal.requests.intake import ContactCard, card_from_json
from portal.requests.kinds import Channel, IdentifierKind, Service
from portal.requests.models import Request
from portal.requests.wishes import Asking, Wishes, asking_from_json, wishes_from_json
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """A request with its seals opened: what staff see on the case page."""

    id: uuid.UUID
    channel: Channel
    received_on: date
    services: tuple[Service, ...]
    month: str
    note: str
    anonymous: bool
    identifiers: tuple[tuple[IdentifierKind, str], ...]
    card: ContactCard
    words_proved: bool
    wishes: Wishes
    asking: Asking
    resting_since: datetime | None
    came: str
    language: str


def get(session: Session, request_id: uuid.UUID) -> Request:
    """The request. Raises NotFound."""
    request = session.get(Request, request_id)
    if request is None:
        raise NotFound
    return request


def hold(session: Session, request: Request) -> None:
    """Read the request anew and make others who would rest, wake or release it wait until this act is over."""
    session.refresh(request, with_for_update={"key_share": True})


def opened(session: Session, request_id: uuid.UUID) -> OpenedRequest:
    """The request with its seals opened. Raises NotFound, KeyDestroyed."""
    request = get(session, request_id)
    box = vault_of(session).box(request.key_id).at_once()
    answers: dict[str, Any] = box.get_json(request, "answers")
    return OpenedRequest(
        id=request.id,
        channel=request.channel,
        received_on=request.received_on,
        services=tuple(Service(s) for s in answers["services"]),
        month=answers["month"],
        note=answers["note"],
        anonymous=answers["anonymous"],
        identifiers=tuple((i.kind, box.get(i, "value")) for i in request.identifiers),
        card=card_from_json(box.get_json(request, "contact_card")),
        words_proved=request.words_proved_at is not None,
        wishes=wishes_from_json(answers.get("wishes", {})),
        asking=asking_from_json(answers.get("asking", {})),
        resting_since=request.resting_since,
        came=answers.get("came", ""),
        language=request.language,
    )


def words_hash_of(session: Session, request_id: uuid.UUID) -> str:
    """The hash of the words that open the request now; empty when there is no such request."""
    return session.scalar(select(Request.words_hash).where(Request.id == request_id)) or ""


def spellings(session: Session, request_id: uuid.UUID) -> list[tuple[IdentifierKind, str]]:
    """What the person gave, in the one spelling that is matched. Raises NotFound, KeyDestroyed."""
    request = get(session, request_id)
    box = vault_of(session).box(request.key_id).at_once()
    return [(i.kind, normalise(i.kind, box.get(i, "value"))) for i in request.identifiers]
