"""Notes for colleagues on the page of a case, and what it speaks of."""

import uuid

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import queries
from portal.casework import care, notes
from portal.casework.kinds import Erased, Topic
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.case_screen import act_on_case
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.casework import NoteForm, TopicsForm
from portal.web.transactions import commits

bp = Blueprint("notes", __name__, url_prefix="/staff/cases/<uuid:case_id>")


@bp.post("/notes")
@requires(Permission.CASE_NOTE)
@commits
def write(case_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a note, once."""
    form, case = NoteForm(), queries.get(db.session, case_id)

    def act() -> None:
        notes.write(
            db.session, case, form.note.data or "", submission=form.submission.data, actor=current_actor(),
            at=clock.now(),
        )  # fmt: skip

    return act_on_case(case_id, form, act, "Noted.", anchor="notes", once=True)


@bp.post("/notes/<uuid:note_id>/erase")
@requires(Permission.CASE_NOTE)
@commits
def erase(case_id: uuid.UUID, note_id: uuid.UUID) -> ResponseReturnValue:
    """Destroy the words of a note. That it was there stays."""
    case, why = queries.get(db.session, case_id), request.form.get("why", "")
    if not MoveForm().validate() or why not in set(Erased):
        raise RuleBroken("Say why it is erased. Nothing was changed.")
    notes.erase(db.session, case, note_id, Erased(why), actor=current_actor(), at=clock.now())
    flash("Erased, for good.")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="notes"), 303)


@bp.post("/topics")
@requires(Permission.CASE_NOTE)
@commits
def mark(case_id: uuid.UUID) -> ResponseReturnValue:
    """Say what the request speaks of, for whoever opens it next."""
    form, case = TopicsForm(), queries.get(db.session, case_id)

    def act() -> None:
        care.mark(db.session, case, [Topic(t) for t in form.topics.data], actor=current_actor(), at=clock.now())

    return act_on_case(case_id, form, act, "Marked.", anchor="top", once=True)
