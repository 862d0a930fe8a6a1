"""Write the answer, look at the file, approve it, release it (ux S5)."""

import uuid
from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.answers import queries, service
from portal.answers.holding import is_waiting
from portal.answers.kinds import Late, OddHour, Outcome
from portal.cases import queries as cases
from portal.cases.service import must_be_unchanged
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.core.formatting import clock_time
from portal.extensions import db
from portal.installation import installation
from portal.policies.queries import clause_title
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.answer_parts import HELD, forms_of
from portal.web.staff.answer_screen import answer_screen
from portal.web.staff.forms.cases import ApproveForm, LetterForm, MoveForm, SendBackForm
from portal.web.staff.forms.letters import ReleaseForm
from portal.web.staff.opened import note_answer_opened, note_case_opened
from portal.web.transactions import commits, opening

bp = Blueprint("answers", __name__, url_prefix="/staff/cases/<uuid:case_id>/answer")


@bp.get("")
@requires(Permission.CASE_READ)
@opening(note_answer_opened)
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """The answer as it stands: the letter to write, or the file to check."""
    return answer_screen(case_id)


@bp.post("")
@requires(Permission.ANSWER_PREPARE)
@commits
def write(case_id: uuid.UUID) -> ResponseReturnValue:
    """Save the letter, or save it and make the file."""
    case = cases.get(db.session, case_id)
    form = LetterForm()
    try:
        must_be_unchanged(case, form.seen)
        service.letter_must_be_unchanged(queries.find(db.session, case_id), form.seen_answer)
        if not form.validate():
            return answer_screen(case_id, form), 422
        _save_or_prepare(case_id, form)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return answer_screen(case_id, form), 422
    return redirect(url_for(".show", case_id=case_id), 303)


def _save_or_prepare(case_id: uuid.UUID, form: LetterForm) -> None:
    case, letter, at = cases.get(db.session, case_id), form.letter.data or "", clock.now()
    if "prepare" not in request.form:
        service.save_letter(db.session, case, letter, actor=current_actor(), at=at)
        flash("Saved as a draft.")
        return
    service.prepare(
        db.session, case, letter, organisation=installation().organisation,
        rule_title=lambda policy, version, clause: clause_title(db.session, policy, version, clause),
        actor=current_actor(), at=at,
    )  # fmt: skip
    flash("We are making the file. It takes a few seconds.")


@bp.get("/document.pdf")
@requires(Permission.CASE_READ)
@opening(note_case_opened)
def document(case_id: uuid.UUID) -> ResponseReturnValue:
    """The exact file that is to be approved."""
    answer = queries.find(db.session, case_id)
    if answer is None:
        raise NotFound
    pdf = queries.pdf_of(db.session, answer)
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": 'inline; filename="document.pdf"'})


@bp.post("/take-back")
@requires(Permission.ANSWER_PREPARE)
@commits
def take_back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Change it after all. An approval is void."""
    case = cases.get(db.session, case_id)
    must_be_unchanged(case, MoveForm().seen)
    service.take_back(db.session, case, actor=current_actor(), at=clock.now())
    flash("You can change the letter now. It has to be approved again.")
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.post("/approve")
@requires(Permission.ANSWER_APPROVE)
@commits
def approve(case_id: uuid.UUID) -> ResponseReturnValue:
    """Yes to this exact file."""
    case = cases.get(db.session, case_id)
    form = ApproveForm()
    must_be_unchanged(case, form.seen)
    service.approve(db.session, case, sha256=form.sha256.data or "", actor=current_actor(), at=clock.now())
    flash("Approved. It can be released now.")
    return redirect(url_for(".show", case_id=case_id), 303)


@bp.post("/send-back")
@requires(Permission.ANSWER_APPROVE)
@commits
def send_back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Not yet: back to the caseworker."""
    case = cases.get(db.session, case_id)
    form = SendBackForm()
    must_be_unchanged(case, form.seen)
    if not form.validate():
        raise RuleBroken("Say why it goes back. Nothing was changed.")
    service.send_back(db.session, case, reason=form.reason.data, actor=current_actor(), at=clock.now())
    flash("Sent back to the caseworker.")
    return redirect(url_for("cases.show", case_id=case_id), 303)


@bp.post("/release")
@requires(Permission.ANSWER_RELEASE)
@commits
def release(case_id: uuid.UUID) -> ResponseReturnValue:
    """Let the person read it, when the time to take it back is over."""
    case, form, here, at = cases.get(db.session, case_id), ReleaseForm(), installation(), clock.now()
    forms_of(db.session, case, form)  # only what fits this answer can be chosen
    try:
        must_be_unchanged(case, form.seen)
        if not form.validate():
            return answer_screen(case_id, form), 422
        leaves = service.release(
            db.session, case, contact_confirmed=bool(form.contact_confirmed.data), closing=_closing(form),
            calendar=here.calendar, window=timedelta(minutes=here.settings.undo_minutes),
            one_in=here.settings.hold_one_in, actor=current_actor(), at=at,
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return answer_screen(case_id, form), 422
    if leaves > at:
        flash(f"It leaves at {clock_time(leaves)}. Until then you can take it back.")
        return redirect(url_for(".show", case_id=case_id), 303)
    if is_waiting(db.session, case):
        flash(HELD)
        return redirect(url_for(".show", case_id=case_id), 303)
    flash("Released. They can read it now.")
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _closing(form: ReleaseForm) -> service.Closing:
    return service.Closing(
        outcome=Outcome(form.outcome.data) if form.outcome.data else None,
        late=Late(form.late.data) if form.late.data else None,
        late_words=form.late_words.data or "",
        odd_hour=OddHour(form.odd_hour.data) if form.odd_hour.data else None,
        all_the_same=bool(form.all_the_same.data),
    )


@bp.post("/undo")
@requires(Permission.ANSWER_RELEASE)
@commits
def undo(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take a release back while it waits."""
    MoveForm()  # its version says nothing here: whoever is faster, this or the job, has done it
    service.undo_release(db.session, cases.get(db.session, case_id), actor=current_actor(), at=clock.now())
    flash("Taken back. They have seen nothing of it. It is still approved.")
    return redirect(url_for(".show", case_id=case_id), 303)
