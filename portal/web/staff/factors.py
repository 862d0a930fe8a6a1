"""A worker's own password, app, passkeys and recovery codes."""

import uuid

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import factors, new_passwords, passwords, queries, workers
from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor, let_worker_in
from portal.web.staff.account import account_page
from portal.web.staff.forms.accounts import CodeForm, NewPasskeyForm, NewPasswordForm
from portal.web.staff.new_factor import factor_page, forget_secret, read_app, read_key
from portal.web.staff.proving import mark_proved, proved
from portal.web.transactions import commits, keep

bp = Blueprint("factors", __name__, url_prefix="/staff/account")
CODES = "codes_once"


@bp.get("/password")
@requires(Permission.OWN_ACCOUNT)
@proved
def password() -> ResponseReturnValue:
    """Ask for a new password."""
    return render_template("staff/account/password.html", form=NewPasswordForm())


@bp.post("/password")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def change_password() -> ResponseReturnValue:
    """Change it, and end every other session."""
    form, actor = NewPasswordForm(), current_actor()
    me = queries.get(db.session, actor.worker_id)
    try:
        if not form.validate():
            return render_template("staff/account/password.html", form=form), 422
        new_passwords.checked(form.password.data, name=me.name, email=me.email)
    except RuleBroken as error:
        form.refuse(error)
        return render_template("staff/account/password.html", form=form), 422
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    fresh = passwords.hash_secret(form.password.data)
    workers.change_password(db.session, queries.get(db.session, actor.worker_id), fresh, actor=actor, at=clock.now())
    let_worker_in(actor.worker_id)
    mark_proved()
    return _done("Your password is changed. You were signed out everywhere else.")


@bp.get("/second-factor")
@requires(Permission.OWN_ACCOUNT)
@proved
def new() -> ResponseReturnValue:
    """Show the QR code, and the way to a passkey."""
    return _page()


@bp.post("/app")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def set_app() -> ResponseReturnValue:
    """Take codes from this app and from no other."""
    form, actor = CodeForm(), current_actor()
    try:
        if not form.validate():
            return _page(form), 422
        app = read_app(form)
        factors.set_app(db.session, queries.get(db.session, actor.worker_id), app, actor=actor, at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(form), 422
    forget_secret()
    return _done("Your app is set. Only this one counts now.")


@bp.post("/app/remove")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def remove_app() -> ResponseReturnValue:
    """Take no codes any more."""
    actor = current_actor()
    try:
        factors.remove_app(db.session, queries.get(db.session, actor.worker_id), actor=actor, at=clock.now())
    except RuleBroken as error:
        return account_page(error), 422
    return _done("The app is removed.")


@bp.post("/passkeys")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey that a device has just made."""
    form, actor = NewPasskeyForm(), current_actor()
    try:
        if not form.validate():
            return _page(form), 422
        key = read_key(form)
        factors.add_passkey(db.session, queries.get(db.session, actor.worker_id), key, actor=actor, at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(form), 422
    forget_secret()
    return _done("The passkey is added. You can sign in with it.")


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Let nobody in with it any more."""
    actor = current_actor()
    try:
        me = queries.get(db.session, actor.worker_id)
        factors.remove_passkey(db.session, me, passkey_id, actor=actor, at=clock.now())
    except RuleBroken as error:
        return account_page(error), 422
    return _done("The passkey is removed.")


@bp.post("/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
@commits
@proved
def make_codes() -> ResponseReturnValue:
    """Ten new codes; the old ones end."""
    actor = current_actor()
    me = queries.get(db.session, actor.worker_id)
    session[CODES] = factors.make_codes(db.session, me, actor=actor, at=clock.now())
    return redirect(url_for(".codes"), 303)


@bp.get("/recovery-codes")
@requires(Permission.OWN_ACCOUNT)
def codes() -> ResponseReturnValue:
    """The codes, this once; after that the page says that nobody can see them again."""
    return render_template("staff/account/codes.html", codes=session.pop(CODES, None))


def _page(form: CodeForm | NewPasskeyForm | None = None) -> str:
    me = queries.get(db.session, current_actor().worker_id)
    known = [key.row.credential for key in factors.passkeys_of(db.session, me)]
    return factor_page("staff/account/second-factor.html", form, worker_id=me.id, email=me.email, known=known)


def _done(words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("account.show"), 303)
