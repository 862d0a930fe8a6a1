"""Add your side: what the person wants to stand beside an answer, or beside one part of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.core.words import N_
from portal.extensions import db
from portal.messages import service
from portal.messages.kinds import MessageKind
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public import danger
from portal.web.public.forms.mine import SideForm
from portal.web.public.read import Reading, reading_of
from portal.web.transactions import commits

bp = Blueprint("sides", __name__, url_prefix="/mine/side/<int:which>/<int:number>")


@bp.get("")
@requires_person
def show(which: int, number: int) -> ResponseReturnValue:
    """A place to write. Part 0 is the answer as a whole."""
    return _page(SideForm(formdata=None), _of(which, number), number)


@bp.post("")
@requires_person
@commits
def add(which: int, number: int) -> ResponseReturnValue:
    """Keep it with the request, once."""
    form, reading = SideForm(), _of(which, number)
    danger.hear(form.data, draft=form.submission.data or "")
    if not form.validate():
        return _page(form, reading, number), 422
    try:
        service.write(
            db.session, own_request_id(), form.message.data or "", submission=form.submission.data,
            kind=MessageKind.MY_SIDE, case_id=reading.answer.case_id, part=number or None,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        danger.flag(own_request_id(), [form.message.data or ""])
    except service.AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return _page(form, _of(which, number), number), 422
    flash(N_("Your side is kept here. Our team can read it."))
    if number:
        return redirect(url_for("read.part", which=which, number=number), 303)
    return redirect(url_for("read.before", which=which), 303)


def _of(which: int, number: int) -> Reading:
    """The answer it is about. Raises NotFound for one that was not released, or has no such part."""
    reading = reading_of(which)
    if number > len(reading.document.parts):
        raise NotFound
    return reading


def _page(form: SideForm, reading: Reading, number: int) -> str:
    part = reading.document.parts[number - 1] if number else None
    return render_template("public/mine/side.html", form=form, which=reading.which, number=number, part=part)
