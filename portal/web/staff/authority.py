"""Whether somebody may ask for a young person: a decision on the case, with what it rests on."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.cases.clock import decide as decide_and_start
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.requests import queries as requests
from portal.requests.authority import Authority
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.cases import AuthorityForm
from portal.web.staff.opened import note_case_opened
from portal.web.transactions import commits, opening

bp = Blueprint("authority", __name__, url_prefix="/staff/cases/<uuid:case_id>/who-asks")


@bp.get("")
@requires(Permission.CASE_WORK)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Who asks, and what has to be known before they may."""
    return _page(case_id, AuthorityForm(formdata=None))


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def decide(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write the decision down."""
    case = queries.get(db.session, case_id)
    form = AuthorityForm()
    must_be_unchanged(case, form.seen)
    if not form.validate():
        return _page(case_id, form), 422
    request = requests.get(db.session, case.request_id)
    try:
        decide_and_start(
            db.session, request, Authority(form.authority.data), form.words.data or "",
            calendar=installation().calendar, actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _page(case_id, form), 422
    flash("Written down.")
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _page(case_id: uuid.UUID, form: AuthorityForm) -> str:
    case = queries.get(db.session, case_id)
    form.version.data = str(case.version)
    request = requests.opened(db.session, case.request_id)
    return render_template("staff/cases/who-asks.html", form=form, case=case, asking=request.asking)
