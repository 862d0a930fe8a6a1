"""What a person told so that we know them: sealed under a key of its own, which destroys itself.

Seven days after the check nothing of it may be left. It goes after six, so that a worker process that was down for a
day still keeps that promise. Codes stay: which kinds were asked, and whether they fitted.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM
from portal.audit import Action, record
from portal.identity import queries
from portal.identity.models import IdentityCheck, IdentityStep
from portal.vault import vault_of

KEPT_FOR = timedelta(days=6)
OWNER = "identity evidence"


def keep_evidence(
    session: Session, check: IdentityCheck, step: IdentityStep, told: Sequence[str], *, at: datetime
) -> None:
    """Seal what was told, and set the day it goes: counted from here, so a check nobody decides forgets it too."""
    vault = vault_of(session)
    if check.evidence_key_id is None or check.evidence_gone_at is not None:
        check.evidence_key_id, check.evidence_gone_at = vault.new_key(OWNER), None
    vault.box(check.evidence_key_id).put_json(step, "evidence", list(told))
    check.evidence_until = at + KEPT_FOR
    session.flush()


def forget_evidence(session: Session, at: datetime) -> int:
    """Destroy the key of each check whose time is over, and leave the trace that it went. Gives how many.

    The key goes before the row says so: a crash in between destroys it once more, and never says it too early.
    """
    due = queries.due_to_go(session, at=at)
    for check in due:
        vault_of(session).shred(check.evidence_key_id or "")
        check.evidence_gone_at = at
        for step in check.steps:
            step.evidence = None
        session.flush()
        record(
            session, Action.IDENTITY_EVIDENCE_DELETED, actor_kind=SYSTEM.kind, actor_id=SYSTEM.id,
            subject=check.request_id, at=at,
        )  # fmt: skip
    return len(due)
