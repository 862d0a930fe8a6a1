"""What stands beside the letter on an answer's page: what was decided and done, what changed, what a release asks."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from wtforms.fields import SelectChoice

from portal.accounts.actor import Actor
from portal.accounts.queries import get_names
from portal.answers import queries as answers
from portal.answers.changes import Since, as_text, since_last_look
from portal.answers.holding import is_waiting
from portal.answers.pieces import OpenedDecision, OpenedDeed, decisions_of, deeds_of
from portal.answers.schedule import odd_hour
from portal.answers.service.release import WHY_NOT
from portal.cases.states import CLOSED, Status
from portal.core import clock
from portal.installation import installation
from portal.letters.grounds import BY_CODE, Ground, grounds_for
from portal.letters.kinds import LetterKind
from portal.requests.kinds import CLOCK_OF, Right
from portal.web.staff.forms.cases import VersionedForm
from portal.web.staff.forms.letters import CLOSES, DecisionForm, DeedForm, ReleaseForm
from portal.web.staff.letter_pages import NAMES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.answers.models import Answer
    from portal.cases.models import Case
    from portal.disclosures.letters import AnswerDocument

HELD = (
    "A lead looks at this answer before it leaves. That happens to some of them, picked by chance. "
    "You do not have to do anything."
)
FORMS: dict[str, type[VersionedForm]] = {
    "decision_form": DecisionForm,
    "deed_form": DeedForm,
    "release_form": ReleaseForm,
}


@dataclass(frozen=True, slots=True)
class Pieces:
    """What was decided and done so far. `is_needed`: the answer cannot be made without a decision."""

    decisions: Sequence[OpenedDecision]
    deeds: Sequence[OpenedDeed]
    grounds: dict[str, Ground]
    names: dict[uuid.UUID, str]
    is_needed: bool
    letter_name: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The way out of an approved answer. `waits_until`: it was released, and can be taken back until then.

    `held`: a lead looks at it first. These words are the same whatever the reason (ADR 10).
    """

    since: Since | None
    text: str
    waits_until: datetime | None
    held: str
    stopped: str
    fits: Sequence[str]
    is_late: bool
    odd: str
    window: timedelta
    outcome: str


def pieces_of(session: "Session", case: "Case") -> Pieces:
    """Gather what was decided and done."""
    decisions, deeds = decisions_of(session, case), deeds_of(session, case)
    answer = answers.find(session, case.id)
    kind = answer.letter_kind if answer else None
    by = {one.by_id for one in decisions} | {one.by_id for one in deeds}
    is_needed = case.right is not Right.SHARED and kind is not LetterKind.CANNOT_CONFIRM and not decisions
    return Pieces(decisions, deeds, BY_CODE, get_names(session, by), is_needed, NAMES[kind] if kind else "")


def leaving_of(session: "Session", case: "Case", answer: "Answer", document: "AnswerDocument", actor: Actor) -> Leaving:
    """Gather what whoever approves or releases has to see."""
    now, here = clock.now(), installation()
    waits = answer.leaves_at if case.status is Status.APPROVED else None
    return Leaving(
        since=since_last_look(session, answer, actor=actor) if case.status not in CLOSED else None,
        text=as_text(document),
        waits_until=waits,
        held=HELD if waits and is_waiting(session, case) else "",
        stopped=WHY_NOT.get(answer.stopped, "") if answer.stopped else "",
        fits=[outcome.value for outcome in answers.outcomes_for(session, case, answer)],
        is_late=case.due_on is not None and clock.today() > case.due_on,
        odd=odd_hour(now, here.calendar),
        window=timedelta(minutes=here.settings.undo_minutes),
        outcome=CLOSES[answer.outcome] if answer.outcome else "",
    )


def forms_of(session: "Session", case: "Case", given: VersionedForm | None = None) -> dict[str, Any]:
    """The forms of the page, empty but for the one that was refused."""
    forms: dict[str, Any] = {name: kind(formdata=None) for name, kind in FORMS.items()}
    forms |= {name: given for name, kind in FORMS.items() if isinstance(given, kind)}
    offer(case, forms["decision_form"], forms["deed_form"])
    answer = answers.find(session, case.id)
    fits = [one.value for one in answers.outcomes_for(session, case, answer)] if answer else []
    forms["release_form"].outcome.choices = {str(code): words for code, words in CLOSES.items() if code in fits}
    return forms


def offer(case: "Case", decision: DecisionForm | None, deed: DeedForm | None) -> None:
    """Fill the lists: the grounds that the law gives for this right, the systems of the data map."""
    if decision is not None:
        grounds = grounds_for(CLOCK_OF[case.right]) if case.right in CLOCK_OF else ()
        decision.grounds.choices = [
            SelectChoice(one.code, f"{one.name} ({one.law})", {"hint": one.needs} if one.needs else {})
            for one in grounds
        ]
    if deed is not None:
        systems = installation().pack.datamap.systems
        deed.system.choices = {"": "Choose one", **{name: one.title for name, one in systems.items()}}
