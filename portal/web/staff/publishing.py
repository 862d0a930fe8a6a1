"""The second person: reads a wording for everybody, publishes it, or takes it back. Sees nothing of who asked."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.core import clock
from portal.core.clock import local_date
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.policies.drafts.queries import list_ready
from portal.questions import queries, service
from portal.questions.alerts import changed_after, to_look_at_again, written_under
from portal.questions.states import QuestionState, available
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.need_to_know import shut_for
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.forms.questions import NoteForm, PublishWordingForm
from portal.web.staff.opened import note_question_opened
from portal.web.transactions import commits, opening

bp = Blueprint("publishing", __name__, url_prefix="/staff/publishing")


@bp.get("")
@requires(Permission.QUESTIONS_PUBLISH)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """What waits for a second person, and what is public now. Wordings are words of staff that name nobody."""
    actor = current_actor()
    drafts = list_ready(db.session) if actor.may(Permission.POLICIES_PUBLISH) else ()
    rows = queries.list_to_publish(db.session, besides=shut_for(actor))
    return render_template(
        "staff/publishing/list.html",
        me=actor.id,
        drafts=drafts,
        names=get_names(db.session, {draft.updated_by_id for draft in drafts}),
        waiting=[(row, queries.wording_of(db.session, row)) for row in rows],
        published=queries.list_published(db.session),
        again=to_look_at_again(db.session, today=clock.today()),
    )


@bp.get("/<uuid:question_id>")
@requires(Permission.QUESTIONS_PUBLISH)
@opening(note_question_opened)
def show(question_id: uuid.UUID) -> ResponseReturnValue:
    """One wording. What the person wrote is not opened for this page."""
    return _page(question_id)


@bp.post("/<uuid:question_id>/publish")
@requires(Permission.QUESTIONS_PUBLISH)
@commits
def publish(question_id: uuid.UUID) -> ResponseReturnValue:
    """Put it on the public pages."""
    row, form = queries.get(db.session, question_id), PublishWordingForm()
    service.must_be_unchanged(row, form.seen)
    if not form.validate():
        return _page(question_id, publish_form=form), 422
    service.publish(db.session, row, actor=current_actor(), at=clock.now())
    flash("Published. Everybody can read it now.")
    return redirect(url_for(".show", question_id=question_id), 303)


@bp.post("/<uuid:question_id>/send-back")
@requires(Permission.QUESTIONS_PUBLISH)
@commits
def send_back(question_id: uuid.UUID) -> ResponseReturnValue:
    """Give it back to whoever wrote it."""
    row, form = queries.get(db.session, question_id), NoteForm()
    service.must_be_unchanged(row, form.seen)
    try:
        if not form.validate():
            return _page(question_id, note_form=form), 422
        service.send_back(db.session, row, form.note.data or "", actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(question_id, note_form=form), 422
    flash("Sent back. Whoever wrote it sees your note.")
    return redirect(url_for(".list"), 303)


@bp.post("/<uuid:question_id>/withdraw")
@requires(Permission.QUESTIONS_PUBLISH)
@commits
def withdraw(question_id: uuid.UUID) -> ResponseReturnValue:
    """Take it off the public pages."""
    row = queries.get(db.session, question_id)
    service.must_be_unchanged(row, MoveForm().seen)
    service.withdraw(db.session, row, actor=current_actor(), at=clock.now())
    flash("Withdrawn. Nobody can read it any more.")
    return redirect(url_for(".show", question_id=question_id), 303)


def _page(
    question_id: uuid.UUID, *, publish_form: PublishWordingForm | None = None, note_form: NoteForm | None = None
) -> str:  # fmt: skip
    """One wording. What the person wrote is not opened for this page."""
    row, actor = queries.get(db.session, question_id), current_actor()
    wording = queries.wording_of(db.session, row)
    if wording is None:
        raise NotFound
    blank: dict[str, Any] = {"formdata": None, "data": {"version": row.version}}
    refused, is_open = publish_form or note_form, row.state is QuestionState.ANSWERED
    written_on = local_date(row.drafted_at or row.received_at)
    return render_template(
        "staff/publishing/show.html", row=row, wording=wording, policy=written_under(db.session, row, written_on),
        changed=changed_after(db.session, row, written_on, today=clock.today()),
        is_theirs=row.drafted_by_id == actor.id, moves=available(row.state, actor.permissions),
        could_be_names=wording.could_be_names,
        withdrawn=queries.last_withdrawn(db.session, row) if is_open else None,
        publish_form=publish_form or PublishWordingForm(**blank),
        note_form=note_form or NoteForm(**blank), **({"form": refused} if refused else {}),
    )  # fmt: skip
