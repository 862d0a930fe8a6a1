"""Entries and where the duty to tell of them stands, made by the acts that real workers use."""

from datetime import timedelta

from portal.accounts.actor import SYSTEM, Actor, worker_actor
from portal.accounts.permissions import Role
from portal.accounts.workers import add_worker
from portal.audit import Action as A
from portal.core.clock import local_date
from portal.disclosures import duty
from portal.disclosures import kinds as k
from portal.disclosures.duty import Given
from portal.disclosures.duty.models import Duty
from portal.disclosures.kinds import Exemption, HowTold
from portal.disclosures.models import Disclosure
from portal.disclosures.telling_states import Needs, Telling, find
from tests.builders.desk import AT, PASSWORD, a_disclosure, an_entry

SOON = local_date(AT) + timedelta(days=7)
REASON = "They are with the person who hurt them, and would be asked."
FULL = Given(words=REASON, review_on=SOON, exemption=Exemption.CRIME, how=HowTold.CALL, told_at=AT)

# From "a not yet that one person said" (or a lock that one proposed) to every state; odd moves are the first worker's.
ROADS: dict[Telling, tuple[k.Told, tuple[A, ...]]] = {
    Telling.TOLD_BEFORE: (k.Told.BEFORE, ()),
    Telling.TOLD_AFTER: (k.Told.AFTER, ()),
    Telling.UNSIGNED: (k.Told.NOT_YET, ()),
    Telling.SENT_BACK: (k.Told.NOT_YET, (A.TELLING_SENT_BACK,)),
    Telling.NOT_YET: (k.Told.NOT_YET, (A.TELLING_SIGNED,)),
    Telling.NO_WAY: (k.Told.NO_WAY, ()),
    Telling.UNKNOWN: (k.Told.NOT_RECORDED, ()),
    Telling.LOCK_PROPOSED: (k.Told.NOT_YET, (A.LOCK_PROPOSED,)),
    Telling.LOCKED: (k.Told.NOT_YET, (A.LOCK_PROPOSED, A.LOCK_SET)),
    Telling.RENEWAL_PROPOSED: (k.Told.NOT_YET, (A.LOCK_PROPOSED, A.LOCK_SET, A.LOCK_RENEWAL_PROPOSED)),
    Telling.LIFT_PROPOSED: (k.Told.NOT_YET, (A.LOCK_PROPOSED, A.LOCK_SET, A.LOCK_LIFT_PROPOSED)),
}


def a_second_lead(session, name: str = "Demo Second Lead") -> Actor:
    """Another worker who may see locks."""
    email = f"{name.lower().replace(' ', '.')}@demo.invalid"
    worker, _ = add_worker(
        session, name=name, email=email, password=PASSWORD, roles=[Role.SAFEGUARDING], actor=SYSTEM, at=AT
    )
    session.flush()
    return worker_actor(worker.id, frozenset({Role.SAFEGUARDING}))


def locked_by_two(session, disclosure: Disclosure, first: Actor, second: Actor) -> Disclosure:
    """The same entry; that they must not be told is decided."""
    for action, actor in ((A.LOCK_PROPOSED, first), (A.LOCK_SET, second)):
        duty.move(session, disclosure.id, action, FULL, actor=actor, at=AT)
    return disclosure


def an_entry_told(told: k.Told, user_name: str = "quiet.otter"):
    """An entry as one person logs it."""
    if told in {k.Told.BEFORE, k.Told.AFTER}:
        return an_entry(user_name, told=told)
    is_old = told is k.Told.NOT_RECORDED
    return an_entry(user_name, told=told, told_at=None, told_note=REASON, review_on=SOON, imported=is_old)


def brought_to(session, state: Telling, first: Actor, second: Actor, user_name: str = "quiet.otter") -> Disclosure:
    """An entry whose duty stands there: `first` asks, `second` decides."""
    told, moves = ROADS[state]
    disclosure = a_disclosure(session, first, an_entry_told(told, user_name))
    for action in moves:
        step = find(session.get_one(Duty, disclosure.id).state, action)
        actor = second if Needs.SECOND in step.needs else first
        duty.move(session, disclosure.id, action, FULL, actor=actor, at=AT)
    assert session.get_one(Duty, disclosure.id).state is state
    return disclosure
