"""Hand-over in one press, and who may not have a case at all."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.casework import care, conflicts, handing, notes
from portal.casework.queries import may_open
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import act_on_case
from portal.web.staff.case_work import ME
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.casework import HandOverForm, KnowForm
from portal.web.transactions import commits

bp = Blueprint("handing", __name__, url_prefix="/staff/cases/<uuid:case_id>")


@bp.post("/hand-over")
@requires(Permission.CASE_WORK)
@commits
def hand_over(case_id: uuid.UUID) -> ResponseReturnValue:
    """Give the case on. Nobody asks why."""
    form, case, actor, at = HandOverForm(), queries.get(db.session, case_id), current_actor(), clock.now()

    def act() -> None:
        handing.hand_over(db.session, case, form.to.data or handing.ALL, actor=actor, at=at)
        if words := (form.hand_note.data or "").strip():
            once = form.submission.data
            notes.write(db.session, case, words, submission=once, hands_over=True, actor=actor, at=at)

    answer = act_on_case(case_id, form, act, "Handed over.", anchor="who-has-it")
    return answer if may_open(db.session, actor, case, at=at) else redirect(url_for("queue.list"), 303)


@bp.post("/take-over")
@requires(Permission.CASE_WORK)
@commits
def take_over(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take a case that nobody has."""
    case = queries.get(db.session, case_id)
    must_be_unchanged(case, MoveForm().seen)
    handing.take_over(db.session, case, actor=current_actor(), at=clock.now())
    flash("The case is yours.")
    return redirect(url_for("cases.show", case_id=case_id), 303)


@bp.post("/take-back")
@requires(Permission.CASE_WORK)
@commits
def take_back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Have it again after all."""
    case = queries.get(db.session, case_id)
    must_be_unchanged(case, MoveForm().seen)
    handing.take_back(db.session, case, actor=current_actor(), at=clock.now())
    flash("The case is yours again.")
    return redirect(url_for("cases.show", case_id=case_id), 303)


@bp.post("/anyway")
@requires(Permission.CASE_READ)
@commits
def anyway(case_id: uuid.UUID) -> ResponseReturnValue:
    """Open it although it is more than the worker said is enough for a day."""
    case = queries.get(db.session, case_id)
    if not MoveForm().validate():
        raise RuleBroken("Open the case again. Nothing was changed.")
    care.note_look(db.session, case, actor=current_actor(), at=clock.now())
    return redirect(url_for("cases.show", case_id=case_id), 303)


@bp.post("/knows-them")
@requires(Permission.CASE_NOTE)
@commits
def knows(case_id: uuid.UUID) -> ResponseReturnValue:
    """Keep out whoever knows the person, at once. If it is the one who says so, the next page is the list."""
    form, case, actor, at = KnowForm(), queries.get(db.session, case_id), current_actor(), clock.now()

    def act() -> None:
        if not form.known_sure.data:
            raise RuleBroken("Tick the box to keep them out", field="known_sure")
        worker_id = actor.worker_id if form.known_worker.data == ME else _id(form.known_worker.data)
        conflicts.say(db.session, case, worker_id, actor=actor, at=at)

    done = "Kept out from now on. What they had is free for somebody else."
    answer = act_on_case(case_id, form, act, done, anchor="who-has-it", once=True)
    return answer if may_open(db.session, actor, case, at=at) else redirect(url_for("queue.list"), 303)


@bp.post("/knows-them/<uuid:conflict_id>/lift")
@requires(Permission.CASE_REVIEW)
@commits
def lift(case_id: uuid.UUID, conflict_id: uuid.UUID) -> ResponseReturnValue:
    """It was a mistake: let the worker in again."""
    case = queries.get(db.session, case_id)
    if not MoveForm().validate():
        raise RuleBroken("Open the case again. Nothing was changed.")
    conflicts.lift(db.session, case, conflict_id, actor=current_actor(), at=clock.now())
    flash("They may open it again.")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="who-has-it"), 303)


def _id(typed: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        raise RuleBroken("Pick who knows them", field="known_worker") from None
