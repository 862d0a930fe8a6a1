"""Two people of the register turn out to be one."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.core.errors import RuleBroken
from portal.disclosures.people import groups
from portal.disclosures.people.kinds import JOINS, ChangeKind, ChangeReason
from portal.disclosures.people.models import PeopleChange
from portal.disclosures.people.service import standing as s


def join(
    session: Session, one: uuid.UUID, other: uuid.UUID, reason: ChangeReason | None, *, seen: str, actor: Actor,
    at: datetime,
) -> PeopleChange:  # fmt: skip
    """Join the person of one entry and the person of another, with all their entries.

    Raises RuleBroken (one person already, no reason), SomebodyElseChangedIt, NotFound, NotAllowed.
    """
    s.must_see_all(session, actor, one, other)
    before = s.standing(session, one, other)
    whose = groups.people_of(session, [one, other])
    if one == other or whose[one] == whose[other]:
        raise RuleBroken("These entries are of one person already. Nothing was changed.")
    s.must_be_as_seen(before, seen)
    reason = s.must_say_why(reason, JOINS)
    gone = whose[other]
    stays = s.person_for(session, one, at=at)
    s.move(session, groups.joined_with(session, other), stays)
    for pair in groups.apart(session, [gone]):
        s.forget_apart(session, pair)
        for third in pair - {gone, stays}:  # whoever was somebody else than they, still is
            s.set_apart(session, third, stays)
    after = s.standing_of(session, s.people_in(before) | {stays}, [one, other])
    return s.write_down(session, ChangeKind.JOIN, before, after, reason=reason, actor=actor, at=at)
