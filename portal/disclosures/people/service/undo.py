"""Put back what stood before an act, exactly, as long as nothing was done to these people since."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures.people.kinds import ChangeKind
from portal.disclosures.people.models import PeopleChange
from portal.disclosures.people.service import standing as s


def undo(session: Session, change_id: uuid.UUID, *, actor: Actor, at: datetime) -> PeopleChange:
    """Take one act back. What is undone can be done again, as a new act.

    Raises RuleBroken (undone before, an undo itself, something was done since), NotFound, NotAllowed.
    """
    change = session.get(PeopleChange, change_id)
    if change is None:
        raise NotFound
    s.must_see_all(session, actor, *(uuid.UUID(one) for one in change.before["entries"]))
    if change.kind is ChangeKind.UNDO or is_undone(session, change):
        raise RuleBroken("That was undone before. Nothing was changed.")
    if not still_stands(session, change):
        raise RuleBroken("Something was joined or split since. Undo that first. Nothing was changed.")
    now = change.after
    for one, whose in change.before["entries"].items():
        s.move(session, [uuid.UUID(one)], uuid.UUID(whose) if whose else None)
    for pair in now["apart"]:
        if pair not in change.before["apart"]:
            s.forget_apart(session, {uuid.UUID(one) for one in pair})
    for first, second in change.before["apart"]:
        s.set_apart(session, uuid.UUID(first), uuid.UUID(second))
    return s.write_down(session, ChangeKind.UNDO, now, change.before, undoes=change, actor=actor, at=at)


def is_undone(session: Session, change: PeopleChange) -> bool:
    """Whether somebody took it back."""
    return session.scalar(select(PeopleChange.id).where(PeopleChange.undoes_id == change.id)) is not None


def still_stands(session: Session, change: PeopleChange) -> bool:
    """Whether everybody it touched is as it left them."""
    touched = s.people_in(change.before) | s.people_in(change.after)
    return s.standing_of(session, touched, [uuid.UUID(one) for one in change.after["entries"]]) == change.after
