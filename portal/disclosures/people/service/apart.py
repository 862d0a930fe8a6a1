"""What was one person turns out to be two, or two that look alike are said to be two."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.core.errors import RuleBroken
from portal.disclosures.people import groups
from portal.disclosures.people.kinds import SPLITS, ChangeKind, ChangeReason
from portal.disclosures.people.models import PeopleChange
from portal.disclosures.people.service import standing as s


def split(
    session: Session, one: uuid.UUID, going: Collection[uuid.UUID], reason: ChangeReason | None, *, seen: str,
    actor: Actor, at: datetime,
) -> PeopleChange:  # fmt: skip
    """Make the entries that go another person's. The two are not suggested as one again.

    Raises RuleBroken (none goes, or all do, no reason), SomebodyElseChangedIt, NotFound, NotAllowed.
    """
    s.must_see_all(session, actor, one)
    before = s.standing(session, one)
    s.must_be_as_seen(before, seen)
    everything, leaving = groups.joined_with(session, one), frozenset(going)
    if not leaving or not leaving <= everything:
        raise RuleBroken("Choose the entries that are somebody else's", field="going")
    if leaving == everything:
        raise RuleBroken("Leave one entry at least: it is whose page this is", field="going")
    reason = s.must_say_why(reason, SPLITS)
    [stays] = set(groups.people_of(session, everything).values())
    away = s.new_person(session, at=at)
    s.move(session, leaving, away)
    s.set_apart(session, stays, away)
    after = s.standing_of(session, {stays, away})
    return s.write_down(session, ChangeKind.SPLIT, before, after, reason=reason, actor=actor, at=at)


def say_apart(
    session: Session, one: uuid.UUID, other: uuid.UUID, reason: ChangeReason | None, *, seen: str, actor: Actor,
    at: datetime,
) -> PeopleChange:  # fmt: skip
    """Say that two who share something are two people. They are not suggested as one again.

    Raises RuleBroken (joined, or said before, no reason), SomebodyElseChangedIt, NotFound, NotAllowed.
    """
    s.must_see_all(session, actor, one, other)
    before = s.standing(session, one, other)
    whose = groups.people_of(session, [one, other])
    if one == other or whose[one] == whose[other]:
        raise RuleBroken("These entries were joined as one person's. Split them instead.")
    if frozenset(whose.values()) in groups.apart(session, list(whose.values())):
        raise RuleBroken("That was said before. Nothing was changed.")
    s.must_be_as_seen(before, seen)
    reason = s.must_say_why(reason, SPLITS)
    first, second = s.person_for(session, one, at=at), s.person_for(session, other, at=at)
    s.set_apart(session, first, second)
    after = s.standing_of(session, {first, second})
    return s.write_down(session, ChangeKind.APART, before, after, reason=reason, actor=actor, at=at)
