"""Is it still you? Asked before somebody changes what they sign in with: a screen may have been left open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import queries, sign_in
from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires, safe_next
from portal.web.actors import current_actor
from portal.web.reading import LOOKS
from portal.web.staff.forms.accounts import PasswordAgainForm
from portal.web.transactions import commits, keep

P = ParamSpec("P")
bp = Blueprint("proving", __name__, url_prefix="/staff/account/password-again")
PROVED, BACK = "proved", "proved_for"
LASTS = timedelta(minutes=10)


def proved(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let in whoever typed their password within ten minutes; ask others for it, then lead them back."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if _is_proved():
            return view(*args, **kwargs)
        session[BACK] = request.path if request.method in LOOKS else url_for("account.show")
        return redirect(url_for("proving.show"), 303)

    return wrapper


def mark_proved() -> None:
    """The password was right just now."""
    session[PROVED] = clock.now().isoformat()


@bp.get("")
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """Ask for the password."""
    return _page(PasswordAgainForm())


@bp.post("")
@requires(Permission.OWN_ACCOUNT)
@commits
def check() -> ResponseReturnValue:
    """Count the try, keep that, then look."""
    form, me = PasswordAgainForm(), current_actor().worker_id
    if not form.validate():
        return _page(form), 422
    try:
        sign_in.count_again(db.session, me, at=clock.now())
        keep()
        sign_in.check_again(db.session, queries.get(db.session, me), form.password.data, at=clock.now())
    except RuleBroken as error:
        keep()
        form.refuse(error)
        return _page(form), 422
    mark_proved()
    return redirect(safe_next(session.pop(BACK, "")) or url_for("account.show"), 303)


def _is_proved() -> bool:
    given = session.get(PROVED)
    return given is not None and clock.now() - datetime.fromisoformat(given) <= LASTS


def _page(form: PasswordAgainForm) -> str:
    return render_template("staff/account/password-again.html", form=form)
