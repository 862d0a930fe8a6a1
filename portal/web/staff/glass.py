"""Breaking the glass, and looking at why somebody did."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.casework import glass as breaks
from portal.casework import queries
from portal.casework.kinds import Looked
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import shut_for
from portal.web.staff.forms.casework import GlassForm, ReviewForm
from portal.web.staff.opened import note_glass_opened
from portal.web.transactions import commits, keep, opening

bp = Blueprint("glass", __name__, url_prefix="/staff")


@bp.get("/another-team")
@requires(Permission.CASE_BREAK_GLASS)
def new() -> ResponseReturnValue:
    """Why a case of another team has to be seen now."""
    return render_template("staff/glass/new.html", form=GlassForm(formdata=None))


@bp.post("/another-team")
@requires(Permission.CASE_BREAK_GLASS)
@commits
def break_glass() -> ResponseReturnValue:
    """Open it for an hour. A number of no case and a case that stays shut give the same answer."""
    form = GlassForm()
    try:
        if not form.validate():
            return render_template("staff/glass/new.html", form=form), 422
        number, reason = form.number.data or "", form.glass_reason.data or ""
        case = breaks.break_glass(db.session, number, reason, actor=current_actor(), at=clock.now())
    except breaks.Hidden as error:
        keep()  # that somebody tried has to outlive the answer
        form.refuse(error)
        return render_template("staff/glass/new.html", form=form), 422
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/glass/new.html", form=form), 422
    return redirect(url_for("cases.show", case_id=case.id), 303)


@bp.get("/reviews")
@requires(Permission.CASE_REVIEW)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """What nobody has looked at yet. The reasons stay sealed in a list."""
    actor = current_actor()
    rows = queries.to_review(db.session, besides=shut_for(actor))
    names = get_names(db.session, {row.worker_id for row in rows})
    return render_template("staff/glass/list.html", rows=rows, names=names, me=actor.id)


@bp.get("/reviews/<uuid:break_id>")
@requires(Permission.CASE_REVIEW)
@opening(note_glass_opened)
def show(break_id: uuid.UUID) -> ResponseReturnValue:
    """One of them, with its reason. Reading it is logged."""
    return _page(break_id, ReviewForm(formdata=None))


@bp.post("/reviews/<uuid:break_id>")
@requires(Permission.CASE_REVIEW)
@commits
def review(break_id: uuid.UUID) -> ResponseReturnValue:
    """Say what came of looking at it."""
    form, row = ReviewForm(), queries.get_glass(db.session, break_id)
    if not form.validate():
        return _page(break_id, form), 422
    try:
        breaks.review(db.session, row, Looked(form.looked.data), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(break_id, form), 422
    flash("Written down.")
    return redirect(url_for(".list"), 303)


def _page(break_id: uuid.UUID, form: ReviewForm) -> str:
    opened, me = queries.opened_glass(db.session, break_id), current_actor().id
    names = get_names(db.session, {worker for worker in (opened.row.worker_id, opened.row.reviewed_by_id) if worker})
    return render_template("staff/glass/show.html", one=opened, form=form, names=names, me=me)
