"""Builders for the people of the register: entries that share handles, and acts on them."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.disclosures.models import Disclosure
from portal.disclosures.people import service
from portal.disclosures.people.kinds import ChangeReason
from portal.disclosures.people.models import PeopleChange
from portal.disclosures.people.service.standing import fingerprint, standing
from portal.requests.kinds import IdentifierKind
from tests.builders.desk import AT, a_disclosure, a_locked_entry, an_entry

NAME, EMAIL, PHONE = IdentifierKind.USER_NAME, IdentifierKind.EMAIL, IdentifierKind.PHONE
NICKNAME, FIRST, BORN = IdentifierKind.NICKNAME, IdentifierKind.FIRST_NAME, IdentifierKind.DATE_OF_BIRTH


def an_entry_of(session: Session, lead: Actor, *handles: tuple[IdentifierKind, str], days: int = 30) -> Disclosure:
    """An entry about somebody who goes by that."""
    at = AT - timedelta(days=days)
    return a_disclosure(
        session, lead, an_entry(identifiers=handles, decided_at=at, shared_at=at + timedelta(minutes=5))
    )


def a_locked_entry_of(session: Session, lead: Actor, *handles: tuple[IdentifierKind, str]) -> Disclosure:
    """An entry about them that they must not be told of."""
    return a_disclosure(session, lead, replace(a_locked_entry(), identifiers=handles))


def seen(session: Session, *entries: Disclosure) -> str:
    """What a page carries that was drawn now."""
    return fingerprint(standing(session, *(entry.id for entry in entries)))


def joins(
    session: Session, one: Disclosure, other: Disclosure, lead: Actor, *, at: datetime = AT, **changes: Any
) -> PeopleChange:
    """Join two, with a reason."""
    given: dict[str, Any] = {"reason": ChangeReason.SAME_HANDLE, "seen": seen(session, one, other), **changes}
    return service.join(session, one.id, other.id, actor=lead, at=at, **given)


def splits(
    session: Session, one: Disclosure, going: list[Disclosure], lead: Actor, *, at: datetime = AT, **changes: Any
) -> PeopleChange:
    """Split some off, with a reason."""
    given: dict[str, Any] = {"reason": ChangeReason.OTHER_FACTS, "seen": seen(session, one), **changes}
    ids: list[uuid.UUID] = [entry.id for entry in going]
    return service.split(session, one.id, ids, actor=lead, at=at, **given)


def says_apart(
    session: Session, one: Disclosure, other: Disclosure, lead: Actor, *, at: datetime = AT, **changes: Any
) -> PeopleChange:
    """Say that they are two, with a reason."""
    given: dict[str, Any] = {"reason": ChangeReason.SHARED_HANDLE, "seen": seen(session, one, other), **changes}
    return service.say_apart(session, one.id, other.id, actor=lead, at=at, **given)
