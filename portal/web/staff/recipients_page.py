"""Who got the data of a case's person: the list, one of them, and the sets on the page of a case."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.answers.queries import changed_something
from portal.cases import queries as cases
from portal.cases.states import Status
from portal.core.errors import NotFound
from portal.disclosures.people.finding import Suggestion
from portal.disclosures.queries import count_locked_meeting
from portal.disclosures.service import STILL_DECIDING
from portal.extensions import db
from portal.installation import installation
from portal.requests.kinds import CLOCK_OF
from portal.shares import matching, recipients, wording
from portal.shares.kinds import OptOutKind
from portal.shares.matching import SetSuggestion
from portal.shares.rules import TELLS_SETS, tells_recipients
from portal.shares.service.opt_outs import kinds_of
from portal.shares.states import NoticeState
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms import shares as words
from portal.web.staff.forms.cases import MatchForm
from portal.web.staff.forms.shares import LeaveForm, SendForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from portal.cases.models import Case

SAID = {"kinds": words.KINDS, "ways": words.WAYS, "not_told": words.NOT_TOLD, "opt_outs": words.OPT_OUTS}


@dataclass(frozen=True, slots=True)
class CaseShares:
    """What the page of a case says of other shares. `waiting`: recipients to tell; None where no change is told."""

    sets: tuple[SetSuggestion, ...]
    tells_sets: bool
    waiting: int | None
    opt_outs: frozenset[OptOutKind]
    said: dict[str, Any]


def case_shares(session: "Session", case: "Case") -> CaseShares:
    """Gather them."""
    tells_sets, told = case.right in TELLS_SETS, tells_recipients(case.right)
    return CaseShares(
        sets=tuple(matching.suggestions(session, case)) if tells_sets else (),
        tells_sets=tells_sets,
        waiting=recipients.waiting(session, case) if told else None,
        opt_outs=kinds_of(session, case),
        said=SAID,
    )


def recipients_screen(case_id: uuid.UUID, *, refused: Mapping[uuid.UUID, MatchForm] | None = None) -> str:
    """Draw the list. Raises NotFound for a case whose right changes nothing at others.

    `refused`: the form that came back, under its entry.
    """
    case, actor = cases.get(db.session, case_id), current_actor()
    if not tells_recipients(case.right):
        raise NotFound
    told = recipients.notices(db.session, case)
    locked = count_locked_meeting(db.session, case) if actor.may(Permission.REGISTER_LOCKED) else 0
    found = recipients.candidates(db.session, case)
    forms = {one.disclosure.id: _match_form(one, refused or {}) for one in found.entries}
    return render_template(
        "staff/recipients/show.html",
        case=case,
        found=found,
        forms=forms,
        form=next((forms[one] for one in refused or {} if one in forms), None),
        told=told,
        locked=locked,
        changed=changed_something(db.session, case),
        may_decide=actor.may(Permission.CASE_WORK) and case.status in STILL_DECIDING,
        names=get_names(db.session, {one.done_by_id for one in told if one.done_by_id}),
        said=SAID,
    )


def _match_form(one: Suggestion, refused: Mapping[uuid.UUID, MatchForm]) -> MatchForm:
    """The form of one entry. The page has many, so each control is called after its entry."""
    form = refused.get(one.disclosure.id) or MatchForm(formdata=None)
    form.how.id = f"how-{one.disclosure.number}"
    return form


def notice_screen(case_id: uuid.UUID, notice_id: uuid.UUID, form: BaseForm | None = None) -> str:
    """Draw one of them; `form` is the one that was refused."""
    case, actor = cases.get(db.session, case_id), current_actor()
    one = recipients.opened_notice(db.session, case, notice_id)
    begun = wording.notice(
        CLOCK_OF[case.right], organisation=installation().organisation.name, given_on=one.given_on, number=one.number,
        known_as=one.known_as,
    )  # fmt: skip
    seen = {"version": case.version, "notice_version": one.version}
    send = form if isinstance(form, SendForm) else SendForm(formdata=None, data={**seen, "words": begun})
    leave = form if isinstance(form, LeaveForm) else LeaveForm(formdata=None, data=seen)
    may_work = actor.may(Permission.CASE_WORK) and case.status is Status.IN_PROGRESS
    return render_template(
        "staff/recipients/notice.html",
        case=case,
        one=one,
        form=form,
        send_form=send,
        leave_form=leave,
        may_tell=may_work and one.state is NoticeState.OPEN,
        may_take_back=may_work and one.state is not NoticeState.OPEN,
        names=get_names(db.session, {one.done_by_id} if one.done_by_id else set()),
        said=SAID,
    )
