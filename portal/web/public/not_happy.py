"""Not happy with what we did: three screens, one tick (s.164A DPA 2018). The address never says what it is about."""

import secrets
from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.cases import queries as cases
from portal.cases.complaints import complain
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.core.words import _
from portal.extensions import db
from portal.installation import installation
from portal.messages.service import AlreadyWritten
from portal.requests import queries as requests
from portal.requests.kinds import Grievance
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public import danger
from portal.web.public.forms.mine import ABOUT, NotHappyForm, PressForm
from portal.web.transactions import commits

bp = Blueprint("not_happy", __name__, url_prefix="/mine/not-happy")
DRAFT = "not-happy"


@bp.get("")
@requires_person
def show() -> ResponseReturnValue:
    """What is it about? What was typed before is still there."""
    kept = session.get(DRAFT, {})
    return _page(NotHappyForm(formdata=None, data=kept))


@bp.post("")
@requires_person
@commits
def answer() -> ResponseReturnValue:
    """Keep it in the session until they have checked it."""
    form = NotHappyForm()
    danger.hear(form.data)
    if not form.validate():
        return _page(form), 422
    about = [code for code in ABOUT if code in form.about.data]
    session[DRAFT] = {"id": secrets.token_hex(16), "about": about, "message": (form.message.data or "").strip()}
    return redirect(url_for(".check"), 303)


@bp.get("/check")
@requires_person
def check() -> ResponseReturnValue:
    """This is what our team will see."""
    if DRAFT not in session:
        return redirect(url_for(".show"), 303)
    return _check(PressForm(formdata=None), session[DRAFT])


@bp.post("/check")
@requires_person
@commits
def send() -> ResponseReturnValue:
    """Open the case, once."""
    kept, form = session.get(DRAFT), PressForm()
    if kept is None:  # the other press of Send was first
        return redirect(url_for(".done"), 303)
    try:
        complain(
            db.session, requests.get(db.session, own_request_id()), [Grievance(a) for a in kept["about"]],
            kept["message"], submission=kept["id"], calendar=installation().calendar,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        danger.flag(own_request_id(), [kept["message"]])
    except AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _check(form, kept), 422
    session.pop(DRAFT)
    return redirect(url_for(".done"), 303)


@bp.get("/done")
@requires_person
def done() -> ResponseReturnValue:
    """By when we say that we have it, and who else they can tell."""
    ours = [case for case in cases.of_request(db.session, own_request_id()) if case.is_complaint]
    if not ours:
        return redirect(url_for(".show"), 303)
    return render_template("public/mine/not-happy-done.html", case=ours[-1])


def _page(form: NotHappyForm) -> str:
    return render_template("public/mine/not-happy.html", form=form)


def _check(form: PressForm, kept: dict[str, Any]) -> str:
    about = [_(ABOUT[code]) for code in kept["about"]]
    return render_template("public/mine/not-happy-check.html", form=form, about=about, message=kept["message"])
