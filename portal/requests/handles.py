"""Handles of one person: names and addresses a worker linked to a request, beside those the person gave.

They count wherever the person's own count: the register is searched by all of them. Each says who linked it and why,
and can be taken away again; what the person gave themselves stays.
"""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken
from portal.requests.identifiers import normalise
from portal.requests.kinds import COMMON, IdentifierKind
from portal.requests.models import Identifier, Request
from portal.vault import vault_of


def link(
    session: Session, request: Request, kind: IdentifierKind, value: str, why: str, *, actor: Actor, at: datetime
) -> Identifier:
    """Link one more handle. Raises RuleBroken (empty, no reason, there already), NotAllowed."""
    actor.must(Permission.CASE_WORK)
    spelling = normalise(kind, value)
    if not spelling and kind is IdentifierKind.DATE_OF_BIRTH:
        raise RuleBroken("Write a day that exists, such as 3 May 2010", field="value")
    if not spelling:
        raise RuleBroken("Write the name or the address", field="value")
    if not why.strip():
        raise RuleBroken("Say how you know that it is theirs", field="link_why")
    vault = vault_of(session)
    index = vault.blind(kind.value, spelling)
    known = select(Identifier.id).where(Identifier.request_id == request.id, Identifier.blind_index == index)
    if session.scalar(known):
        raise RuleBroken("That is linked already. Nothing was changed.", field="value")
    row = Identifier(
        id=uuid.uuid4(), request_id=request.id, kind=kind, blind_index=index, linked_at=at,
        linked_by_id=actor.worker_id,
    )  # fmt: skip
    box = vault.box(request.key_id)
    box.put(row, "value", value.strip())
    box.put(row, "linked_why", why.strip())
    session.add(row)
    session.flush()
    session.expire(request, ["identifiers"])
    _note(session, Action.REQUEST_HANDLE_LINKED, request, kind, actor, at)
    return row


def unlink(session: Session, request: Request, handle_id: uuid.UUID, *, actor: Actor, at: datetime) -> None:
    """Take away a handle that a worker linked. Raises NotFound, RuleBroken (the person gave it), NotAllowed."""
    actor.must(Permission.CASE_WORK)
    row = session.get(Identifier, handle_id)
    if row is None or row.request_id != request.id:
        raise NotFound
    if row.linked_at is None:
        raise RuleBroken("The person gave this themselves. It stays.")
    session.delete(row)
    session.flush()
    session.expire(request, ["identifiers"])
    _note(session, Action.REQUEST_HANDLE_UNLINKED, request, row.kind, actor, at)


def why_linked(session: Session, request: Request, row: Identifier) -> str:
    """How the worker knew that it is theirs."""
    return vault_of(session).box(request.key_id).get(row, "linked_why") if row.linked_why else ""


def same_handles(session: Session, pairs: tuple[tuple[IdentifierKind, str], ...]) -> set[uuid.UUID]:
    """Requests that share a handle with these. They may be the same person's, or a family's on one phone.

    A first name or a birthday is nobody's handle.
    """
    vault = vault_of(session)
    telling = [(kind, normalise(kind, typed)) for kind, typed in pairs if kind not in COMMON]
    indexes = {vault.blind(kind.value, spelling) for kind, spelling in telling if spelling}
    if not indexes:
        return set()
    return set(session.scalars(select(Identifier.request_id).where(Identifier.blind_index.in_(sorted(indexes)))))


def _note(session: Session, action: Action, request: Request, kind: IdentifierKind, actor: Actor, at: datetime) -> None:
    record(session, action, actor_kind=actor.kind, actor_id=actor.id, subject=request.id, at=at, kind=kind.value)
