"""Signing in and out, for workers."""

import uuid
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import sign_in
from portal.accounts.permissions import Permission
from portal.accounts.sign_in import SignInRefused
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import public, requires, safe_next
from portal.web.actors import current_actor, let_worker_in, signed_in_worker, staff_context
from portal.web.sessions import current_session
from portal.web.staff.forms.accounts import CodeForm, SignInForm
from portal.web.staff.new_factor import the_site
from portal.web.staff.proving import mark_proved
from portal.web.transactions import commits, keep

bp = Blueprint("staff_sessions", __name__, url_prefix="/staff")
bp.app_context_processor(staff_context)
PENDING, NEXT = "signing_in", "next"


@bp.get("/sign-in")
@public
def new() -> ResponseReturnValue:
    """Ask for address and password. Remember where the worker wanted to go."""
    if signed_in_worker():
        return redirect(place_after(None), 303)
    wanted = safe_next(request.args.get(NEXT, ""))
    if wanted:
        session[NEXT] = wanted
    return _first_step(SignInForm())


@bp.post("/sign-in")
@public
@commits
def create() -> ResponseReturnValue:
    """Check address and password. The try is counted, and that is kept, before anything is looked at."""
    form = SignInForm()
    if not form.validate():
        return _first_step(form), 422
    try:
        attempt = sign_in.count_password_try(
            db.session, form.email.data, came_from=request.remote_addr or "", at=clock.now()
        )
        keep()
        worker_id = sign_in.check_password(db.session, attempt, form.password.data, at=clock.now())
    except RuleBroken as error:
        keep()
        form.refuse(error)
        return _first_step(form), 422
    session[PENDING] = {"worker": str(worker_id), "at": clock.now().isoformat()}
    return redirect(url_for(".code"), 303)


@bp.get("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    """Ask for the second factor."""
    if PENDING not in session:
        return redirect(url_for(".new"), 303)
    return _second_step(CodeForm())


@bp.post("/sign-in/code")
@public
@commits
def confirm() -> ResponseReturnValue:
    """Check the second factor, then let the worker in under a new session id."""
    form = CodeForm()
    if PENDING not in session:
        return redirect(url_for(".new"), 303)
    if not form.validate():
        return _second_step(form), 422
    try:
        worker_id = _check_code(form.code.data)
    except SignInRefused as error:
        return _start_again(error)
    except RuleBroken as error:
        keep()
        form.refuse(error)
        return _second_step(form), 422
    wanted = session.get(NEXT)
    let_worker_in(worker_id)
    mark_proved()
    return redirect(place_after(wanted), 303)


@bp.post("/sign-out")
@requires(Permission.OWN_ACCOUNT)
@commits
def sign_out() -> ResponseReturnValue:
    """Leave: the session's row is deleted and its cookie expires."""
    sign_in.sign_out(db.session, actor=current_actor(), at=clock.now())
    current_session().end()
    return redirect(url_for(".new"), 303)


def _check_code(typed: str) -> uuid.UUID:
    """Count the try, keep that, then look."""
    worker_id = uuid.UUID(session[PENDING]["worker"])
    given_at = datetime.fromisoformat(session[PENDING]["at"])
    sign_in.count_code_try(db.session, worker_id, at=clock.now())
    keep()
    return sign_in.check_code(db.session, worker_id, typed, password_given_at=given_at, at=clock.now()).id


def _start_again(error: RuleBroken) -> ResponseReturnValue:
    keep()
    session.pop(PENDING)
    form = SignInForm(formdata=None)
    form.refuse(error)
    return _first_step(form), 422


def place_after(wanted: str | None) -> str:
    """Where the worker wanted to go, else the first place they may go to."""
    return safe_next(wanted or "") or staff_context()["staff_nav"][0]["href"]


def _first_step(form: SignInForm) -> str:
    return render_template(
        "staff/sessions/new.html", form=form, was_away=current_session().expired, has_site=the_site() is not None
    )


def _second_step(form: CodeForm) -> str:
    return render_template("staff/sessions/code.html", form=form, has_site=the_site() is not None)
