"""How people stand before and after an act, and writing the act down. What stood before is enough to put it back."""

import hashlib
import json
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.errors import NotFound, RuleBroken, SomebodyElseChangedIt
from portal.disclosures.models import Disclosure
from portal.disclosures.people import groups
from portal.disclosures.people.kinds import ChangeKind, ChangeReason
from portal.disclosures.people.models import ChangedEntry, PeopleApart, PeopleChange, PersonEntry, RegisterPerson

State = dict[str, Any]
CHANGED = "Somebody else joined or split these entries after you opened the page. Nothing was changed. Look again."


def must_see_all(session: Session, actor: Actor, *entry_ids: uuid.UUID) -> None:
    """Raise NotAllowed unless the worker may do this and may know of locks, NotFound for an entry that is not there.

    Whoever joins has to see all that is joined: a refusal because of a locked entry would tell that there is one.
    """
    actor.must(Permission.REGISTER_JOIN)
    actor.must(Permission.REGISTER_LOCKED)
    if any(session.get(Disclosure, entry_id) is None for entry_id in entry_ids):
        raise NotFound


def standing(session: Session, *entry_ids: uuid.UUID) -> State:
    """Whose these entries, and all that are joined to them, are: ids only, in one order."""
    return standing_of(session, set(groups.people_of(session, entry_ids).values()), entry_ids)


def standing_of(session: Session, person_ids: Collection[uuid.UUID], loose: Collection[uuid.UUID] = ()) -> State:
    """The same for people; `loose`: entries that may be nobody's yet."""
    each = groups.members(session, person_ids)
    entries: dict[str, str | None] = {str(one): None for one in loose}
    elsewhere = groups.people_of(session, loose)
    entries |= {str(one): str(whose) for one, whose in elsewhere.items() if whose != one}
    entries |= {str(one): str(whose) for whose, ones in each.items() for one in ones}
    pairs = sorted(sorted(str(one) for one in pair) for pair in groups.apart(session, person_ids))
    return {"entries": dict(sorted(entries.items())), "apart": pairs}


def fingerprint(state: State) -> str:
    """What a form carries, so that nothing newer than what was seen is changed."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


def must_be_as_seen(state: State, seen: str) -> None:
    """Raise SomebodyElseChangedIt unless it stands as the worker saw it."""
    if fingerprint(state) != seen:
        raise SomebodyElseChangedIt(CHANGED)


def must_say_why(reason: ChangeReason | None, reasons: Collection[ChangeReason]) -> ChangeReason:
    """The reason. Raises RuleBroken without one of those that fit."""
    if reason is None or reason not in reasons:
        raise RuleBroken("Say how you know", field="reason")
    return reason


def person_for(session: Session, entry_id: uuid.UUID, *, at: datetime) -> uuid.UUID:
    """The person of an entry, with a row: made now for an entry that was joined to none."""
    whose = groups.people_of(session, [entry_id])[entry_id]
    if whose == entry_id:
        whose = new_person(session, at=at)
        move(session, [entry_id], whose)
    return whose


def new_person(session: Session, *, at: datetime) -> uuid.UUID:
    """A person without entries."""
    person = RegisterPerson(id=uuid.uuid4(), made_at=at)
    session.add(person)
    session.flush()
    return person.id


def move(session: Session, entry_ids: Collection[uuid.UUID], to: uuid.UUID | None) -> None:
    """Make entries this person's; nobody's, for none."""
    for entry_id in sorted(entry_ids):
        row = session.get(PersonEntry, entry_id)
        if to is None and row is not None:
            session.delete(row)
        elif to is not None and row is None:
            session.add(PersonEntry(disclosure_id=entry_id, person_id=to))
        elif to is not None and row is not None:
            row.person_id = to
    session.flush()


def set_apart(session: Session, one: uuid.UUID, other: uuid.UUID) -> None:
    """Two people, says a worker. Saying it twice changes nothing."""
    first, second = sorted((one, other), key=str)
    if session.get(PeopleApart, (first, second)) is None:
        session.add(PeopleApart(one_id=first, other_id=second))
        session.flush()


def forget_apart(session: Session, pair: Collection[uuid.UUID]) -> None:
    """That they are two is not said any more."""
    ids = sorted(pair)
    session.execute(delete(PeopleApart).where(PeopleApart.one_id.in_(ids), PeopleApart.other_id.in_(ids)))


def write_down(
    session: Session, kind: ChangeKind, before: State, after: State, *, reason: ChangeReason | None = None,
    undoes: PeopleChange | None = None, actor: Actor, at: datetime,
) -> PeopleChange:  # fmt: skip
    """Keep the act, and move the version of everybody it touched: of two acts at once, one is refused."""
    change = PeopleChange(
        id=uuid.uuid4(), kind=kind, reason=reason, before=before, after=after, by_id=actor.worker_id, at=at,
        undoes_id=undoes.id if undoes else None,
    )  # fmt: skip
    session.add(change)
    session.flush()
    touched = sorted(people_in(before) | people_in(after))
    for person in session.scalars(select(RegisterPerson).where(RegisterPerson.id.in_(touched))):
        flag_modified(person, "made_at")
    for entry_id in sorted(before["entries"].keys() | after["entries"].keys()):
        session.add(ChangedEntry(disclosure_id=uuid.UUID(entry_id), change_id=change.id))
    session.flush()
    facts = {"entry": str(change.id), **({"reason": reason.value} if reason else {})}
    record(
        session, ACTIONS[kind], actor_kind=actor.kind, actor_id=actor.id, subject=touched[0], at=at, **facts
    )  # fmt: skip
    return change


def people_in(state: State) -> set[uuid.UUID]:
    """Everybody whose an entry is in this state."""
    return {uuid.UUID(whose) for whose in state["entries"].values() if whose}


ACTIONS = {
    ChangeKind.JOIN: Action.PEOPLE_JOINED,
    ChangeKind.SPLIT: Action.PEOPLE_SPLIT,
    ChangeKind.APART: Action.PEOPLE_SAID_APART,
    ChangeKind.UNDO: Action.PEOPLE_UNDONE,
}
