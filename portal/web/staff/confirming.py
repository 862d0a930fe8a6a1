"""The contact card on a page of its own, and whether it is still right."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.requests import queries as requests
from portal.requests.confirming import confirm_card
from portal.requests.kinds import ToldBy
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.messages import ConfirmForm
from portal.web.staff.opened import note_case_opened
from portal.web.transactions import commits, opening

bp = Blueprint("confirming", __name__, url_prefix="/staff/cases/<uuid:case_id>/contact")


@bp.get("")
@requires(Permission.CASE_WORK)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The card, and who said when that it is right."""
    return _page(case_id, ConfirmForm(formdata=None))


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def confirm(case_id: uuid.UUID) -> ResponseReturnValue:
    """They said today that it is still right."""
    form, case = ConfirmForm(), queries.get(db.session, case_id)
    if not form.validate():
        return _page(case_id, form), 422
    request = requests.get(db.session, case.request_id)
    try:
        confirm_card(db.session, request, ToldBy(form.told_by.data), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(case_id, form), 422
    flash("Written down: the contact card is right as of today.")
    return redirect(url_for("clock.show", case_id=case_id), 303)


def _page(case_id: uuid.UUID, form: ConfirmForm) -> str:
    case = queries.get(db.session, case_id)
    request = requests.opened(db.session, case.request_id)
    return render_template("staff/cases/confirm-contact.html", case=case, page={"request": request}, form=form)
