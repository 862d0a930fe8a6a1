"""The second person: reads a wording for everybody, publishes it, or takes it back. Sees nothing of who asked."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.policies.queries import get_policy
from portal.questions import queries, service
from portal.questions.states import available
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.cases import MoveForm
from portal.web.staff.opened import note_question_opened
from portal.web.transactions import commits, opening

bp = Blueprint("publishing", __name__, url_prefix="/staff/publishing")


@bp.get("")
@requires(Permission.QUESTIONS_PUBLISH)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """What waits for a second person, and what is public now."""
    return render_template(
        "staff/publishing/list.html",
        waiting=queries.list_to_publish(db.session),
        published=queries.list_published(db.session),
    )


@bp.get("/<uuid:question_id>")
@requires(Permission.QUESTIONS_PUBLISH)
@opening(note_question_opened)
def show(question_id: uuid.UUID) -> ResponseReturnValue:
    """One wording. What the person wrote is not opened for this page."""
    row = queries.get(db.session, question_id)
    wording = queries.wording_of(db.session, row)
    if wording is None:
        raise NotFound
    actor = current_actor()
    return render_template(
        "staff/publishing/show.html",
        row=row,
        wording=wording,
        policy=get_policy(db.session, row.slug),
        is_theirs=row.drafted_by_id == actor.id,
        moves=available(row.state, actor.permissions),
        could_be_names=wording.could_be_names,
    )


@bp.post("/<uuid:question_id>/publish")
@requires(Permission.QUESTIONS_PUBLISH)
@commits
def publish(question_id: uuid.UUID) -> ResponseReturnValue:
    """Put it on the public pages."""
    row = queries.get(db.session, question_id)
    service.must_be_unchanged(row, MoveForm().seen)
    service.publish(db.session, row, actor=current_actor(), at=clock.now())
    flash("Published. Everybody can read it now.")
    return redirect(url_for(".show", question_id=question_id), 303)


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
