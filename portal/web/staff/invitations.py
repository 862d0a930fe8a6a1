"""Inviting somebody to work here. Their code is shown once, to whoever hands it over."""

import uuid

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import invitations
from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.workers import InviteForm
from portal.web.transactions import commits

bp = Blueprint("invitations", __name__, url_prefix="/staff/workers/invitations")
ONCE = "invitation_once"


@bp.get("/new")
@requires(Permission.WORKERS_MANAGE)
def new() -> ResponseReturnValue:
    """Ask for name, address and roles."""
    return render_template("staff/workers/invite.html", form=InviteForm())


@bp.post("")
@requires(Permission.WORKERS_MANAGE)
@commits
def create() -> ResponseReturnValue:
    """Invite them."""
    form = InviteForm()
    try:
        if not form.validate():
            return render_template("staff/workers/invite.html", form=form), 422
        one, code = invitations.invite(
            db.session, name=form.name.data, email=form.email.data, roles=form.chosen, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/workers/invite.html", form=form), 422
    return hand_over(one.id, code)


@bp.get("/<uuid:invitation_id>")
@requires(Permission.WORKERS_MANAGE)
def handed(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """The code, this once; after that the page says that nobody can see it again."""
    kept = session.get(ONCE, {})
    code = session.pop(ONCE)["code"] if kept.get("invitation") == str(invitation_id) else None
    return render_template(
        "staff/workers/handed.html",
        one=invitations.get(db.session, invitation_id),
        code=code,
        address=f"{installation().settings.public_url.rstrip('/')}/staff/set-up/{invitation_id}",
        is_mailed=installation().ports.mail is not None,
    )


@bp.post("/<uuid:invitation_id>/again")
@requires(Permission.WORKERS_MANAGE)
@commits
def renew(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send it again, with a new code."""
    try:
        one = invitations.get(db.session, invitation_id)
        code = invitations.renew(db.session, one, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        return _back(error.message)
    return hand_over(invitation_id, code)


@bp.post("/<uuid:invitation_id>/revoke")
@requires(Permission.WORKERS_MANAGE)
@commits
def revoke(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody in with it any more."""
    try:
        one = invitations.get(db.session, invitation_id)
        invitations.revoke(db.session, one, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        return _back(error.message)
    return _back("Revoked. The code does not work any more.")


def hand_over(invitation_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Lead to the page that shows the code once."""
    session[ONCE] = {"invitation": str(invitation_id), "code": code}
    return redirect(url_for("invitations.handed", invitation_id=invitation_id), 303)


def _back(words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("workers.list"), 303)
