"""A worker's own account: what they are trusted with, what they sign in with, and where they are signed in."""

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import factors, queries, sessions, sign_in
from portal.accounts.permissions import Permission
from portal.accounts.queries import teams
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor, signed_in_worker
from portal.web.sessions import current_session
from portal.web.staff.forms.accounts import SignOutEverywhereForm
from portal.web.staff.forms.workers import ROLES
from portal.web.staff.new_factor import the_site
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
    """Roles, what one signs in with, and open sessions."""
    return account_page()


@bp.post("/sign-out-everywhere")
@requires(Permission.OWN_ACCOUNT)
@commits
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the worker, this one too."""
    sign_in.sign_out_everywhere(db.session, actor=current_actor(), at=clock.now())
    current_session().end()
    return redirect(url_for("staff_sessions.new"), 303)


def account_page(error: RuleBroken | None = None) -> str:
    """Draw it; with what was refused, if anything was."""
    worker = signed_in_worker()
    assert worker is not None  # noqa: S101  # @requires saw to it
    form, row = SignOutEverywhereForm(), queries.get(db.session, worker.id)
    if error:
        form.refuse(error)
    return render_template(
        "staff/account/show.html",
        form=form,
        me=worker,
        has_app=row.totp_secret is not None,
        passkeys=factors.passkeys_of(db.session, row),
        codes_left=factors.codes_left(db.session, row.id),
        has_site=the_site() is not None,
        open_sessions=sessions.list_of(db.session, worker.id, at=clock.now()),
        this_one=current_session().name,
        has_teams=bool(teams(db.session)),
        role_names={role.value: label for role, (label, _) in ROLES.items()},
    )
