"""Signing in with a passkey; and, when all is lost, with a recovery code that sets a new second factor."""

import uuid
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import passkey_sign_in, passkeys, queries, recovery
from portal.accounts.factors import App, Key
from portal.accounts.sign_in import SignInRefused
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import public
from portal.web.actors import let_worker_in
from portal.web.staff.factor_steps import FactorForm, Step, add_factor_step
from portal.web.staff.forms.accounts import PasskeyForm, RecoveryForm
from portal.web.staff.new_factor import answered, factor_page, remember, the_site
from portal.web.staff.proving import mark_proved
from portal.web.staff.sessions import NEXT, PENDING, place_after
from portal.web.transactions import commits, keep

bp = Blueprint("other_ways_in", __name__, url_prefix="/staff/sign-in")
RECOVERING = "recovering"


@bp.get("/passkey")
@public
def passkey() -> ResponseReturnValue:
    """Ask the device which passkey it has for us."""
    return _passkey_page(PasskeyForm())


@bp.post("/passkey")
@public
@commits
def check_passkey() -> ResponseReturnValue:
    """Let the worker in whose passkey answered this very question."""
    form = PasskeyForm()
    try:
        passkey_sign_in.count_try(db.session, came_from=request.remote_addr or "", at=clock.now())
        keep()
        site, state = answered()
        worker = passkey_sign_in.check_passkey(db.session, site, state, form.credential.data or "", at=clock.now())
    except RuleBroken as error:
        keep()
        form.refuse(error)
        return _passkey_page(form), 422
    wanted = session.get(NEXT)
    let_worker_in(worker.id)
    return redirect(place_after(wanted), 303)


@bp.get("/recovery")
@public
def code() -> ResponseReturnValue:
    """Ask for a recovery code, after the password."""
    if PENDING not in session:
        return _start_again()
    return render_template("staff/sessions/recovery.html", form=RecoveryForm())


@bp.post("/recovery")
@public
@commits
def spend_code() -> ResponseReturnValue:
    """Spend the code. Nobody is signed in yet: a new second factor comes first."""
    form = RecoveryForm()
    if PENDING not in session:
        return _start_again()
    if not form.validate():
        return render_template("staff/sessions/recovery.html", form=form), 422
    worker_id, given_at = uuid.UUID(session[PENDING]["worker"]), datetime.fromisoformat(session[PENDING]["at"])
    try:
        recovery.count_try(db.session, worker_id, at=clock.now())
        keep()
        recovery.spend(db.session, worker_id, form.code.data, password_given_at=given_at, at=clock.now())
    except SignInRefused:
        session.pop(PENDING)
        return _start_again()
    except RuleBroken as error:
        keep()
        form.refuse(error)
        return render_template("staff/sessions/recovery.html", form=form), 422
    session.pop(PENDING)
    session[RECOVERING] = str(worker_id)
    return redirect(url_for(".factor"), 303)


def _finish(factor: App | Key) -> ResponseReturnValue:
    try:
        worker = recovery.finish(db.session, uuid.UUID(session[RECOVERING]), factor, at=clock.now())
    except SignInRefused:
        session.pop(RECOVERING)
        raise
    let_worker_in(worker.id)
    mark_proved()
    flash("Your new second factor is set. The old ones do not work any more.")
    return redirect(url_for("account.show"), 303)


def _factor_page(form: FactorForm | None) -> str:
    worker = queries.get(db.session, uuid.UUID(session[RECOVERING]))
    return factor_page("staff/sessions/second-factor.html", form, worker_id=worker.id, email=worker.email)


def _passkey_page(form: PasskeyForm) -> str:
    site = the_site()
    options = remember(passkeys.ask_to_sign_in(site)) if site else None
    return render_template("staff/sessions/passkey.html", form=form, options=options)


def _start_again() -> ResponseReturnValue:
    return redirect(url_for("staff_sessions.new"), 303)


add_factor_step(bp, Step(lambda: RECOVERING in session, _factor_page, _finish, _start_again, SignInRefused))
