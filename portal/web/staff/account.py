"""A worker's own account: what they are trusted with, and where they are signed in."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import sessions, sign_in
from portal.accounts.permissions import Permission
from portal.accounts.queries import teams
from portal.core import clock
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.sessions import current_session
from portal.web.staff.forms.accounts import SignOutEverywhereForm
from portal.web.transactions import commits

bp = Blueprint("account", __name__, url_prefix="/staff/account")


@bp.get("/still-here")
@requires(Permission.OWN_ACCOUNT)
def still_here() -> ResponseReturnValue:
    """Somebody pressed "I need more time": reading the session starts its idle time again."""
    return Response(status=204)


@bp.get("")
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """Roles and open sessions."""
    worker = signed_in_worker()
    assert worker is not None  # noqa: S101  # @requires saw to it
    open_sessions = sessions.list_of(db.session, worker.id, at=clock.now())
    return render_template(
        "staff/account/show.html",
        form=SignOutEverywhereForm(),
        me=worker,
        open_sessions=open_sessions,
        this_one=current_session().name,
        has_teams=bool(teams(db.session)),
    )


@bp.post("/sign-out-everywhere")
@requires(Permission.OWN_ACCOUNT)
@commits
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the worker, this one too."""
    sign_in.sign_out_everywhere(db.session, actor=current_actor(), at=clock.now())
    current_session().end()
    return redirect(url_for("staff_sessions.new"), 303)
