"""Writing to and fro inside the request. The person sees days, never hours."""

import uuid

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.cases import queries as cases
from portal.core import clock
from portal.core.errors import NotFound, RuleBroken
from portal.core.words import N_
from portal.extensions import db
from portal.messages import service
from portal.messages.kinds import Sender
from portal.web.access import requires_person
from portal.web.actors import current_actor, own_request_id
from portal.web.public import danger
from portal.web.public.forms.mine import MessageForm
from portal.web.public.talk import talk_page
from portal.web.transactions import commits, opening

bp = Blueprint("messages", __name__, url_prefix="/mine/messages")


def _note_seen() -> None:
    """What we wrote is before their eyes now: the day is kept."""
    request_id = _with_a_case()
    g.new = service.note_seen(db.session, request_id, by=Sender.PERSON, actor=current_actor(), at=clock.now())


@bp.get("")
@requires_person
@opening(_note_seen)
def show() -> ResponseReturnValue:
    """The conversation, and a place to write."""
    return talk_page()


@bp.post("")
@requires_person
@commits
def write() -> ResponseReturnValue:
    """Send a message, once."""
    form = MessageForm()
    danger.hear(form.data, draft=form.submission.data or "")
    if not form.validate():
        return talk_page(form), 422
    try:
        service.write(
            db.session, _with_a_case(), form.message.data or "", submission=form.submission.data,
            actor=current_actor(), at=clock.now(),
        )  # fmt: skip
        danger.flag(own_request_id(), [form.message.data or ""])
    except service.AlreadyWritten:
        db.session.rollback()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error)
        return talk_page(form), 422
    flash(N_("Sent. Our team can read it now."))
    return redirect(url_for(".show"), 303)


def _with_a_case() -> uuid.UUID:
    """The person's request. A question about a rule has no case, so nobody would read what is written to it."""
    request_id = own_request_id()
    if not cases.of_request(db.session, request_id):
        raise NotFound
    return request_id
