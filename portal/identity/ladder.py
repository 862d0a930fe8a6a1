"""The rungs of the ladder: what was asked, and what came of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action
from portal.core.errors import RuleBroken
from portal.identity import queries
from portal.identity.checks import Whose, note, open_check, touch
from portal.identity.deciding import decide
from portal.identity.evidence import keep_evidence
from portal.identity.kinds import ClimbReason, CodeWord, FactKind, KnownChannel, Paper, Rung, Seen, Verdict
from portal.identity.models import IdentityCheck, IdentityStep
from portal.identity.rules import ENOUGH_FACTS, may_say_yes, reasons_for
from portal.vault import vault_of


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One thing they told. `told` is evidence: it is read for the decision and then gone."""

    kind: FactKind
    told: str
    fits: bool


def recognise(
    session: Session, whose: Whose, channel: KnownChannel, *, code_word: CodeWord, seen_by_others: bool,
    actor: Actor, at: datetime,
) -> IdentityCheck:  # fmt: skip
    """They used a way by which we already talk: the lowest rung. When that is enough, it is decided with it.

    Raises NotAllowed, and RuleBroken when this rung was tried in this check.
    """
    actor.must(Permission.CASE_WORK)
    check = open_check(session, whose, actor, at)
    if any(step.rung is Rung.KNOWN_CHANNEL for step in check.steps):
        raise RuleBroken("That was written down before. Nothing was changed.")
    step = _add_step(session, check, Rung.KNOWN_CHANNEL, actor, at)
    step.channel, step.code_word, step.seen_by_others = channel, code_word, seen_by_others
    _shown(session, check, step, actor, at)
    if may_say_yes(queries.finding_of(check)):
        decide(session, whose, Verdict.IT_IS_THEM, "", actor=actor, at=at)
    return check


def climb(
    session: Session, whose: Whose, rung: Rung, reason: ClimbReason, words: str, *, actor: Actor, at: datetime
) -> IdentityStep:
    """Ask for more than the lowest rung, with the reason. A document waits for a second worker's yes.

    Raises RuleBroken (not the next rung, no words, a reason that does not carry it), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    if not words.strip():
        raise RuleBroken("Say in your own words why less would not do", field="words")
    if reason not in reasons_for(rung):
        raise RuleBroken("Choose a reason that is on the list", field="reason")
    check = open_check(session, whose, actor, at)
    if rung is Rung.DOCUMENT and Rung.TWO_FACTS not in queries.tried_ever(session, whose.request_id):
        raise RuleBroken("Ask for two things that only they would know first. A document is the last way.")
    if rung is Rung.KNOWN_CHANNEL or rung not in queries.rungs_to_offer(session, whose.request_id):
        raise RuleBroken("That was asked before. Nothing was changed.")
    step = _add_step(session, check, rung, actor, at)
    step.reason = reason
    vault_of(session).box(whose.key_id).put(step, "reason_words", words.strip())
    touch(session, check)
    note(session, Action.IDENTITY_CLIMBED, whose.request_id, actor, at, way=rung.value, reason=reason.value)
    return step


def allow_document(session: Session, whose: Whose, *, yes: bool, actor: Actor, at: datetime) -> None:
    """A second worker says whether a document may be asked for. Raises RuleBroken (none waits, same worker)."""
    actor.must(Permission.ANSWER_APPROVE)
    check = queries.current(session, whose.request_id)
    step = queries.open_step(check)
    if check is None or step is None or step.rung is not Rung.DOCUMENT or step.allowed is not None:
        raise RuleBroken("Nobody asks for a document now. Nothing was changed.")
    if step.begun_by_id == actor.worker_id:
        raise RuleBroken("You asked for it. Somebody else has to say yes.")
    step.allowed, step.allowed_by_id = yes, actor.worker_id
    touch(session, check)
    action = Action.IDENTITY_DOCUMENT_ALLOWED if yes else Action.IDENTITY_DOCUMENT_REFUSED
    note(session, action, whose.request_id, actor, at)


def must_be_allowed(session: Session, whose: Whose) -> tuple[IdentityCheck, IdentityStep]:
    """The step of a document that may be asked for. Raises RuleBroken unless a second worker said yes."""
    check, step = _waiting(session, whose, Rung.DOCUMENT)
    if not step.allowed:
        raise RuleBroken("Somebody who may approve answers has to say yes first. Nothing was written down.")
    return check, step


def note_facts(session: Session, whose: Whose, facts: Sequence[ToldFact], *, actor: Actor, at: datetime) -> None:
    """Write down which things they told and whether each fitted. The things themselves are evidence.

    Raises RuleBroken (nothing was asked, or fewer than two kinds), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    check, step = _waiting(session, whose, Rung.TWO_FACTS)
    if len({fact.kind for fact in facts}) < ENOUGH_FACTS:
        raise RuleBroken("Give two things of different kinds, and say of each whether it fits", field="facts")
    step.facts = [[fact.kind.value, fact.fits] for fact in facts]
    keep_evidence(session, check, step, [fact.told for fact in facts], at=at)
    _shown(session, check, step, actor, at)


def note_document(
    session: Session, whose: Whose, paper: Paper, seen: Seen, *, fits: bool, actor: Actor, at: datetime
) -> None:
    """Write down that a document was seen, how, and whether it fits. Nothing of it is kept. Raises RuleBroken."""
    actor.must(Permission.CASE_WORK)
    check, step = must_be_allowed(session, whose)
    step.paper, step.seen, step.fits = paper, seen, fits
    _shown(session, check, step, actor, at)


def _waiting(session: Session, whose: Whose, rung: Rung) -> tuple[IdentityCheck, IdentityStep]:
    check = queries.current(session, whose.request_id)
    step = queries.open_step(check)
    if check is None or step is None or step.rung is not rung:
        raise RuleBroken("That was not asked for, or it was written down before. Nothing was changed.")
    return check, step


def _add_step(session: Session, check: IdentityCheck, rung: Rung, actor: Actor, at: datetime) -> IdentityStep:
    step = IdentityStep(
        id=uuid.uuid4(), check_id=check.id, number=len(check.steps) + 1, rung=rung, begun_at=at,
        begun_by_id=actor.worker_id, facts=[],
    )  # fmt: skip
    check.steps.append(step)
    session.flush()
    return step


def _shown(session: Session, check: IdentityCheck, step: IdentityStep, actor: Actor, at: datetime) -> None:
    step.shown_at, step.shown_by_id = at, actor.worker_id
    touch(session, check)
    state = queries.finding_of(check).confidence.value
    note(session, Action.IDENTITY_SHOWN, check.request_id, actor, at, way=step.rung.value, state=state)
