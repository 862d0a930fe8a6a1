"""Write down what was decided about each thing, and what was done where."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.answers import service
from portal.answers.kinds import Decided, DeedKind
from portal.cases import queries as cases
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.answer_parts import offer
from portal.web.staff.answer_screen import answer_screen
from portal.web.staff.forms.cases import MoveForm, VersionedForm
from portal.web.staff.forms.letters import DecisionForm, DeedForm
from portal.web.transactions import commits

bp = Blueprint("pieces", __name__, url_prefix="/staff/cases/<uuid:case_id>/answer")


@bp.post("/decisions")
@requires(Permission.ANSWER_PREPARE)
@commits
def decide(case_id: uuid.UUID) -> ResponseReturnValue:
    """What was decided about one thing."""
    case, form = cases.get(db.session, case_id), DecisionForm()
    offer(case, form, None)

    def act() -> None:
        service.decide(
            db.session, case, form.what.data or "", Decided(form.decided.data), grounds=form.grounds.data or [],
            words=form.words.data or "", until=form.until.data or "", actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _take(case_id, form, act)


@bp.post("/deeds")
@requires(Permission.ANSWER_PREPARE)
@commits
def note_deed(case_id: uuid.UUID) -> ResponseReturnValue:
    """What was done in one system."""
    case, form = cases.get(db.session, case_id), DeedForm()
    offer(case, None, form)
    titles = {name: one.title for name, one in installation().pack.datamap.systems.items()}

    def act() -> None:
        service.note_deed(
            db.session, case, form.system.data or "", DeedKind(form.deed.data), titles=titles,
            done_on=form.done_on.data, words=form.deed_words.data or "", actor=current_actor(), at=clock.now(),
        )  # fmt: skip

    return _take(case_id, form, act)


@bp.post("/pieces/<uuid:piece_id>/take-out")
@requires(Permission.ANSWER_PREPARE)
@commits
def take_out(case_id: uuid.UUID, piece_id: uuid.UUID) -> ResponseReturnValue:
    """Take one of them out again."""
    case = cases.get(db.session, case_id)
    must_be_unchanged(case, MoveForm().seen)
    service.take_out(db.session, case, piece_id, actor=current_actor(), at=clock.now())
    flash("Taken out.")
    return redirect(url_for("answers.show", case_id=case_id, _anchor="pieces"), 303)


def _take(case_id: uuid.UUID, form: VersionedForm, act: Callable[[], None]) -> ResponseReturnValue:
    """Do it, or show the page again with nothing lost."""
    try:
        must_be_unchanged(cases.get(db.session, case_id), form.seen)
        if not form.validate():
            return answer_screen(case_id, form), 422
        act()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return answer_screen(case_id, form), 422
    flash("Written down.")
    return redirect(url_for("answers.show", case_id=case_id, _anchor="pieces"), 303)
