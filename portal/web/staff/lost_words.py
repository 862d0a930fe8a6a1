"""New words for somebody who lost theirs: one worker says how they know them, another makes the words."""

import uuid

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.requests import lost_words, service
from portal.requests import queries as requests
from portal.requests.kinds import Recognised
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import case_screen
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.messages import RecognisedForm
from portal.web.transactions import commits, keep

bp = Blueprint("lost_words", __name__, url_prefix="/staff/cases/<uuid:case_id>/words")
SHOW_ONCE = "words-once"


@bp.post("/ask")
@requires(Permission.CASE_WORK)
@commits
def ask(case_id: uuid.UUID) -> ResponseReturnValue:
    """The first step: how this worker knows that it is them."""
    form, case = RecognisedForm(), queries.get(db.session, case_id)
    try:
        must_be_unchanged(case, form.seen)
        if not form.validate():
            return case_screen(case_id, form), 422
        how = Recognised(form.recognised.data)
        lost_words.ask_for_words(db.session, case.request, how, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return case_screen(case_id, form), 422
    flash("Written down. Now somebody else makes the new words.")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="words"), 303)


@bp.post("/make")
@requires(Permission.ANSWER_APPROVE)
@commits
def make(case_id: uuid.UUID) -> ResponseReturnValue:
    """The second step: make the words, and show them once."""
    case = queries.get(db.session, case_id)
    must_be_unchanged(case, MoveForm().seen)
    reference = service.reference_of(db.session, case.request)
    keep()  # hashing is slow on purpose: nobody else has to wait for it
    fresh = service.fresh_code(reference)
    request = requests.get(db.session, queries.get(db.session, case_id).request_id)
    code = lost_words.make_words(db.session, request, fresh=fresh, actor=current_actor(), at=clock.now())
    session[SHOW_ONCE] = {"case": str(case_id), "reference": code.spaced_reference, "words": list(code.words)}
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.get("")
@requires(Permission.ANSWER_APPROVE)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The words, this once; after that the page says that nobody can see them again."""
    case = queries.get(db.session, case_id)
    code = session.pop(SHOW_ONCE) if session.get(SHOW_ONCE, {}).get("case") == str(case_id) else None
    page = {"request": requests.opened(db.session, case.request_id)} if code else None
    return render_template("staff/cases/new-words.html", case=case, code=code, page=page)
