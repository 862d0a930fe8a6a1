"""Links between cases of one person, made and taken back on the page of a case."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.casework import linking
from portal.casework.kinds import UNLINKS, LinkReason
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import act_on_case
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.casework import LinkForm
from portal.web.transactions import commits

bp = Blueprint("links", __name__, url_prefix="/staff/cases/<uuid:case_id>/links")


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def link(case_id: uuid.UUID) -> ResponseReturnValue:
    """Say that another case is of the same person."""
    form, case = LinkForm(), queries.get(db.session, case_id)

    def act() -> None:
        number, reason = form.link_number.data or "", LinkReason(form.link_reason.data)
        linking.link(db.session, case, number, reason, actor=current_actor(), at=clock.now())

    return act_on_case(case_id, form, act, "Linked.", anchor="links", once=True)


@bp.post("/<uuid:link_id>/undo")
@requires(Permission.CASE_WORK)
@commits
def unlink(case_id: uuid.UUID, link_id: uuid.UUID) -> ResponseReturnValue:
    """Take a link back."""
    case, why = queries.get(db.session, case_id), request.form.get("why", "")
    if not MoveForm().validate() or why not in set(UNLINKS):
        raise RuleBroken("Say why the two are not of one person. Nothing was changed.")
    linking.unlink(db.session, case, link_id, LinkReason(why), actor=current_actor(), at=clock.now())
    flash("The link is taken away.")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="links"), 303)
