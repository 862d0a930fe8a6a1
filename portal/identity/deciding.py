"""The decision: it is them, or we are not sure yet. It can be taken up again."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.accounts.permissions import Permission
from portal.audit import Action
from portal.core.errors import RuleBroken
from portal.identity import queries
from portal.identity.checks import Whose, note, open_check
from portal.identity.kinds import Verdict
from portal.identity.models import IdentityCheck
from portal.identity.rules import may_say_yes
from portal.vault import vault_of


def decide(
    session: Session, whose: Whose, verdict: Verdict, words: str, *, actor: Actor, at: datetime,
    forget_now: bool = False,
) -> IdentityCheck:  # fmt: skip
    """The worker decides. The rule says how sure that is; below "good" there is no yes.

    `forget_now`: nobody needs what they told any more. Raises RuleBroken (no check, decided before, not enough for a
    yes, a doubt without words), NotAllowed.
    """
    actor.must(Permission.CASE_WORK)
    check = queries.current(session, whose.request_id)
    if check is None or check.verdict is not None:
        raise RuleBroken("There is nothing to decide yet. Ask by the lowest way first.")
    finding = queries.finding_of(check)
    if verdict is Verdict.IT_IS_THEM and not may_say_yes(finding):
        raise RuleBroken("What was shown is not enough for a yes. Ask by one more way, or say that you are not sure.")
    if verdict is Verdict.NOT_SURE and not words.strip():
        raise RuleBroken("Say why you are not sure. The person never reads this.", field="why")
    check.verdict, check.confidence = verdict, finding.confidence
    check.decided_at, check.decided_by_id = at, actor.worker_id
    if words.strip():
        vault_of(session).box(whose.key_id).put(check, "words", words.strip())
    if forget_now and check.evidence_key_id:
        check.evidence_until = at
    session.flush()
    note(
        session, Action.IDENTITY_DECIDED, whose.request_id, actor, at, outcome=verdict.value,
        state=finding.confidence.value,
    )  # fmt: skip
    return check


def look_again(session: Session, whose: Whose, *, actor: Actor, at: datetime) -> None:
    """Begin anew: a decision can be wrong. Until it is decided again, it is not known who asks. Raises RuleBroken."""
    actor.must(Permission.CASE_WORK)
    check = queries.current(session, whose.request_id)
    if check is None or check.verdict is None:
        raise RuleBroken("It is not decided yet. Nothing was changed.")
    open_check(session, whose, actor, at)
    note(session, Action.IDENTITY_REOPENED, whose.request_id, actor, at)
