"""Reads of the register. Locked entries are in no list that a person's answer is made from."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from portal.cases.models import Case
from portal.core.clock import local_date
from portal.core.errors import NotFound
from portal.disclosures import kinds as k
from portal.disclosures.filters import WAITING, RegisterFilters
from portal.disclosures.models import Disclosure, DisclosureIdentifier, DisclosureMatch
from portal.disclosures.people.finding import Found, Suggestion, blind, found, given_in, handles_of_person, met
from portal.disclosures.people.groups import NOT_LOCKED, Handles, handles_of, joined_with, members, people_of
from portal.disclosures.people.matching import is_shown, shared_kinds
from portal.requests.kinds import IdentifierKind
from portal.vault import vault_of

PAGE = 25
EVERYTHING = RegisterFilters()


@dataclass(frozen=True, slots=True)
class OpenedRecipient:
    """Who was told, readable."""

    kind: k.RecipientKind
    name: str
    role: str
    sent_by: k.SentBy
    id: uuid.UUID
    contact: str = ""
    identity_checked: bool | None = False


@dataclass(frozen=True, slots=True)
class OpenedField:
    """One piece that was told, readable."""

    kind: k.FieldKind
    what: str
    why: str
    agreed: bool | None
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
    box = vault_of(session).box(row.key_id).at_once()
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


def is_about(session: Session, disclosure_id: uuid.UUID, request_ids: Collection[uuid.UUID]) -> bool:
    """Whether an entry, or one of the same person, was matched to a case of these requests or fits one of them."""
    entries = joined_with(session, disclosure_id)
    matched = select(DisclosureMatch.id).join(Case, Case.id == DisclosureMatch.case_id)
    matched = matched.where(
        DisclosureMatch.disclosure_id.in_(sorted(entries)), Case.request_id.in_(sorted(request_ids))
    )
    if session.scalar(matched.where(DisclosureMatch.decision == k.MatchDecision.CONFIRMED).limit(1)):
        return True
    theirs = handles_of(session, entries).values()
    for request_id in request_ids:
        mine = blind(session, given_in(session, request_id))
        if any(is_shown(shared_kinds(mine, handles)[0]) for handles in theirs):
            return True
    return False


def besides(session: Session, request_ids: Collection[uuid.UUID]) -> ColumnElement[bool]:
    """For the "where" of a list of entries: those that are about none of these requests, as `is_about` sees it."""
    given = [blind(session, given_in(session, request_id)) for request_id in request_ids]
    about = {entry_id for handles in given for entry_id in _fitting(session, handles)}
    matched = select(DisclosureMatch.disclosure_id).join(Case, Case.id == DisclosureMatch.case_id)
    matched = matched.where(
        Case.request_id.in_(sorted(request_ids)), DisclosureMatch.decision == k.MatchDecision.CONFIRMED
    )
    about |= set(session.scalars(matched)) if request_ids else set()
    joined = members(session, set(people_of(session, about).values()))
    return Disclosure.id.not_in(sorted(about.union(*joined.values())))


def _fitting(session: Session, handles: Handles) -> set[uuid.UUID]:
    """Entries that share enough with these handles, locked ones and crowds too."""
    indexes = sorted(index for some in handles.values() for index in some)
    same = select(DisclosureIdentifier.disclosure_id, DisclosureIdentifier.kind)
    met: dict[uuid.UUID, set[IdentifierKind]] = {}
    for entry_id, kind in session.execute(same.where(DisclosureIdentifier.blind_index.in_(indexes))):
        met.setdefault(entry_id, set()).add(kind)
    return {entry_id for entry_id, kinds in met.items() if is_shown(kinds)}


def suggestions(session: Session, case: Case) -> list[Suggestion]:
    """Entries that share handles with the person of a case: strong ones first, newest first; none that is locked."""
    return list(found(session, case).suggestions)


def meeting(session: Session, case: Case) -> list[Suggestion]:
    """The same, whatever the case asks for: whoever got the data hears of a change to it, too (Art 19)."""
    return list(met(session, case).suggestions)


def count_locked_meeting(session: Session, case: Case) -> int:
    """How many locked entries share enough with the person: for who may see locked entries, and nobody else.

    It looks where `meeting` looks. Where nobody was told, nobody has to hear of a change.
    """
    fitting = sorted(_fitting(session, handles_of_person(session, case.request_id)))
    query = select(func.count()).where(Disclosure.id.in_(fitting), Disclosure.told == k.Told.MUST_NOT)
    query = query.where(Disclosure.decision != k.Decision.NOT_SHARED)
    return session.scalar(query) or 0


def deciders(session: Session, case: Case) -> set[uuid.UUID]:
    """Everybody who ever decided on a match of this case, also when somebody else decided again."""
    rows = session.scalars(select(DisclosureMatch.decider_ids).where(DisclosureMatch.case_id == case.id))
    return {uuid.UUID(worker_id) for ids in rows for worker_id in ids}


def confirmed(
    session: Session, case: Case, everything: Found | None = None, *, with_parts: bool = False
) -> list[Disclosure]:
    """The entries a worker confirmed to be about this person, oldest first: what the answer tells.

    An entry that no longer shares anything with the request is out: the name that led to it was taken away since.
    `everything`: what was `found`, where that is known. `with_parts`: they are about to be opened.
    """
    everything = everything or found(session, case)
    return confirmed_among(session, everything.suggestions, with_parts=with_parts)


def confirmed_among(
    session: Session, suggested: Collection[Suggestion], *, with_parts: bool = False
) -> list[Disclosure]:
    """Those of these that a worker confirmed, oldest first; never a locked one."""
    wanted = {s.disclosure.id for s in suggested if s.decision is k.MatchDecision.CONFIRMED}
    query = select(Disclosure).where(Disclosure.id.in_(sorted(wanted)), NOT_LOCKED)
    if with_parts:
        parts = (Disclosure.recipients, Disclosure.fields, Disclosure.identifiers)
        query = query.options(*(selectinload(part) for part in parts))
    return list(session.scalars(query.order_by(Disclosure.decided_at, Disclosure.id))) if wanted else []


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


def years_of(session: Session, *, until: int, locked: bool, shut: Collection[uuid.UUID] = ()) -> list[int]:
    """The years of which there may be entries in the reader's list, newest first: a year says that there is one."""
    query = select(func.min(Disclosure.decided_at)).where(besides(session, shut))
    first = session.scalar(query if locked else query.where(NOT_LOCKED))
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
