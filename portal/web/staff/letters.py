"""Write to the person with one of our letters: choose, fill, look, send. What is chosen stands in no address."""

import uuid
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.answers import service as answers
from portal.cases import complaints as receipts
from portal.cases import queries
from portal.cases.service import must_be_unchanged
from portal.complaints import service as complaints
from portal.complaints.kinds import ComplaintOutcome
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.installation import installation
from portal.letters import Letter, LetterKind
from portal.letters.fields import boxes_of
from portal.letters.kinds import OF_ANSWER, fitting
from portal.messages import service as messages
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.choices import must_pick
from portal.web.staff.forms.letters import LetterForm
from portal.web.staff.letter_pages import begun, letters_page, standing_of, written
from portal.web.staff.opened import note_case_opened
from portal.web.transactions import commits, opening

if TYPE_CHECKING:
    from portal.cases.models import Case

bp = Blueprint("letters", __name__, url_prefix="/staff/cases/<uuid:case_id>/letters")


@bp.get("")
@requires(Permission.CASE_WORK)
@opening(note_case_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The letters that fit this case."""
    return render_template("staff/letters/show.html", page=letters_page(db.session, queries.get(db.session, case_id)))


@bp.post("")
@requires(Permission.CASE_WORK)
@commits
def send(case_id: uuid.UUID) -> ResponseReturnValue:
    """Open one letter, look at it, or send it. Only a press of Send changes anything."""
    form, case = LetterForm(), queries.get(db.session, case_id)
    kind = next((one for one in fitting(standing_of(db.session, case)) if one.value == form.kind.data), None)
    if kind is None:
        form.say("This letter does not fit the case any more. Choose again")
        return _page(case_id, None, form), 422
    if not {"preview", "send"} & request.form.keys() and boxes_of(kind):
        return _page(case_id, kind, begun(db.session, case, kind))
    try:
        if not {"preview", "send"} & request.form.keys():  # nothing is to be written, so it is shown at once
            form = begun(db.session, case, kind)
            return _page(case_id, kind, form, written(db.session, case, kind, form))
        letter = _letter(case, kind, form)
        if letter is None or "preview" in request.form:
            return _page(case_id, kind, form, letter), 200 if letter else 422
        said, where = _send(case, letter, form)
    except messages.AlreadyWritten:
        db.session.rollback()
        said, where = "It was sent before. Nothing was sent twice.", "cases.show"
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(case_id, kind, form), 422
    flash(said)
    return redirect(url_for(where, case_id=case_id), 303)


def _letter(case: "Case", kind: LetterKind, form: LetterForm) -> Letter | None:
    """The letter, or None when the form says too little. Raises RuleBroken."""
    must_be_unchanged(case, form.seen)
    is_whole = kind is not LetterKind.COMPLAINT_OUTCOME or must_pick(form, "outcome", "Say what came of it")
    return written(db.session, case, kind, form) if is_whole and form.validate() else None


def _send(case: "Case", letter: Letter, form: LetterForm) -> tuple[str, str]:
    """Do what this kind of letter does; what to tell the worker, and where to go on."""
    actor, at, submission = current_actor(), clock.now(), form.submission.data
    if letter.kind in OF_ANSWER:
        answers.use_letter(db.session, case, letter, actor=actor, at=at)
        return "The letter stands in the answer. A second person reads it before it leaves.", "answers.show"
    if letter.kind is LetterKind.COMPLAINT_OUTCOME:
        outcome, boxes = ComplaintOutcome(form.outcome.data), form.boxes()
        complaints.propose(db.session, case, outcome, letter, boxes=boxes, actor=actor, at=at)
        return "A second person reads it now.", "cases.show"
    if letter.kind is LetterKind.COMPLAINT_PROGRESS:
        complaints.tell_progress(db.session, case, letter, submission=submission, actor=actor, at=at)
    elif letter.kind is LetterKind.COMPLAINT_ACKNOWLEDGEMENT:
        calendar = installation().calendar
        receipts.acknowledge(db.session, case, letter, submission=submission, calendar=calendar, actor=actor, at=at)
    else:
        messages.send_letter(
            db.session, case.request_id, letter, submission=submission, case_id=case.id, actor=actor, at=at
        )
    return "Sent. They can read it when they come back.", "cases.show"


def _page(case_id: uuid.UUID, kind: LetterKind | None, form: LetterForm, letter: Letter | None = None) -> str:
    page = letters_page(db.session, queries.get(db.session, case_id), kind, letter)
    form.version.data = str(page.case.version)  # whoever was told that it moved on may decide on it as it is now
    return render_template("staff/letters/show.html", page=page, form=form)
