"""Questions about the rules: read them, answer the person, write a wording for everybody."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.questions import queries, service
from portal.questions.states import QuestionState
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import shut_for
from portal.web.staff.forms.cases import MoveForm, VersionedForm
from portal.web.staff.forms.questions import CorrectionForm, PrivateAnswerForm, WordingForm
from portal.web.staff.opened import note_question_opened
from portal.web.staff.question_pages import correction_page, question_page, titles_of
from portal.web.transactions import commits, opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.questions.models import PolicyQuestion

bp = Blueprint("staff_questions", __name__, url_prefix="/staff/questions")
TABS = {"asked": "Not answered", "answered": "Answered", "published": "Published", "closed": "Closed"}


@bp.get("")
@requires(Permission.QUESTIONS_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """One tab of the list, oldest first: codes only, nothing sealed is opened for a list."""
    tab = request.args.get("tab", "asked")
    if tab not in TABS:
        raise NotFound
    after = _after(request.args.get("after", ""))
    page = queries.list_questions(db.session, state=QuestionState(tab), besides=shut_for(current_actor()), after=after)
    return render_template("staff/questions/list.html", tab=tab, tabs=TABS, page=page, titles=titles_of(page))


@bp.get("/<uuid:question_id>")
@requires(Permission.QUESTIONS_READ)
@opening(note_question_opened)
def show(question_id: uuid.UUID) -> ResponseReturnValue:
    """One question with its seals opened. Opening it is logged."""
    return question_page(question_id)


@bp.post("/<uuid:question_id>/answer")
@requires(Permission.QUESTIONS_ANSWER)
@commits
def answer(question_id: uuid.UUID) -> ResponseReturnValue:
    """Answer the person."""
    form = PrivateAnswerForm()

    def act(row: "PolicyQuestion") -> None:
        service.answer(db.session, row, form.answer.data or "", actor=current_actor(), at=clock.now())

    return _take(question_id, form, act, "Answered. They can read it now.")


@bp.get("/<uuid:question_id>/correct")
@requires(Permission.QUESTIONS_ANSWER)
@opening(note_question_opened)
def ask_correction(question_id: uuid.UUID) -> ResponseReturnValue:
    """The answer the person got, to be put right."""
    return correction_page(question_id, None)


@bp.post("/<uuid:question_id>/correct")
@requires(Permission.QUESTIONS_ANSWER)
@commits
def correct(question_id: uuid.UUID) -> ResponseReturnValue:
    """Put the answer right: the person sees the newest, and that it was put right."""
    form = CorrectionForm()

    def act(row: "PolicyQuestion") -> None:
        service.correct(db.session, row, form.answer.data or "", actor=current_actor(), at=clock.now())

    return _take(question_id, form, act, "Put right. They can read it now.", page=correction_page)


@bp.post("/<uuid:question_id>/wording")
@requires(Permission.QUESTIONS_ANSWER)
@commits
def wording(question_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a wording for everybody."""
    form = WordingForm()

    def act(row: "PolicyQuestion") -> None:
        at, names_nobody = clock.now(), bool(form.names_nobody.data)
        service.draft(db.session, row, form.typed, names_nobody=names_nobody, actor=current_actor(), at=at)

    return _take(question_id, form, act, "Saved. A second person can publish it now.")


@bp.post("/<uuid:question_id>/close")
@requires(Permission.QUESTIONS_ANSWER)
@commits
def close(question_id: uuid.UUID) -> ResponseReturnValue:
    """Nothing to publish: done."""
    row = queries.get(db.session, question_id)
    service.must_be_unchanged(row, MoveForm().seen)
    service.close(db.session, row, actor=current_actor(), at=clock.now())
    flash("Closed.")
    return redirect(url_for(".show", question_id=question_id), 303)


def _take(
    question_id: uuid.UUID,
    form: VersionedForm,
    act: "Callable[[PolicyQuestion], None]",
    done: str,
    *,
    page: "Callable[[uuid.UUID, VersionedForm], str] | None" = None,
) -> ResponseReturnValue:
    """Do it, or show the form again with nothing lost."""
    row, show_again = queries.get(db.session, question_id), page or question_page
    try:
        service.must_be_unchanged(row, form.seen)
        if not form.validate():
            return show_again(question_id, form), 422
        act(row)
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return show_again(question_id, form), 422
    flash(done)
    return redirect(url_for(".show", question_id=question_id), 303)


def _after(key: str) -> tuple[datetime, uuid.UUID] | None:
    """The key of the last question seen, `<moment>_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    moment, _, question_id = key.partition("_")
    try:
        return datetime.fromisoformat(moment), uuid.UUID(question_id)
    except ValueError:
        raise NotFound from None
