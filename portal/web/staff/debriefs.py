"""Debriefs: a worker asks for one, and whoever looks after the team sees that they did, and writes down that it was."""

import uuid
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_names
from portal.casework import debriefs
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.extensions import db
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.forms import BaseForm
from portal.web.staff.forms.debriefs import AskForm, DoneForm
from portal.web.staff.opened import note_debrief_opened
from portal.web.transactions import commits, opening

bp = Blueprint("debriefs", __name__, url_prefix="/staff/debriefs")


@bp.get("/mine")
@requires(Permission.CASE_NOTE)
def mine() -> ResponseReturnValue:
    """Ask for one, or see that it waits."""
    return _mine_page(AskForm(formdata=None))


@bp.post("/mine")
@requires(Permission.CASE_NOTE)
@commits
def ask() -> ResponseReturnValue:
    """Ask to talk, or leave a note."""
    form = AskForm()
    try:
        if not form.validate():
            return _mine_page(form), 422
        debriefs.ask(
            db.session, form.debrief_note.data or "", wants_talk=form.wants_talk, submission=form.submission.data,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        form.refuse(error)
        return _mine_page(form), 422
    flash("They know now. Only they can read it.")
    return redirect(url_for(".mine"), 303)


@bp.post("/mine/back")
@requires(Permission.CASE_NOTE)
@commits
def take_back() -> ResponseReturnValue:
    """Take it back: nothing of it stays."""
    debriefs.take_back(db.session, actor=current_actor())
    flash("Taken back. Nothing of it is kept.")
    return redirect(url_for(".mine"), 303)


@bp.get("")
@requires(Permission.CARE_READ)
def list() -> ResponseReturnValue:  # noqa: A001  # endpoints are named for what they do
    """Who waits, longest first. What they wrote stays sealed in a list."""
    rows = debriefs.waiting(db.session, actor=current_actor(), after=_after(request.args.get("after", "")))
    shown, more = rows[: debriefs.PAGE], len(rows) > debriefs.PAGE
    return render_template(
        "staff/debriefs/list.html", rows=shown, names=get_names(db.session, {row.worker_id for row in shown}),
        after=f"{shown[-1].asked_on.isoformat()}_{shown[-1].id}" if more else "",
    )  # fmt: skip


@bp.get("/<uuid:debrief_id>")
@requires(Permission.CARE_READ)
@opening(note_debrief_opened)
def show(debrief_id: uuid.UUID) -> ResponseReturnValue:
    """What a colleague left. Opening it is logged; whose it is stands in no log."""
    return _page(debrief_id, DoneForm(formdata=None, data={"on": clock.today()}))


@bp.post("/<uuid:debrief_id>/done")
@requires(Permission.CARE_READ)
@commits
def finish(debrief_id: uuid.UUID) -> ResponseReturnValue:
    """It took place, or was read: the words are destroyed."""
    form = DoneForm()
    try:
        if not form.validate():
            return _page(debrief_id, form), 422
        debriefs.finish(db.session, debrief_id, form.on.data, actor=current_actor(), at=clock.now())
    except RuleBroken as error:
        form.refuse(error)
        return _page(debrief_id, form), 422
    flash("Written down. What they wrote is gone.")
    return redirect(url_for(".list"), 303)


def _mine_page(form: AskForm) -> str:
    actor = current_actor()
    waits, done = debriefs.mine(db.session, actor), debriefs.last_done(db.session, actor)
    return render_template(
        "staff/debriefs/mine.html", form=form, waits=waits, done=done, button_form=BaseForm(formdata=None)
    )


def _page(debrief_id: uuid.UUID, form: DoneForm) -> str:
    one = debriefs.opened(db.session, debrief_id, actor=current_actor())
    name = get_names(db.session, {one.row.worker_id})[one.row.worker_id]
    return render_template("staff/debriefs/show.html", one=one, name=name, form=form)


def _after(key: str) -> debriefs.Key | None:
    """The key of the last one seen, `<day>_<id>`. Raises NotFound for anything else."""
    if not key:
        return None
    day, _, debrief_id = key.partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(debrief_id)
    except ValueError:
        raise NotFound from None
