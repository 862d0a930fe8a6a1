"""Reads of the register. Locked entries are in no list that a person's answer is made from."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, not_, or_, select, true, tuple_
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.core.clock import local_date
from portal.core.errors import NotFound
from portal.disclosures import kinds as k
from portal.disclosures.filters import WAITING, RegisterFilters
from portal.disclosures.models import Disclosure, DisclosureIdentifier, DisclosureMatch
from portal.requests.kinds import IdentifierKind, Right
from portal.requests.queries import spellings
from portal.vault import KeyDestroyed, Vault, vault_of

PAGE = 25
EVERYTHING = RegisterFilters()


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
    id: uuid.UUID
    contact: str = ""
    identity_checked: bool = False


@dataclass(frozen=True, slots=True)
class OpenedField:
    """One piece that was told, readable."""

    kind: k.FieldKind
    what: str
    why: str
    agreed: bool
    id: uuid.UUID


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
             "effect", "protect", "copy_at")  # fmt: skip
    return OpenedDisclosure(
        row=row,
        recipients=tuple(
            OpenedRecipient(
                r.kind,
                box.get(r, "name"),
                box.get(r, "role") if r.role else "",
                r.sent_by,
                r.id,
                box.get(r, "contact") if r.contact else "",
                r.identity_checked,
            )
            for r in row.recipients
        ),
        fields=tuple(OpenedField(f.kind, box.get(f, "what"), box.get(f, "why"), f.agreed, f.id) for f in row.fields),
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
    query = select(Disclosure.id).where(Disclosure.id == disclosure_id, _about(session, request_ids))
    return session.scalar(query) is not None


def besides(session: Session, request_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """For the "where" of a list of entries: those that are about none of these requests, as `is_about` sees it."""
    return not_(_about(session, request_ids)) if request_ids else true()


def _about(session: Session, request_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    matched = select(DisclosureMatch.disclosure_id).join(Case, Case.id == DisclosureMatch.case_id)
    matched = matched.where(
        Case.request_id.in_(sorted(request_ids)), DisclosureMatch.decision == k.MatchDecision.CONFIRMED
    )
    vault = vault_of(session)
    given = [pair for request_id in request_ids for pair in _given(session, request_id)]
    indexes = {register_index(vault, kind, spelling) for kind, spelling in given}
    shared = select(DisclosureIdentifier.disclosure_id).where(DisclosureIdentifier.blind_index.in_(sorted(indexes)))
    return or_(Disclosure.id.in_(matched), Disclosure.id.in_(shared))


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
    session: Session,
    *,
    locked: bool,
    before: tuple[datetime, uuid.UUID] | None = None,
    shut: Collection[uuid.UUID] = (),
    filters: RegisterFilters = EVERYTHING,
    worker_id: uuid.UUID | None = None,
) -> Sequence[Disclosure]:
    """One page of the register and one row more, newest first; page by key. Locked entries only where allowed.

    `shut`: requests of people whom the reader knows: what is about them is on no page of theirs.
    `worker_id`: whose entries are "mine".
    """
    query = select(Disclosure).order_by(Disclosure.decided_at.desc(), Disclosure.id.desc()).limit(PAGE + 1)
    query = query.where(besides(session, shut))
    query = query.where(*_narrowed(filters, worker_id))
    if not locked:
        query = query.where(Disclosure.told != k.Told.MUST_NOT)
    if before is not None:
        query = query.where(tuple_(Disclosure.decided_at, Disclosure.id) < tuple_(*before))
    return session.scalars(query).all()


def years_of(session: Session, *, until: int) -> list[int]:
    """The years of which there may be entries, newest first."""
    first = session.scalar(select(func.min(Disclosure.decided_at)))
    return list(range(until, min(local_date(first).year, until) - 1, -1)) if first else [until]


def _narrowed(filters: RegisterFilters, worker_id: uuid.UUID | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.mine:
        found.append(or_(Disclosure.logged_by_id == worker_id, Disclosure.decided_by_id == worker_id))
    if filters.service:
        found.append(Disclosure.service == filters.service)
    if filters.decision:
        found.append(Disclosure.decision == filters.decision)
    if filters.waits:
        found += [Disclosure.feedback.in_(sorted(WAITING)), Disclosure.decision != k.Decision.NOT_SHARED]
    if filters.stretch:
        first, after = filters.stretch
        found += [Disclosure.decided_at >= first, Disclosure.decided_at < after]
    return found
