"""Somebody who was invited sets themselves up: code, password, second factor, recovery codes.

Nothing is written before the end. What was chosen so far waits in the session, sealed under the browser's own token.
"""

import uuid

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import invitations, passwords, sign_in
from portal.accounts.factors import App, Key
from portal.accounts.invitations import InvitationRefused
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import public
from portal.web.actors import let_worker_in
from portal.web.staff.factor_steps import FactorForm, Step, add_factor_step
from portal.web.staff.factors import CODES
from portal.web.staff.forms.accounts import InvitationCodeForm, NewPasswordForm
from portal.web.staff.new_factor import factor_page
from portal.web.staff.proving import mark_proved
from portal.web.transactions import commits, keep

bp = Blueprint("setting_up", __name__, url_prefix="/staff/set-up")
SET_UP = "setting_up"


@bp.get("/<uuid:invitation_id>")
@public
def new(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the code. The page is the same for an invitation that never was."""
    return _code_page(invitation_id, InvitationCodeForm())


@bp.post("/<uuid:invitation_id>")
@public
@commits
def check(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Count the try, keep that, then look."""
    form = InvitationCodeForm()
    if not form.validate():
        return _code_page(invitation_id, form), 422
    try:
        invitations.count_try(db.session, invitation_id, came_from=request.remote_addr or "", at=clock.now())
        keep()
        one = invitations.check_code(db.session, invitation_id, form.code.data, at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _code_page(invitation_id, form), 422
    session[SET_UP] = {"invitation": str(one.id), "worker": str(one.worker_id or uuid.uuid4()), "password": None}
    return redirect(url_for(".password"), 303)


@bp.get("/password")
@public
def password() -> ResponseReturnValue:
    """Ask for a password."""
    return _password_page(NewPasswordForm()) if SET_UP in session else _start_again()


@bp.post("/password")
@public
@commits
def choose_password() -> ResponseReturnValue:
    """Keep its hash in the session until all is chosen."""
    form = NewPasswordForm()
    if SET_UP not in session:
        return _start_again()
    try:
        if not form.validate():
            return _password_page(form), 422
        one = invitations.get(db.session, uuid.UUID(session[SET_UP]["invitation"]))
        invitations.checked_password(one, form.password.data)
    except RuleBroken as error:
        form.refuse(error)
        return _password_page(form), 422
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    session[SET_UP] = {**session[SET_UP], "password": passwords.hash_secret(form.password.data)}
    return redirect(url_for(".factor"), 303)


def _finish(factor: App | Key) -> ResponseReturnValue:
    told = session[SET_UP]
    try:
        worker, codes = invitations.finish(
            db.session, uuid.UUID(told["invitation"]), worker_id=uuid.UUID(told["worker"]),
            password_hash=told["password"], factor=factor, at=clock.now(),
        )  # fmt: skip
    except InvitationRefused:
        session.pop(SET_UP)
        raise
    sign_in.note_signed_in(db.session, worker, at=clock.now())
    let_worker_in(worker.id)
    mark_proved()
    session[CODES] = codes
    return redirect(url_for("factors.codes"), 303)


def _has_password() -> bool:
    return bool(session.get(SET_UP, {}).get("password"))


def _code_page(invitation_id: uuid.UUID, form: InvitationCodeForm) -> str:
    return render_template("staff/setting_up/code.html", form=form, invitation_id=invitation_id)


def _password_page(form: NewPasswordForm) -> str:
    return render_template("staff/setting_up/password.html", form=form)


def _factor_page(form: FactorForm | None) -> str:
    told = session[SET_UP]
    email = invitations.get(db.session, uuid.UUID(told["invitation"])).email
    return factor_page("staff/setting_up/second-factor.html", form, worker_id=uuid.UUID(told["worker"]), email=email)


def _start_again() -> ResponseReturnValue:
    """Nothing to go on with: open the invitation again, or sign in."""
    told = session.get(SET_UP)
    if told:
        return redirect(url_for(".new", invitation_id=told["invitation"]), 303)
    return redirect(url_for("staff_sessions.new"), 303)


add_factor_step(bp, Step(_has_password, _factor_page, _finish, _start_again, InvitationRefused))
