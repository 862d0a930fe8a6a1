"""Looking after whoever reads: what a worker chose for themselves, and bands for the lead."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.casework import care
from portal.casework.kinds import Topic
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.casework import CareForm
from portal.web.transactions import commits

bp = Blueprint("care", __name__, url_prefix="/staff/looking-after")


@bp.get("")
@requires(Permission.CASE_NOTE)
def show() -> ResponseReturnValue:
    """My own choices and band; for the lead, everybody's bands."""
    chosen = care.choice_of(db.session, current_actor().worker_id)
    form = CareForm(formdata=None, open_topics=[t.value for t in chosen.open_topics], cap=chosen.cap)
    return _page(form)


@bp.post("")
@requires(Permission.CASE_NOTE)
@commits
def choose() -> ResponseReturnValue:
    """Keep what the worker chose."""
    form = CareForm()
    try:
        if not form.validate():
            return _page(form), 422
        care.choose(db.session, [Topic(t) for t in form.open_topics.data], form.cap.data, actor=current_actor())
    except RuleBroken as error:
        form.refuse(error)
        return _page(form), 422
    flash("Saved.")
    return redirect(url_for(".show"), 303)


def _page(form: CareForm) -> str:
    actor, today = current_actor(), clock.today()
    everybody = care.bands_of_all(db.session, actor=actor, today=today) if actor.may(Permission.CARE_READ) else ()
    mine = care.bands_of(db.session, actor.worker_id, "", today=today)
    return render_template("staff/care/show.html", form=form, mine=mine, everybody=everybody)
