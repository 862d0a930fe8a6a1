"""Opt-outs that a worker was told of: note one, or let one not count any more. Who opted out stands on no page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.shares import queries, service
from portal.shares.kinds import LiftedWhy, OptOutKind
from portal.shares.rules import safe_count
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.shares import OPT_OUTS, LiftForm, OptOutForm
from portal.web.transactions import commits

bp = Blueprint("opt_outs", __name__, url_prefix="/staff/opt-outs")


@bp.get("")
@requires(Permission.REGISTER_READ)
def show() -> ResponseReturnValue:
    """How many there are, and the forms this worker may use."""
    return _page()


@bp.post("")
@requires(Permission.REQUEST_LOG)
@commits
def note() -> ResponseReturnValue:
    """Somebody said so to a worker."""
    form = OptOutForm()
    if not form.validate():
        return _page(form), 422
    try:
        kinds = [OptOutKind(code) for code in form.kinds.data or []]
        fresh = service.note(db.session, kinds, form.handles(), actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(form), 422
    flash("Written down. They are left out from now on." if fresh else "That was written down before.")
    return redirect(url_for(".show"), 303)


@bp.get("/lift")
@requires(Permission.SHARES_CLOSE)
def ask_lift() -> ResponseReturnValue:
    """The form to let one not count any more."""
    return render_template("staff/shares/lift.html", form=LiftForm(formdata=None))


@bp.post("/lift")
@requires(Permission.SHARES_CLOSE)
@commits
def lift() -> ResponseReturnValue:
    """An opt-out does not count any more."""
    form = LiftForm()
    if not form.validate():
        return render_template("staff/shares/lift.html", form=form), 422
    try:
        service.lift(
            db.session, OptOutKind(form.lifted.data), form.handles(), LiftedWhy(form.lifted_why.data),
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/shares/lift.html", form=form), 422
    flash("It does not count any more.")
    return redirect(url_for(".show"), 303)


def _page(form: OptOutForm | None = None) -> str:
    counts = queries.count_opt_outs(db.session)
    return render_template(
        "staff/shares/opt-outs.html",
        counts=[(OPT_OUTS[kind], safe_count(count).capitalize()) for kind, count in counts.items()],
        form=form or OptOutForm(formdata=None),
    )
