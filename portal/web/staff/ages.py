"""The age band of the person, written down by a worker who knows it."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases.ages import note_age
from portal.cases.queries import get
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.policies.kinds import AgeBand
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.queue import AgeForm
from portal.web.transactions import commits

bp = Blueprint("ages", __name__, url_prefix="/staff/cases")


@bp.post("/<uuid:case_id>/age")
@requires(Permission.CASE_WORK)
@commits
def note(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write it down."""
    case, form = get(db.session, case_id), AgeForm()
    must_be_unchanged(case, form.seen)
    if not form.validate():
        raise RuleBroken("Choose an age from the list. Nothing was changed.")
    band = AgeBand(form.age_band.data) if form.age_band.data else None
    note_age(db.session, case, band, actor=current_actor(), at=clock.now())
    flash("Saved.")
    return redirect(url_for("cases.show", case_id=case_id), 303)
