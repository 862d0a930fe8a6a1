"""Putting a mistake in an entry right. What stood there stays beside what stands there now, with what was wrong."""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.disclosures import kinds as k
from portal.disclosures.after_models import DisclosureAmendment
from portal.disclosures.models import Disclosure, DisclosureIdentifier
from portal.disclosures.people.finding import register_index
from portal.requests.identifiers import normalise
from portal.requests.kinds import Service
from portal.vault import Box, vault_of

MAY_BE_EMPTY = frozenset({"necessity", "late-reason", "consent-note", "views", "left-out", "effect", "protect",
                          "copy-at", "recipient-role", "recipient-contact"})  # fmt: skip
MOVED = "Somebody else put this right after you opened it. Nothing was overwritten. Look again, then decide."


class Shape(StrEnum):
    """What the new value is: words, one of a list, or a moment."""

    WORDS = "words"
    CODE = "code"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry that can be put right."""

    label: str
    column: str
    shape: Shape = Shape.WORDS
    codes: type[StrEnum] | None = None


OF_ENTRY: dict[str, Part] = {
    "why": Part("Why", "why"),
    "necessity": Part("Needed, and no more", "necessity"),
    "late-reason": Part("Why written down late", "late_reason"),
    "consent-note": Part("What they said about it", "consent_note"),
    "views": Part("Their views", "views"),
    "left-out": Part("Left out", "left_out"),
    "effect": Part("Effect on our services", "effect"),
    "protect": Part("Other people to protect", "protect"),
    "copy-at": Part("Where the exact copy is", "copy_at"),
    "decided-at": Part("When it was decided", "decided_at", Shape.MOMENT),
    "shared-at": Part("When they were told", "shared_at", Shape.MOMENT),
    "service": Part("Service", "service", Shape.CODE, Service),
    "urgency": Part("Urgency", "urgency", Shape.CODE, k.Urgency),
    "at-risk": Part("At risk", "at_risk", Shape.CODE, k.AtRisk),
    "person-group": Part("The person is", "person_group", Shape.CODE, k.PersonGroup),
    "lawful-basis": Part("Lawful basis", "lawful_basis", Shape.CODE, k.LawfulBasis),
    "special-condition": Part("Condition", "special_condition", Shape.CODE, k.SpecialCondition),
}
OF_RECIPIENT = {
    "recipient-name": Part("Name of who was told", "name"),
    "recipient-role": Part("Their role", "role"),
    "recipient-contact": Part("How to reach them", "contact"),
}
OF_PIECE = {"piece-what": Part("What was told", "what"), "piece-why": Part("Why they needed it", "why")}
OF_IDENTIFIER = {"identifier": Part("Known as", "value")}
PARTS = OF_ENTRY | OF_RECIPIENT | OF_PIECE | OF_IDENTIFIER


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mistake may stand: the part, whose it is, and what it says now."""

    part: str
    part_id: uuid.UUID | None
    stands: str

    @property
    def label(self) -> str:
        """The part, in words."""
        return PARTS[self.part].label

    @property
    def shape(self) -> Shape:
        """What the new value has to be."""
        return PARTS[self.part].shape

    @property
    def seen(self) -> str:
        """What a form carries of what it says now, so that nothing newer is overwritten."""
        return hashlib.sha256(self.stands.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OpenedAmendment:
    """A mistake that was put right, readable."""

    row: DisclosureAmendment
    label: str
    was: str
    now: str
    why: str


def places(session: Session, disclosure: Disclosure) -> list[Place]:
    """Everything in the entry that can be put right, with what it says now."""
    box = vault_of(session).box(disclosure.key_id)
    found = [Place(code, None, _stands(box, disclosure, part)) for code, part in OF_ENTRY.items()]
    for parts, rows in _of_rows(disclosure):
        found += [Place(code, row.id, _stands(box, row, part)) for row in rows for code, part in parts.items()]
    return found


def find_place(session: Session, disclosure: Disclosure, part: str, part_id: uuid.UUID | None) -> Place:
    """One of them. Raises NotFound."""
    for place in places(session, disclosure):
        if (place.part, place.part_id) == (part, part_id):
            return place
    raise NotFound


def history(session: Session, disclosure: Disclosure) -> Sequence[OpenedAmendment]:
    """What was put right, newest first."""
    box = vault_of(session).box(disclosure.key_id)
    query = select(DisclosureAmendment).where(DisclosureAmendment.disclosure_id == disclosure.id)
    rows = session.scalars(query.order_by(DisclosureAmendment.amended_at.desc(), DisclosureAmendment.id)).all()
    return [
        OpenedAmendment(row, PARTS[row.part].label, box.get(row, "was"), box.get(row, "now"), box.get(row, "why"))
        for row in rows
    ]


def amend(
    session: Session, disclosure: Disclosure, place: Place, new: str, why: str, *, submission: str,
    seen: str | None = None, actor: Actor, at: datetime,
) -> DisclosureAmendment:  # fmt: skip
    """Put it right. `new` is words, a code, or a moment in ISO form. `seen`: of the place on their page.

    Raises RuleBroken, SomebodyElseChangedIt, NotAllowed.
    """
    actor.must(Permission.REGISTER_LOG)
    new, why = new.replace("\r\n", "\n").strip(), why.strip()
    if session.scalar(select(DisclosureAmendment.id).where(DisclosureAmendment.submission == submission)):
        raise RuleBroken("You have already put this right. Nothing was changed twice.")
    if seen is not None and seen != place.seen:
        raise SomebodyElseChangedIt(MOVED)
    if not why:
        raise RuleBroken("Say what was wrong", field="what_was_wrong")
    if not new and place.part not in MAY_BE_EMPTY:
        raise RuleBroken("Say how it should be", field="new")
    if new == place.stands:
        raise RuleBroken("That is what it says already", field="new")
    _check(disclosure, place, new, at)
    box = vault_of(session).box(disclosure.key_id)
    row = DisclosureAmendment(
        id=uuid.uuid4(), disclosure_id=disclosure.id, part=place.part, part_id=place.part_id,
        amended_by_id=actor.worker_id, amended_at=at, submission=submission,
    )  # fmt: skip
    for column, words in {"was": place.stands, "now": new, "why": why}.items():
        box.put(row, column, words)
    session.add(row)
    _write(session, box, disclosure, place, new)
    session.flush()
    record(
        session, Action.DISCLOSURE_AMENDED, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id, at=at,
        kind=place.part,
    )  # fmt: skip
    return row


def _of_rows(disclosure: Disclosure) -> Sequence[tuple[Mapping[str, Part], Sequence[Any]]]:
    return (
        (OF_IDENTIFIER, disclosure.identifiers),
        (OF_RECIPIENT, disclosure.recipients),
        (OF_PIECE, disclosure.fields),
    )


def _stands(box: Box, row: Any, part: Part) -> str:
    value = getattr(row, part.column)
    if value is None:
        return ""
    if part.shape is Shape.MOMENT:
        return str(value.isoformat())
    return str(value.value) if part.shape is Shape.CODE else box.get(row, part.column)


def _check(disclosure: Disclosure, place: Place, new: str, at: datetime) -> None:
    """A moment has to fit the other one and may not lie in the future; a code has to be one of its list."""
    codes = PARTS[place.part].codes
    if codes and new not in {code.value for code in codes}:
        raise RuleBroken("Choose one", field="new")
    if place.shape is not Shape.MOMENT:
        return
    moment = datetime.fromisoformat(new)
    if moment > at:
        raise RuleBroken("It cannot lie in the future", field="new")
    if place.part == "shared-at" and disclosure.shared_at is None:
        raise RuleBroken("Nobody was told. Log what was told as an entry of its own", field="new")
    decided = moment if place.part == "decided-at" else disclosure.decided_at
    shared = moment if place.part == "shared-at" else disclosure.shared_at
    may_be_first = disclosure.urgency is k.Urgency.EMERGENCY and disclosure.late_reason is not None
    if shared and shared < decided and not may_be_first:
        raise RuleBroken("Then it was shared before it was decided. Put the reason for that right first", field="new")
    if disclosure.said_on and disclosure.said_on > local_date(decided):
        raise RuleBroken("Then it was said after it was decided", field="new")


def _write(session: Session, box: Box, disclosure: Disclosure, place: Place, new: str) -> None:
    part, row = PARTS[place.part], _row(disclosure, place)
    if part.shape is Shape.MOMENT:
        setattr(row, part.column, datetime.fromisoformat(new))
    elif part.codes:
        setattr(row, part.column, part.codes(new))
    elif not new:
        setattr(row, part.column, None)
    else:
        box.put(row, part.column, new)
    if isinstance(row, DisclosureIdentifier):
        _index(session, disclosure, row, new)


def _index(session: Session, disclosure: Disclosure, row: DisclosureIdentifier, typed: str) -> None:
    """Found by the right name from now on, and not by the wrong one."""
    index = register_index(vault_of(session), row.kind, normalise(row.kind, typed))
    if any(other.blind_index == index and other.id != row.id for other in disclosure.identifiers):
        raise RuleBroken("The entry has that name already", field="new")
    row.blind_index = index


def _row(disclosure: Disclosure, place: Place) -> Any:
    by: Callable[[Sequence[Any]], Any] = lambda rows: next(row for row in rows if row.id == place.part_id)  # noqa: E731
    for parts, rows in _of_rows(disclosure):
        if place.part in parts:
            return by(rows)
    return disclosure
