"""What cannot be done to a clock now, and why: so that no form is drawn that would be refused."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.accounts.actor import Actor
from portal.cases.clock.corrections import may_be_taken_back
from portal.cases.clock.extension import must_be_possible
from portal.cases.clock.gates import must_be_asked_for, must_be_missing
from portal.cases.clock.plan import Standing
from portal.cases.clock.questions import must_be_askable, must_wait
from portal.cases.deadlines import GateKind
from portal.core.errors import RuleBroken


def why_not(session: Session, stands: Standing, actor: Actor) -> dict[str, str]:
    """Every act by its name, with the refusal it would meet today; empty for what can be done. Raises NotAllowed."""
    acts: dict[str, Callable[[], None]] = {
        "question": lambda: must_be_askable(stands, actor),
        "answer": lambda: must_wait(stands),
        "extension": lambda: must_be_possible(stands, actor),
        "identity": lambda: must_be_missing(session, stands, GateKind.ID, actor),
        "identity-met": lambda: must_be_asked_for(stands, GateKind.ID, actor),
        "authority": lambda: must_be_missing(session, stands, GateKind.AUTHORITY, actor),
        "fee": lambda: must_be_missing(session, stands, GateKind.FEE, actor),
        "fee-met": lambda: must_be_asked_for(stands, GateKind.FEE, actor),
        "back": lambda: may_be_taken_back(stands, actor),
    }
    return {name: _refusal(act) for name, act in acts.items()}


def _refusal(act: Callable[[], None]) -> str:
    try:
        act()
    except RuleBroken as error:
        return error.message
    return ""
