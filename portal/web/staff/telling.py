"""The duty to tell of one entry: where it stands, the moves that are open, and telling the person in their request."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.permissions import Permission
from portal.core import clock
from portal.core.errors import RuleBroken
from portal.disclosures import duty
from portal.disclosures.telling_states import find
from portal.extensions import db
from portal.installation import installation
from portal.messages.service import AlreadyWritten
from portal.web.access import requires
from portal.web.actors import current_actor
from portal.web.staff.forms.telling import TellForm, TellingForm
from portal.web.staff.opened import note_entry_opened, noted
from portal.web.staff.telling_page import TellPage, previewed, tell_page, telling_page
from portal.web.transactions import commits, opening

bp = Blueprint("telling", __name__, url_prefix="/staff/register/<uuid:disclosure_id>")


@bp.get("/telling")
@requires(Permission.REGISTER_READ)
@opening(note_entry_opened)
def show(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Where it stands, and what led there. Opening it is logged."""
    return _page(disclosure_id)


@bp.post("/telling")
@requires(Permission.REGISTER_READ)
@commits
def act(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Open one move, or carry it out. What a worker may do stands in the table; a press on "send" changes something."""
    form = TellingForm()
    page = telling_page(db.session, disclosure_id, current_actor())
    try:
        step = find(page.duty.state, form.action())
        if "send" not in request.form:
            noted(note_entry_opened, disclosure_id)
            return _page(disclosure_id, TellingForm(formdata=None, move=step.action.value))
        if not form.validate():
            noted(note_entry_opened, disclosure_id)
            return _page(disclosure_id, form), 422
        duty.move(
            db.session, disclosure_id, step.action, form.given(), seen=form.seen,
            limits=duty.Limits(not_yet=installation().settings.not_yet_days), actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        noted(note_entry_opened, disclosure_id)
        return _page(disclosure_id, form), 422
    flash("Written down.")
    return redirect(url_for(".show", disclosure_id=disclosure_id), 303)


@bp.get("/tell")
@requires(Permission.REGISTER_TELL)
@opening(note_entry_opened)
def tell(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """The words that the person would read, to begin with, and where they could read them."""
    page = tell_page(db.session, disclosure_id, current_actor())
    form = TellForm(formdata=None, words=duty.first_words(page.entry))
    return _tell_page(page, form)


@bp.post("/tell")
@requires(Permission.REGISTER_TELL)
@commits
def send(disclosure_id: uuid.UUID) -> ResponseReturnValue:
    """Show how the words look on a phone, or send them, once."""
    form = TellForm()
    page = tell_page(db.session, disclosure_id, current_actor())
    if not page.may_send:  # a second press of Send, or somebody else told them meanwhile
        flash("There is nothing more to tell them. Nothing was sent twice.")
        return redirect(url_for(".show", disclosure_id=disclosure_id), 303)
    _offer(page, form)
    if "send" not in request.form:
        return _tell_page(page, form, preview=True)
    try:
        if not form.validate():
            return _tell_page(page, form, preview=True), 422
        duty.tell(
            db.session, disclosure_id, uuid.UUID(form.way.data), form.words.data or "",
            submission=form.submission.data, seen=form.seen, actor=current_actor(), at=clock.now(),
        )  # fmt: skip
    except AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(RuleBroken(error.message, field="words" if error.field == "message" else error.field))
        return _tell_page(tell_page(db.session, disclosure_id, current_actor()), form, preview=True), 422
    flash("Sent. They read it when they come back.")
    return redirect(url_for(".show", disclosure_id=disclosure_id), 303)


def _page(disclosure_id: uuid.UUID, form: TellingForm | None = None) -> str:
    page = telling_page(db.session, disclosure_id, current_actor())
    picked = next((step for step in page.moves if form and step.action.value == form.move.data), None)
    form = form or TellingForm(formdata=None)
    form.version.data = str(page.duty.version)  # whoever was told that it moved on may decide on it as it is now
    return render_template("staff/telling/show.html", page=page, form=form, picked=picked)


def _offer(page: TellPage, form: TellForm) -> None:
    form.way.choices = {str(way.case.id): f"Case {way.case.number}" for way in page.open_ways}


def _tell_page(page: TellPage, form: TellForm, *, preview: bool = False) -> str:
    _offer(page, form)
    if len(page.open_ways) == 1 and not form.way.data:
        form.way.data = str(page.open_ways[0].case.id)
    form.version.data = str(page.duty.version)
    return render_template(
        "staff/telling/tell.html", page=page, form=form, preview=previewed(form.words.data or "") if preview else None
    )
