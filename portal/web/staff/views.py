"""Saved views: the lists a worker comes back to."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.cases import saved_views
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms.queue import SaveViewForm
from portal.web.staff.queue_keys import here, parse_filters
from portal.web.staff.queue_page import queue_screen
from portal.web.transactions import commits

bp = Blueprint("views", __name__, url_prefix="/staff/views")


@bp.get("")
@requires(Permission.QUEUE_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """The worker's own views."""
    return _page(None, None)


@bp.post("")
@requires(Permission.QUEUE_READ)
@commits
def save() -> ResponseReturnValue:
    """Keep the list that the address names."""
    form, filters = SaveViewForm(), parse_filters()
    try:
        if not form.validate():
            return queue_screen(form), 422
        saved_views.save(db.session, current_actor().worker_id, form.name.data or "", filters, at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return queue_screen(form), 422
    flash("View saved.")
    return redirect(url_for("queue.list", **here()), 303)


@bp.post("/<uuid:view_id>/rename")
@requires(Permission.QUEUE_READ)
@commits
def rename(view_id: uuid.UUID) -> ResponseReturnValue:
    """Give it another name."""
    form = SaveViewForm(prefix=f"{view_id}-")
    try:
        if not form.validate():
            return _page(view_id, form), 422
        saved_views.rename(db.session, current_actor().worker_id, view_id, form.name.data or "")
    except RuleBroken as error:
        form.refuse(error)
        return _page(view_id, form), 422
    flash("Renamed.")
    return redirect(url_for(".list"), 303)


@bp.post("/<uuid:view_id>/delete")
@requires(Permission.QUEUE_READ)
@commits
def delete(view_id: uuid.UUID) -> ResponseReturnValue:
    """Delete it."""
    saved_views.drop(db.session, current_actor().worker_id, view_id)
    flash("View deleted.")
    return redirect(url_for(".list"), 303)


def _page(view_id: uuid.UUID | None, refused: SaveViewForm | None) -> str:
    rows = []
    for view in saved_views.list_views(db.session, current_actor().worker_id):
        form = SaveViewForm(formdata=None, prefix=f"{view.id}-", data={"name": view.name})
        rows.append((view, refused if refused is not None and view.id == view_id else form))
    return render_template("staff/queue/views.html", rows=rows, form=refused or BaseForm(formdata=None))
