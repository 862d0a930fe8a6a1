"""What can happen to the duty to tell: it begins with the entry, and moves by the one table."""

import uuid
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action, record
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken
from portal.disclosures import queries as register
from portal.disclosures.duty.models import Duty, TellingStep
from portal.disclosures.duty.rules import Given, Limits, check, furthest, not_after, only_needed
from portal.disclosures.kinds import HowTold
from portal.disclosures.models import Disclosure
from portal.disclosures.telling_states import BEGINS, HIDDEN, PROPOSED, TOLD, TOLD_OF, Needs, Step, Telling, find
from portal.vault import vault_of

MOVED = "Somebody else changed this entry after you opened it. Nothing was overwritten. Look again, then decide."
NOTHING_SAID, LIMITS = Given(), Limits()
WAITS = PROPOSED | {Telling.UNSIGNED}  # for a second person
SHOWN_ON_THE_ENTRY = frozenset({Telling.UNSIGNED, Telling.NO_WAY})


def begin(session: Session, disclosure: Disclosure, words: str, *, actor: Actor, at: datetime) -> Duty:
    """Open the duty to tell of an entry that was just logged: what one person says alone waits for a second.

    A review further off than the limit is brought nearer: looking sooner harms nobody.
    """
    state, today = BEGINS[disclosure.told], local_date(at)
    looks_again = state in {Telling.UNSIGNED, Telling.LOCK_PROPOSED}
    days = furthest(state, LIMITS)
    disclosure.review_on = not_after(disclosure.review_on, days, today) if looks_again else None
    duty = Duty(
        disclosure_id=disclosure.id, state=state, since=at, review_on=disclosure.review_on, tipping_off=False,
        proposed_by_id=actor.id if state in WAITS else None,
    )  # fmt: skip
    session.add(duty)
    given = Given(words=words, review_on=disclosure.review_on, told_at=disclosure.told_at)
    _write_down(session, disclosure, duty, Action.TELLING_BEGUN, given, actor, at)
    return duty


def move(
    session: Session,
    disclosure_id: uuid.UUID,
    action: Action,
    given: Given = NOTHING_SAID,
    *,
    seen: int | None = None,
    limits: Limits = LIMITS,
    actor: Actor,
    at: datetime,
) -> Duty:
    """Carry out a move that a worker pressed. `seen`: the version of the duty on their page.

    Raises NotFound (also a locked entry, for whoever may not see it), RuleBroken, NotAllowed.
    """
    disclosure, duty = hold(session, disclosure_id, actor)
    if seen is not None and duty.version != seen:
        raise RuleBroken(MOVED)
    step = find(duty.state, action)
    if not step.by_hand:
        raise RuleBroken("That does not happen by itself. Tell them in a message, or in an answer.")
    actor.must(step.permission)
    given = only_needed(given, step.needs)
    check(step.needs, step.target, given, limits=limits, today=local_date(at), now=at)
    _must_fit(session, duty, step, actor)
    carry_out(session, disclosure, duty, step, given, actor=actor, at=at)
    return duty


def hold(session: Session, disclosure_id: uuid.UUID, actor: Actor) -> tuple[Disclosure, Duty]:
    """The entry and its duty, read anew and held until the commit. Raises NotFound."""
    disclosure = register.get(session, disclosure_id, locked=True)
    session.refresh(disclosure, with_for_update=True)
    duty = session.get(Duty, disclosure_id, with_for_update=True, populate_existing=True)
    if duty is None or (disclosure.is_locked and not actor.may(Permission.REGISTER_LOCKED)):
        raise NotFound
    return disclosure, duty


def _must_fit(session: Session, duty: Duty, step: Step, actor: Actor) -> None:
    """What depends on how it came to stand like this."""
    if Needs.SECOND in step.needs and duty.proposed_by_id in {actor.worker_id, None}:
        raise RuleBroken("You asked for it yourself. Somebody else has to decide.")
    if step.action is Action.LOCK_SET and duty.exemption is None:
        raise RuleBroken("No exemption is named yet. Propose the lock again, with one.")
    if step.action is Action.TELLING_CORRECTED and sent_in(session, duty.disclosure_id) is not None:
        raise RuleBroken("They were told in a message or an answer. That cannot be undone.")


def sent_in(session: Session, disclosure_id: uuid.UUID) -> TellingStep | None:
    """The newest step in which something of ours reached their request, if there is one."""
    query = select(TellingStep).where(
        TellingStep.disclosure_id == disclosure_id, TellingStep.how.in_([HowTold.MESSAGE, HowTold.ANSWER])
    )
    return session.scalar(query.order_by(TellingStep.number.desc()).limit(1))


def carry_out(
    session: Session,
    disclosure: Disclosure,
    duty: Duty,
    step: Step,
    given: Given,
    *,
    message_id: uuid.UUID | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Move, and keep the entry's own columns in step: from them every other package knows what is hidden."""
    was_hidden = duty.state in HIDDEN
    today = local_date(at)
    duty.state, duty.since = step.target, at
    flag_modified(duty, "state")  # the same thing said again is a change too: an old page of it is told so
    disclosure.told = TOLD_OF[step.target]
    disclosure.second_signature_id = actor.id if Needs.SECOND in step.needs else None
    if Needs.EXEMPTION in step.needs:
        duty.exemption, duty.tipping_off, duty.opinion_on = given.exemption, given.tipping_off, given.opinion_on
    if step.target not in HIDDEN:
        duty.exemption, duty.tipping_off, duty.opinion_on = None, False, None
    duty.review_on = disclosure.review_on = _review(duty, step, given, today)
    if step.target in WAITS:
        duty.proposed_by_id = actor.id
    if step.target in TOLD:
        disclosure.told_at = given.told_at or at
    elif step.action is Action.TELLING_CORRECTED:
        disclosure.told_at = None
    _say_on_the_entry(session, disclosure, step, given, was_hidden=was_hidden)
    _write_down(session, disclosure, duty, step.action, given, actor, at, message_id)


def _review(duty: Duty, step: Step, given: Given, today: date) -> date | None:
    """The day on which it is looked at again. What a second person refused to keep or lift is to be looked at now."""
    if Needs.REVIEW in step.needs:
        return given.review_on
    if step.action in {Action.LOCK_RENEWAL_REFUSED, Action.LOCK_LIFT_REFUSED}:
        return today
    return duty.review_on if Needs.SECOND in step.needs and step.target is not Telling.SENT_BACK else None


def _say_on_the_entry(session: Session, disclosure: Disclosure, step: Step, given: Given, *, was_hidden: bool) -> None:
    """The note "why not told" of the entry. What was said about a lock never stands there: the entry may be opened."""
    if step.target in SHOWN_ON_THE_ENTRY:
        vault_of(session).box(disclosure.key_id).put(disclosure, "told_note", given.words.strip())
    elif was_hidden or step.target in HIDDEN or step.target in TOLD:
        disclosure.told_note = None


def _write_down(
    session: Session,
    disclosure: Disclosure,
    duty: Duty,
    action: Action,
    given: Given,
    actor: Actor,
    at: datetime,
    message_id: uuid.UUID | None = None,
) -> None:
    newest = select(func.max(TellingStep.number)).where(TellingStep.disclosure_id == disclosure.id)
    row = TellingStep(
        id=uuid.uuid4(), disclosure_id=disclosure.id, number=(session.scalar(newest) or 0) + 1, action=action,
        state=duty.state, at=at, by_id=actor.id, review_on=given.review_on, exemption=given.exemption,
        tipping_off=given.tipping_off, opinion_on=given.opinion_on, how=given.how, told_at=given.told_at,
        message_id=message_id,
    )  # fmt: skip
    if words := given.words.strip():
        vault_of(session).box(disclosure.key_id).put(row, "words", words)
    session.add(row)
    session.flush()
    record(
        session, action, actor_kind=actor.kind, actor_id=actor.id, subject=disclosure.id, at=at, state=duty.state.value
    )
