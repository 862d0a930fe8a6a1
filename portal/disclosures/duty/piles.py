"""What waits for somebody: the lists behind the page of today. Codes and days only; no seal is opened for a list."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.orm import Session, joinedload

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission as P
from portal.cases.models import Case
from portal.cases.states import CLOSED
from portal.disclosures.duty.models import Duty
from portal.disclosures.kinds import MatchDecision
from portal.disclosures.models import Disclosure, DisclosureMatch
from portal.disclosures.queries import besides
from portal.disclosures.telling_states import PROPOSED, Telling

PAGE = 25
After = tuple[datetime, uuid.UUID]


class Pile(StrEnum):
    """Why an entry waits."""

    TO_SIGN = "to-sign"
    SENT_BACK = "sent-back"
    LOOK_AGAIN = "look-again"
    WAY_FOUND = "way-found"
    LOCKS_TO_DECIDE = "locks-to-decide"
    LOCKS_TO_REVIEW = "locks-to-review"


WHO: dict[Pile, P] = {
    Pile.TO_SIGN: P.REGISTER_SIGN,
    Pile.SENT_BACK: P.REGISTER_TELL,
    Pile.LOOK_AGAIN: P.REGISTER_TELL,
    Pile.WAY_FOUND: P.REGISTER_TELL,
    Pile.LOCKS_TO_DECIDE: P.REGISTER_LOCKED,
    Pile.LOCKS_TO_REVIEW: P.REGISTER_LOCKED,
}


def count(session: Session, pile: Pile, *, actor: Actor, today: date, shut: Collection[uuid.UUID] = ()) -> int:
    """How many wait for this worker; none for whoever may not see that pile.

    `shut`: requests of people whom the worker knows: what is about them waits for somebody else.
    """
    if not actor.may(WHO[pile]):
        return 0
    query = select(func.count()).select_from(Duty).where(*_conditions(pile, actor, today), *_besides(session, shut))
    return session.scalar(query) or 0


def page(
    session: Session, pile: Pile, *, actor: Actor, today: date, after: After | None = None,
    shut: Collection[uuid.UUID] = (),
) -> Sequence[Duty]:  # fmt: skip
    """One page of them and one more, what waits longest first. `shut` as in `count`. Raises NotAllowed."""
    actor.must(WHO[pile])
    query = select(Duty).options(joinedload(Duty.disclosure)).where(*_conditions(pile, actor, today))
    query = query.where(*_besides(session, shut))
    if after is not None:
        query = query.where(tuple_(Duty.since, Duty.disclosure_id) > tuple_(*after))
    return session.scalars(query.order_by(Duty.since, Duty.disclosure_id).limit(PAGE + 1)).all()


def _besides(session: Session, shut: Collection[uuid.UUID]) -> tuple[ColumnElement[bool], ...]:
    return (Duty.disclosure_id.in_(select(Disclosure.id).where(besides(session, shut))),) if shut else ()


def _conditions(pile: Pile, actor: Actor, today: date) -> tuple[ColumnElement[bool], ...]:
    """What a worker asked for themselves waits for somebody else, and so it is in no pile of theirs."""
    by_others = Duty.proposed_by_id != actor.worker_id
    return {
        Pile.TO_SIGN: (Duty.state == Telling.UNSIGNED, by_others),
        Pile.SENT_BACK: (Duty.state == Telling.SENT_BACK,),
        Pile.LOOK_AGAIN: (Duty.state == Telling.NOT_YET, Duty.review_on <= today),
        Pile.WAY_FOUND: (Duty.state == Telling.NO_WAY, _has_a_way()),
        Pile.LOCKS_TO_DECIDE: (Duty.state.in_(PROPOSED), by_others),
        Pile.LOCKS_TO_REVIEW: (Duty.state == Telling.LOCKED, Duty.review_on <= today),
    }[pile]


def _has_a_way() -> ColumnElement[bool]:
    """A worker confirmed that the entry is about the person of a case that is still open."""
    matched = select(DisclosureMatch.id).join(Case, Case.id == DisclosureMatch.case_id)
    return exists(
        matched.where(
            DisclosureMatch.disclosure_id == Duty.disclosure_id,
            DisclosureMatch.decision == MatchDecision.CONFIRMED,
            Case.status.not_in(CLOSED),
        )
    )
