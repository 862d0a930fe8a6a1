"""Reads of the register. Locked entries are in no list that a person's answer is made from."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.core.errors import NotFound
from portal.disclosures import kinds as k
from portal.disclosures.models import Disclosure, DisclosureIdentifier, DisclosureMatch
from portal.requests.kinds import IdentifierKind, Right
from portal.requests.queries import spellings
from portal.vault import KeyDestroyed, Vault, vault_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry that shares identifiers with a request: which kinds met, and what was decided about it."""

    disclosure: Disclosure
    kinds: tuple[IdentifierKind, ...]
    decision: k.MatchDecision | None


@dataclass(frozen=True, slots=True)
class OpenedRecipient:
    """Who was told, readable."""

    kind: k.RecipientKind
    name: str
    role: str
    sent_by: k.SentBy


@dataclass(frozen=True, slots=True)
class OpenedField:
    """One piece that was told, readable."""

    kind: k.FieldKind
    what: str
    why: str
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class OpenedDisclosure:
    """An entry with its seals opened."""

    row: Disclosure
    recipients: tuple[OpenedRecipient, ...]
    fields: tuple[OpenedField, ...]
    identifiers: tuple[tuple[IdentifierKind, str], ...]
    words: dict[str, str]


def get(session: Session, disclosure_id: uuid.UUID, *, locked: bool = False) -> Disclosure:
    """The entry. Raises NotFound; a locked entry is not found either, unless `locked` says the asker may see it."""
    disclosure = session.get(Disclosure, disclosure_id)
    if disclosure is None or (disclosure.is_locked and not locked):
        raise NotFound
    return disclosure


def opened(session: Session, disclosure_id: uuid.UUID, *, locked: bool = False) -> OpenedDisclosure:
    """The entry with its seals opened. Raises NotFound, KeyDestroyed."""
    row = get(session, disclosure_id, locked=locked)
    box = vault_of(session).box(row.key_id)
    names = ("why", "necessity", "late_reason", "consent_note", "views", "told_note", "left_out", "feedback_words",
             "effect")  # fmt: skip
    return OpenedDisclosure(
        row=row,
        recipients=tuple(
            OpenedRecipient(r.kind, box.get(r, "name"), box.get(r, "role") if r.role else "", r.sent_by)
            for r in row.recipients
        ),
        fields=tuple(OpenedField(f.kind, box.get(f, "what"), box.get(f, "why"), f.agreed) for f in row.fields),
        identifiers=tuple((i.kind, box.get(i, "value")) for i in row.identifiers),
        words={name: box.get(row, name) if getattr(row, name) else "" for name in names},
    )


def register_index(vault: Vault, kind: IdentifierKind, spelling: str) -> str:
    """The blind index of an identifier in the register.

    It differs from the one in requests, so that a copy of the database cannot join the two and say whose entry it is.
    """
    return vault.blind(f"register:{kind.value}", spelling)


def is_about(session: Session, disclosure_id: uuid.UUID, request_ids: Collection[uuid.UUID]) -> bool:
    """Whether an entry was matched to a case of these requests, or shares an identifier with one of them."""
    matched = select(DisclosureMatch.id).join(Case, Case.id == DisclosureMatch.case_id)
    matched = matched.where(DisclosureMatch.disclosure_id == disclosure_id, Case.request_id.in_(sorted(request_ids)))
    if session.scalar(matched.where(DisclosureMatch.decision == k.MatchDecision.CONFIRMED).limit(1)):
        return True
    vault = vault_of(session)
    given = [pair for request_id in request_ids for pair in _given(session, request_id)]
    indexes = {register_index(vault, kind, spelling) for kind, spelling in given}
    shared = select(DisclosureIdentifier.id).where(
        DisclosureIdentifier.disclosure_id == disclosure_id, DisclosureIdentifier.blind_index.in_(sorted(indexes))
    )
    return session.scalar(shared.limit(1)) is not None


def _given(session: Session, request_id: uuid.UUID) -> list[tuple[IdentifierKind, str]]:
    """What the person gave; nothing once it is destroyed."""
    try:
        return spellings(session, request_id)
    except KeyDestroyed:
        return []


def suggestions(session: Session, case: Case) -> list[Suggestion]:
    """Entries that share an identifier with the request, newest first; locked ones are left out.

    Only the answer to "what did you share about me?" tells of them, so no other case asks for a decision.
    """
    if case.right is not Right.SHARED:
        return []
    vault = vault_of(session)
    indexes = {register_index(vault, kind, spelling) for kind, spelling in spellings(session, case.request_id)}
    rows = session.execute(
        select(DisclosureIdentifier.disclosure_id, DisclosureIdentifier.kind).where(
            DisclosureIdentifier.blind_index.in_(sorted(indexes))
        )
    )
    met: dict[uuid.UUID, set[IdentifierKind]] = {}
    for disclosure_id, kind in rows:
        met.setdefault(disclosure_id, set()).add(kind)
    if not met:
        return []
    found = session.scalars(
        select(Disclosure)
        .where(Disclosure.id.in_(sorted(met)), Disclosure.told != k.Told.MUST_NOT)
        .order_by(Disclosure.decided_at.desc(), Disclosure.id)
    )
    decisions = _decisions(session, case)
    return [Suggestion(d, tuple(sorted(met[d.id])), decisions.get(d.id)) for d in found]


def _decisions(session: Session, case: Case) -> dict[uuid.UUID, k.MatchDecision]:
    rows = session.execute(
        select(DisclosureMatch.disclosure_id, DisclosureMatch.decision).where(DisclosureMatch.case_id == case.id)
    )
    return {disclosure_id: decision for disclosure_id, decision in rows}  # noqa: C416  # rows are Row objects


def deciders(session: Session, case: Case) -> set[uuid.UUID]:
    """Everybody who ever decided on a match of this case, also when somebody else decided again."""
    rows = session.scalars(select(DisclosureMatch.decider_ids).where(DisclosureMatch.case_id == case.id))
    return {uuid.UUID(worker_id) for ids in rows for worker_id in ids}


def confirmed(session: Session, case: Case) -> list[Disclosure]:
    """The entries a worker confirmed to be about this person, oldest first: what the answer tells.

    An entry that no longer shares anything with the request is out: the name that led to it was taken away since.
    """
    shared = {suggestion.disclosure.id for suggestion in suggestions(session, case)}
    query = (
        select(Disclosure)
        .join(DisclosureMatch, DisclosureMatch.disclosure_id == Disclosure.id)
        .where(
            DisclosureMatch.case_id == case.id,
            DisclosureMatch.decision == k.MatchDecision.CONFIRMED,
            Disclosure.told != k.Told.MUST_NOT,
        )
        .order_by(Disclosure.decided_at, Disclosure.id)
    )
    return [disclosure for disclosure in session.scalars(query) if disclosure.id in shared]


def list_register(
    session: Session, *, locked: bool, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[Disclosure]:
    """One page of the register and one row more, newest first; page by key. Locked entries only where allowed."""
    query = select(Disclosure).order_by(Disclosure.decided_at.desc(), Disclosure.id.desc()).limit(PAGE + 1)
    if not locked:
        query = query.where(Disclosure.told != k.Told.MUST_NOT)
    if before is not None:
        query = query.where(tuple_(Disclosure.decided_at, Disclosure.id) < tuple_(*before))
    return session.scalars(query).all()
