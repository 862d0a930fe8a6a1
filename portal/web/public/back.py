"""Coming back with the code. A wrong, an unknown and a locked code are told apart by nobody (ux Y5.1)."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import throttling
from portal.accounts.actor import person_actor
from portal.core import clock
from portal.core.words import N_
from portal.extensions import db
from portal.requests import queries, service
from portal.requests.code import tidy_reference
from portal.web.access import public
from portal.web.actors import let_person_in
from portal.web.public.device import is_shared
from portal.web.public.forms.back import BackForm
from portal.web.transactions import commits, keep

bp = Blueprint("back", __name__)


@bp.get("/back")
@public
def show() -> ResponseReturnValue:
    """Ask for the code and the words."""
    return render_template("public/back/show.html", form=_empty(), slow=False)


@bp.get("/back/lost")
@public
def lost() -> ResponseReturnValue:
    """What to do about lost words: nobody can see the old ones, and two workers can make new ones."""
    return render_template("public/back/lost.html")


@bp.post("/back")
@public
@commits
def enter() -> ResponseReturnValue:
    """Let the person in, or say the one sentence that fits every wrong code."""
    form = BackForm()
    if not form.validate():
        return render_template("public/back/show.html", form=form, slow=False), 422
    at = clock.now()
    reference = tidy_reference(form.reference.data or "")
    place = request.remote_addr or ""
    may_try = throttling.take_from(db.session, "back", reference, place=place, at=at)
    keep()  # counted before anybody looks whether it is right
    if not may_try:
        return render_template("public/back/show.html", form=form, slow=True), 429
    request_id, words_hash = service.look_up(db.session, reference)
    keep()  # comparing is slow on purpose: nobody else has to wait for it
    fits = service.words_fit(words_hash, form.words.data or "")
    if not fits or request_id is None or not _is_its_own(request_id, reference):
        form.say(N_("We could not find that. Check each letter and word, then try again."))
        return render_template("public/back/show.html", form=form, slow=False), 422
    throttling.take_back_from(db.session, "back", reference, place=place, at=at)
    let_person_in(request_id, words_hash or "", shared=bool(form.shared.data))
    row = queries.get(db.session, request_id)
    if row.words_proved_at is None:  # who comes back with the words has kept them
        service.note_proved(db.session, row, at=at)
    service.note_opened(db.session, row, actor=person_actor(request_id), at=at)
    return redirect(url_for("mine.show"), 303)


def _empty() -> BackForm:
    """Nothing typed; the tick stays where it was, so that it goes only when somebody takes it out."""
    return BackForm(formdata=None, data={"shared": is_shared()})


def _is_its_own(request_id: uuid.UUID, reference: str) -> bool:
    """Whether the reference sealed to this row is the one typed: nobody has moved another row's code onto it."""
    return service.reference_of(db.session, queries.get(db.session, request_id)) == reference
