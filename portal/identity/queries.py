"""Reads of checks: where the ladder stands, and whether it is known who asks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from portal.identity.kinds import CodeWord, Rung, Verdict
from portal.identity.models import Capacity, IdentityCheck, IdentityStep
from portal.identity.rules import Finding, Shown, rungs_open, worked_out
from portal.vault import vault_of

if TYPE_CHECKING:
    from portal.vault import Box


@dataclass(frozen=True, slots=True)
class OpenedStep:
    """One rung, readable. `told` is empty once the evidence is gone."""

    row: IdentityStep
    why: str
    told: tuple[str, ...]


def current(session: Session, request_id: uuid.UUID) -> IdentityCheck | None:
    """The newest check of a request."""
    query = select(IdentityCheck).where(IdentityCheck.request_id == request_id)
    newest = query.order_by(IdentityCheck.number.desc()).limit(1)
    return session.scalar(newest.options(selectinload(IdentityCheck.steps)))


def is_known(session: Session, request_id: uuid.UUID) -> bool:
    """Whether a worker decided that it is them. Not decided is no; a check begun anew takes the yes back."""
    check = current(session, request_id)
    return check is not None and check.verdict is Verdict.IT_IS_THEM


def decided_at(session: Session, request_id: uuid.UUID) -> datetime | None:
    """The moment of the newest yes; none while it is not known who asks."""
    check = current(session, request_id)
    return check.decided_at if check is not None and check.verdict is Verdict.IT_IS_THEM else None


def finding_of(check: IdentityCheck | None) -> Finding:
    """What the rule makes of the rungs that were shown."""
    return worked_out([shown_by(step) for step in check.steps if step.shown_at] if check else [])


def shown_by(step: IdentityStep) -> Shown:
    """One rung as the rule sees it: each kind of fact counts once, and one that did not fit outweighs one that did."""
    wrong = {kind for kind, fits in step.facts if not fits}
    right = {kind for kind, fits in step.facts if fits} - wrong
    word = step.code_word or CodeWord.NOT_ASKED
    return Shown(step.rung, word, step.seen_by_others, len(right), len(wrong), step.fits)


def open_step(check: IdentityCheck | None) -> IdentityStep | None:
    """The rung that waits for what it shows, if there is one."""
    if check is None or check.verdict is not None:
        return None
    return next((step for step in check.steps if step.shown_at is None and step.allowed is not False), None)


def tried_ever(session: Session, request_id: uuid.UUID) -> set[Rung]:
    """The rungs that were tried in any check of the request."""
    steps = select(IdentityStep.rung).join(IdentityCheck).where(IdentityCheck.request_id == request_id)
    return set(session.scalars(steps))


def rungs_to_offer(session: Session, request_id: uuid.UUID) -> tuple[Rung, ...]:
    """The rungs that may be tried now, lowest first; none while one waits, or once it is known who asks."""
    check = current(session, request_id)
    if open_step(check) is not None or (check and check.verdict is Verdict.IT_IS_THEM):
        return ()
    now = {step.rung for step in check.steps} if check and check.verdict is None else set()
    return rungs_open(now, tried_ever(session, request_id))


def opened_steps(session: Session, check: IdentityCheck | None, key_id: str) -> Sequence[OpenedStep]:
    """The rungs of a check, readable. `key_id` is the request's. Raises KeyDestroyed."""
    if check is None:
        return ()
    vault = vault_of(session)
    box = vault.box(key_id)
    is_there = check.evidence_key_id is not None and check.evidence_gone_at is None
    evidence = vault.box(check.evidence_key_id) if is_there and check.evidence_key_id else None
    return [
        OpenedStep(step, box.get(step, "reason_words") if step.reason_words else "", _told(evidence, step))
        for step in check.steps
    ]


def words_of(session: Session, check: IdentityCheck, key_id: str) -> str:
    """Why it was decided so."""
    return vault_of(session).box(key_id).get(check, "words") if check.words else ""


def capacity(session: Session, request_id: uuid.UUID, key_id: str) -> tuple[Capacity, str] | None:
    """The newest note on how much the young person understands, with its words."""
    query = select(Capacity).where(Capacity.request_id == request_id).order_by(Capacity.noted_at.desc(), Capacity.id)
    row = session.scalar(query.limit(1))
    return (row, vault_of(session).box(key_id).get(row, "words")) if row else None


def due_to_go(session: Session, *, at: datetime) -> Sequence[IdentityCheck]:
    """Checks whose evidence has had its time, oldest first; each is read for a change."""
    query = select(IdentityCheck).where(
        IdentityCheck.evidence_key_id.is_not(None),
        IdentityCheck.evidence_gone_at.is_(None),
        IdentityCheck.evidence_until <= at,
    )
    return session.scalars(query.order_by(IdentityCheck.evidence_until).with_for_update(skip_locked=True)).all()


def next_number(session: Session, request_id: uuid.UUID) -> int:
    """The number of the request's next check."""
    newest = select(func.max(IdentityCheck.number)).where(IdentityCheck.request_id == request_id)
    return (session.scalar(newest) or 0) + 1


def _told(evidence: "Box | None", step: IdentityStep) -> tuple[str, ...]:
    return tuple(evidence.get_json(step, "evidence")) if evidence and step.evidence else ()
