"""Who got the data of a person that was put right, deleted or frozen since, and was each of them told (Art 19).

Everything here is made from entries and sets that may be told of. What is locked is in no list, counts for nothing and
is waited for by nobody: neither a page nor a gate that stays red may tell that it is there.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.cases.models import Case
from portal.cases.sight import Sight, visible
from portal.cases.states import OPEN as OPEN_CASES
from portal.cases.states import Status
from portal.core.clock import local_date
from portal.core.errors import NotFound
from portal.disclosures import queries as register
from portal.disclosures.kinds import Decision, SentBy, Told
from portal.disclosures.models import Disclosure, Recipient
from portal.disclosures.other_share import ToldOfChange
from portal.disclosures.people.finding import Suggestion
from portal.disclosures.telling import RECIPIENTS
from portal.shares import matching, queries
from portal.shares.kinds import NotToldWhy, ProofKind
from portal.shares.matching import SetSuggestion
from portal.shares.models import RecipientNotice, ShareMember, ShareSet
from portal.shares.rules import tells_recipients
from portal.shares.states import NoticeState
from portal.shares.telling import RECEIVERS, was_not_told, was_told
from portal.vault import KeyDestroyed, vault_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class Candidates:
    """Entries and sets that may be about the person, each decided about or not."""

    entries: tuple[Suggestion, ...] = ()
    sets: tuple[SetSuggestion, ...] = ()

    @property
    def undecided(self) -> int:
        """How many wait for a decision."""
        decisions = [*(one.decision for one in self.entries), *(one.decision for one in self.sets)]
        return decisions.count(None)


@dataclass(frozen=True, slots=True)
class OpenedNotice:
    """One recipient and what became of the notice. `known_as`: the code by which a receiver of a set knows them."""

    id: uuid.UUID
    version: int
    who: str
    number: str
    given_on: date
    known_as: str
    state: NoticeState
    words: str
    proof: str
    why: str
    way: SentBy | None
    sent_on: date | None
    not_told: NotToldWhy | None
    proof_kind: ProofKind | None
    done_by_id: uuid.UUID | None


def candidates(session: Session, case: Case) -> Candidates:
    """What may have gone to others about the person of a case whose changes have to be told; empty for other rights."""
    if not tells_recipients(case.right):
        return Candidates()
    entries = tuple(
        one for one in register.meeting(session, case) if one.disclosure.decision is not Decision.NOT_SHARED
    )
    return Candidates(entries, tuple(matching.suggestions(session, case)))


def waiting(session: Session, case: Case) -> int:
    """How many decisions and notices are missing before the case can be closed as done."""
    found = candidates(session, case)
    still_open = [row for row in rows_of(session, case, found) if row.state is NoticeState.OPEN]
    return found.undecided + len(still_open)


def rows_of(session: Session, case: Case, found: Candidates | None = None) -> list[RecipientNotice]:
    """The notices of a case whose entry or set is confirmed and may be told of, oldest first."""
    found = found if found is not None else candidates(session, case)
    entries = {one.id for one in register.confirmed_among(session, found.entries)}
    sets = {one.id for one in matching.confirmed(session, case)}
    if not entries and not sets:
        return []
    recipients = select(Recipient.id).where(Recipient.disclosure_id.in_(sorted(entries)))
    query = select(RecipientNotice).where(
        RecipientNotice.case_id == case.id,
        or_(RecipientNotice.recipient_id.in_(recipients), RecipientNotice.set_id.in_(sorted(sets))),
    )
    return list(session.scalars(query.order_by(RecipientNotice.opened_at, RecipientNotice.id)))


def notices(session: Session, case: Case) -> list[OpenedNotice]:
    """The same with their seals opened."""
    return [_opened(session, case, row) for row in rows_of(session, case)]


def get_notice(session: Session, case: Case, notice_id: uuid.UUID) -> RecipientNotice:
    """One notice of that case. Raises NotFound, also for one that may not be told of."""
    for row in rows_of(session, case):
        if row.id == notice_id:
            return row
    raise NotFound


def opened_notice(session: Session, case: Case, notice_id: uuid.UUID) -> OpenedNotice:
    """The same, readable. Raises NotFound."""
    return _opened(session, case, get_notice(session, case, notice_id))


def proof_of(session: Session, case: Case, notice_id: uuid.UUID) -> tuple[bytes, ProofKind]:
    """The file that proves a notice. Raises NotFound."""
    row = get_notice(session, case, notice_id)
    if row.proof_name is None or row.proof_kind is None:
        raise NotFound
    vault = vault_of(session)
    return vault.files.get(vault.box(case.request.key_id), row.proof_name, place_of(row)), row.proof_kind


def place_of(row: RecipientNotice) -> str:
    """Where the sealed file of a notice belongs."""
    return f"recipient_notices.proof:{row.id}"


def list_told(session: Session, case: Case) -> tuple[ToldOfChange, ...]:
    """The list for the person: each recipient that was told, or why not. What is open is not in it."""
    return tuple(said for one in notices(session, case) if (said := _said(one)))


def _said(one: OpenedNotice) -> ToldOfChange | None:
    if one.sent_on is not None and one.way is not None:
        return was_told(one.who, one.sent_on, one.way)
    return was_not_told(one.who, one.not_told, one.why) if one.not_told else None


def told_of_request(session: Session, request_id: uuid.UUID) -> tuple[ToldOfChange, ...]:
    """What the person may read of it: the lists of their cases that were answered."""
    query = select(Case).where(Case.request_id == request_id, Case.status == Status.ANSWERED)
    return tuple(
        one for case in session.scalars(query.order_by(Case.received_on, Case.id)) for one in list_told(session, case)
    )


def count_open(session: Session, sight: Sight) -> int:
    """How many cases this worker sees have a recipient who waits to be told."""
    query = select(func.count(Case.id.distinct())).join(RecipientNotice, RecipientNotice.case_id == Case.id)
    return session.scalar(query.where(*_open_notices(sight))) or 0


def list_open(
    session: Session, sight: Sight, *, after: tuple[datetime, uuid.UUID] | None = None
) -> list[tuple[RecipientNotice, Case]]:
    """One page of notices that wait, and one row more, oldest first; page by key."""
    query = select(RecipientNotice, Case).join(Case, RecipientNotice.case_id == Case.id).where(*_open_notices(sight))
    if after is not None:
        query = query.where(tuple_(RecipientNotice.opened_at, RecipientNotice.id) > tuple_(*after))
    rows = session.execute(query.order_by(RecipientNotice.opened_at, RecipientNotice.id).limit(PAGE + 1))
    return [(row, case) for row, case in rows]


def _open_notices(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    may_be_told = select(Recipient.id).join(Disclosure, Disclosure.id == Recipient.disclosure_id)
    may_be_told = may_be_told.where(Disclosure.told != Told.MUST_NOT)
    free = select(ShareSet.id).where(ShareSet.is_locked.is_(False))
    return (
        RecipientNotice.state == NoticeState.OPEN,
        Case.status.in_(sorted(OPEN_CASES)),
        or_(RecipientNotice.recipient_id.in_(may_be_told), RecipientNotice.set_id.in_(free)),
        *visible(sight),
    )


def _opened(session: Session, case: Case, row: RecipientNotice) -> OpenedNotice:
    box = vault_of(session).box(case.request.key_id)
    who, number, given_on, known_as = _of_set(session, case, row) if row.set_id else _of_entry(session, row)
    return OpenedNotice(
        id=row.id,
        version=row.version,
        who=who,
        number=number,
        given_on=given_on,
        known_as=known_as,
        state=row.state,
        words=box.get(row, "words") if row.words else "",
        proof=box.get(row, "proof") if row.proof else "",
        why=box.get(row, "why") if row.why else "",
        way=row.way,
        sent_on=row.sent_on,
        not_told=row.not_told,
        proof_kind=row.proof_kind,
        done_by_id=row.done_by_id,
    )


def _of_entry(session: Session, row: RecipientNotice) -> tuple[str, str, date, str]:
    recipient = session.get_one(Recipient, row.recipient_id)
    entry = session.get_one(Disclosure, recipient.disclosure_id)
    kind = RECIPIENTS[recipient.kind]
    try:
        who = f"{vault_of(session).box(entry.key_id).get(recipient, 'name')} ({kind})"
    except KeyDestroyed:
        who = kind[0].upper() + kind[1:]
    return who, entry.number, local_date(entry.shared_at or entry.decided_at), ""


def _of_set(session: Session, case: Case, row: RecipientNotice) -> tuple[str, str, date, str]:
    found = session.get_one(ShareSet, row.set_id)
    given_on, kind = found.shared_on or local_date(found.begun_at), RECEIVERS[found.receiver]
    try:
        box = queries.box_of(session, found)
        mine = sorted(queries.members_about(session, found, [case.request_id]))
        members = [session.get_one(ShareMember, one) for one in mine]
        known_as = ", ".join(box.get(member, "known_as") for member in members if member.known_as)
        return f"{box.get(found, 'receiver_name')} ({kind})", found.number, given_on, known_as
    except KeyDestroyed:
        return kind[0].upper() + kind[1:], found.number, given_on, ""
