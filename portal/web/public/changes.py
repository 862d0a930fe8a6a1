"""Ask us to wait, go on, take back a stop, and say "I did not lose my words"."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.cases import queries as cases
from portal.cases import resting, service
from portal.core import clock
from portal.core.words import N_
from portal.extensions import db
from portal.requests import lost_words
from portal.requests import queries as requests
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public.forms.mine import PressForm
from portal.web.transactions import commits

bp = Blueprint("changes", __name__, url_prefix="/mine")


@bp.get("/wait")
@requires_person
def ask_wait() -> ResponseReturnValue:
    """What waiting does, and what it does not do."""
    return render_template("public/mine/wait.html", form=PressForm(formdata=None))


@bp.post("/wait")
@requires_person
@commits
def wait() -> ResponseReturnValue:
    """Wait for the person."""
    request = requests.get(db.session, own_request_id())
    resting.rest(db.session, request, actor=current_actor(), at=clock.now())
    return redirect(url_for("mine.show"), 303)


@bp.post("/go-on")
@requires_person
@commits
def go_on() -> ResponseReturnValue:
    """The person is ready."""
    request = requests.get(db.session, own_request_id())
    resting.wake(db.session, request, actor=current_actor(), at=clock.now())
    flash(N_("Thank you. We go on now."))
    return redirect(url_for("mine.show"), 303)


@bp.post("/go-back")
@requires_person
@commits
def resume() -> ResponseReturnValue:
    """Take back that it was stopped: every case that can be taken back."""
    for case in cases.of_request(db.session, own_request_id()):
        if service.can_resume(case, today=clock.today()):
            service.resume(db.session, case, actor=current_actor(), at=clock.now())
    return redirect(url_for("mine.show"), 303)


@bp.post("/not-me")
@requires_person
@commits
def not_me() -> ResponseReturnValue:
    """Nobody gets new words: the one who has the old ones is here."""
    request = requests.get(db.session, own_request_id())
    lost_words.refuse_words(db.session, request, actor=current_actor(), at=clock.now())
    flash(N_("Thank you. No one gets new words. Yours still work."))
    return redirect(url_for("mine.show"), 303)
