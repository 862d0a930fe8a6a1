"""One case on one page: what was asked, how to reach them, when it is due, what happened, what can be done next."""

import uuid

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries, service
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.disclosures import service as register
from portal.disclosures.kinds import MatchDecision
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import case_screen
from portal.web.staff.forms.cases import MatchForm, MoveForm
from portal.web.staff.matches import match_screen
from portal.web.staff.opened import note_case_and_messages
from portal.web.transactions import commits, opening

bp = Blueprint("cases", __name__, url_prefix="/staff/cases")


@bp.get("/<uuid:case_id>")
@requires(Permission.CASE_READ)
@opening(note_case_and_messages)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The case. Opening it is logged. Over the worker's own limit for a day it asks first, and opens nothing."""
    if g.too_much:
        return render_template("staff/cases/pause.html", case=queries.get(db.session, case_id))
    return case_screen(case_id)


@bp.post("/<uuid:case_id>/take")
@requires(Permission.CASE_WORK)
@commits
def take(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take a new case."""
    case = queries.get(db.session, case_id)
    service.must_be_unchanged(case, MoveForm().seen)
    service.take(db.session, case, actor=current_actor(), at=clock.now())
    flash("The case is yours.")
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.post("/<uuid:case_id>/matches/<uuid:disclosure_id>")
@requires(Permission.CASE_WORK)
@commits
def match(case_id: uuid.UUID, disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Decide whether an entry of the register is about this person."""
    case = queries.get(db.session, case_id)
    form = MatchForm()
    service.must_be_unchanged(case, form.seen)
    if not form.validate():
        return match_screen(case_id, disclosure_id, form), 422
    try:
        register.decide_match(
            db.session, case, disclosure_id, MatchDecision(form.decision.data), how=form.how_known,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return match_screen(case_id, disclosure_id, form), 422
    flash("Saved.")
    return redirect(url_for(".show", case_id=case_id, _anchor="matches"), 303)
